"""Monday's Excel in figures: `python bench/sheets.py [rows]` reads, checks, loads and takes back a messy sheet.

Runs on a PostgreSQL of its own in a passing folder, with sealing and audit on. The baseline beside it is the same file
read by the reader of workbooks alone.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 3000


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    with tempfile.TemporaryDirectory(prefix="sapar-bench-") as name:
        os.environ.update(SAPAR_HOME=name, SAPAR_DB_POOL="0", DJANGO_SETTINGS_MODULE="sapar.config.settings")
        os.environ.pop("DATABASE_URL", None)
        Path(name).chmod(0o711)
        sys.stdout, kept = sys.stderr, sys.stdout
        import django

        from sapar.config import prepare

        with prepare.database_at_hand():
            prepare.schema()
            django.setup()
            figures = monday()
        sys.stdout = kept
    print(json.dumps(figures, indent=2))


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    made = act()
    return made, round(time.perf_counter() - begun, 2)


def monday() -> dict[str, Any]:
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from sapar.sheets import actions, queries, tasks
    from sapar.vault import keys
    from tests.factories import acting, make_member, make_organisation
    from tests.messy_sheet import OWN_WORDS, Messy

    keys.use_local(secrets.token_bytes(32))
    actor = make_member(make_organisation("Osh call line (fictional)"), "Gulnara", "supervisor")
    messy = Messy(ROWS)
    content = messy.as_xlsx()
    alone = timed(
        lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )[1]

    def brought() -> Any:
        with transaction.atomic(), acting(actor):
            batch = actions.bring(actor, content, "monday.xlsx")
            actions.name_words(actor, batch, OWN_WORDS)
            said = actions.Said(list(batch.columns), batch.rows_are, "dmy", "KG", batch.answers)
            return actions.name_columns(actor, batch, said)

    def run(begin: Any, job: Any) -> float:
        with transaction.atomic(), acting(actor):
            begin(actor, batch)
        ids = {"org_id": str(actor.org_id), "member_id": str(actor.member_id), "batch_id": str(batch.pk)}
        return timed(lambda: job(**ids))[1]

    batch, reading = timed(brought)
    figures = {
        "rows": ROWS,
        "reader_alone_s": alone,
        "read_and_seal_s": reading,
        "check_s": run(actions.begin_check, tasks.check),
        "load_s": run(actions.begin_load, tasks.load),
    }
    with transaction.atomic(), acting(actor):
        counts = queries.counts(actor, batch)
    figures |= {"loaded": counts["loaded"], "rejected": counts["rejected"]}
    figures["loaded_rows_per_s"] = round(counts["loaded"] / figures["load_s"], 1)
    return figures | {"take_back_s": run(actions.begin_undo, tasks.undo)}


if __name__ == "__main__":
    main()
