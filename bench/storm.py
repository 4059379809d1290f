"""Fifty workers at once on the same referrals, on a database of its own. JSON: what was done, refused, and must be empty."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

WORKERS, ROUNDS = 50, 40


def main(workers: int, rounds: int) -> None:
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
            found = _storm(workers, rounds)
        sys.stdout = kept
    empty = not (found["impossible"] or found["faults"])
    print(json.dumps({"workers": workers, "rounds": rounds, **found, "met": empty}, indent=2))


def _storm(workers: int, rounds: int) -> dict[str, object]:
    from sapar.referrals.tests import storm
    from sapar.vault import keys
    from tests.factories import make_member, make_organisation

    keys.use_local(secrets.token_bytes(32))
    sender = make_member(make_organisation("Osh call line (fictional)"), "Bakyt", "supervisor")
    receiver = make_member(
        make_organisation("Almaty aid centre (fictional)", country="KZ"), "Saule", "supervisor"
    )
    listed = make_organisation("Town office (fictional)")
    return dataclasses.asdict(storm.run(sender, receiver, listed, workers=workers, rounds=rounds))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given or [WORKERS, ROUNDS]))
