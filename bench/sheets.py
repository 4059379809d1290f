"""Monday's Excel in figures: `python -m bench.sheets [rows]`. A messy sheet of 3,000 rows is understood, checked, loaded,
taken back and loaded again; the donor's table is compared with the count made from the sheet.

On a PostgreSQL of its own, with sealing and audit on. The baseline beside it is the same file read by the reader of
workbooks alone.
"""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING, Any

from bench import passing

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 3000
# The issue's: all of it within an hour, words and columns said by hand among it.
_TARGET_SECONDS = 3600


def monday(rows: int) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    from tests.factories import make_member, make_organisation
    from tests.messy_sheet import Messy

    messy = Messy(rows)
    content = messy.as_xlsx()
    actor = make_member(make_organisation("Osh call line (fictional)"), "Gulnara", "supervisor")
    _read, alone = timed(
        lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    walk = Walk(actor, messy, content)
    walk.through()
    seconds = round(sum(walk.seconds.values()), 1)
    met = not walk.wrong and seconds < _TARGET_SECONDS
    return {
        "rows": rows,
        "reader_alone_s": alone,
        **walk.seconds,
        "all_s": seconds,
        "target_s": _TARGET_SECONDS,
        **walk.counts,
        "loaded_rows_per_s": round(walk.counts["loaded"] / walk.seconds["load_s"], 1),
        "wrong": walk.wrong,
        "met": met,
    }


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    made = act()
    return made, round(time.perf_counter() - begun, 2)


class Walk:
    """A supervisor and the worker with one file; `wrong` is what is not as it has to be."""

    def __init__(self, actor: Any, messy: Any, content: bytes) -> None:
        self.actor, self.messy, self.content = actor, messy, content
        self.seconds: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.wrong: list[str] = []

    def through(self) -> None:
        from sapar.sheets import actions, tasks

        batch = self._timed("read_and_seal_s", lambda: self._act(self._bring))
        self._job("check_s", batch, actions.begin_check, tasks.check)
        self._act(lambda: self._rejects_are_explained(batch))
        self._job("load_s", batch, actions.begin_load, tasks.load)
        self._act(lambda: self._compare(batch))
        self._job("take_back_s", batch, actions.begin_undo, tasks.undo)
        self._act(self._nothing_is_left)
        self._job("check_again_s", batch, actions.begin_check, tasks.check)
        self._job("load_again_s", batch, actions.begin_load, tasks.load)
        self._act(lambda: self._compare(batch))
        again = self._timed("read_again_s", lambda: self._act(self._bring_again))
        self._job("check_known_s", again, actions.begin_check, tasks.check)
        self._act(lambda: self._all_is_known(again))

    def _act(self, act: Callable[[], Any]) -> Any:
        from django.db import transaction

        from tests.factories import acting

        with transaction.atomic(), acting(self.actor):
            return act()

    def _timed(self, name: str, act: Callable[[], Any]) -> Any:
        made, self.seconds[name] = timed(act)
        print(f"{name} {self.seconds[name]}", file=sys.stderr)
        return made

    def _job(self, name: str, batch: Any, begin: Any, job: Any) -> None:
        self._act(lambda: begin(self.actor, batch))
        ids = {"org_id": str(self.actor.org_id), "member_id": str(self.actor.member_id)}
        self._timed(name, lambda: job(**ids, batch_id=str(batch.pk)))

    def _bring(self) -> Any:
        """By hand, once: three words of their own, which day comes first, the country."""
        from sapar.sheets import actions
        from tests.messy_sheet import OWN_WORDS

        batch = actions.bring(self.actor, self.content, "monday.xlsx")
        actions.name_words(self.actor, batch, OWN_WORDS)
        said = actions.Said(list(batch.columns), batch.rows_are, "dmy", "KG", batch.answers)
        return actions.name_columns(self.actor, batch, said)

    def _bring_again(self) -> Any:
        """The next file of this kind: nothing is left to say."""
        from sapar.sheets import actions, dry_run

        batch = actions.bring(self.actor, self.content, "tuesday.xlsx")
        unknown = dry_run.unknown_words(self.actor, batch)
        if unknown or not batch.columns_named:
            self.wrong.append(f"asked again: {unknown}")
        return batch

    def _rejects_are_explained(self, batch: Any) -> None:
        """Each has a reason that the page of rejects has words for; as many of each as were broken."""
        from sapar.sheets import queries, reasons

        found = list(queries.rows(self.actor, batch).filter(state="rejected"))
        told = queries.reason_counts(self.actor, batch, "rejected")
        mute = [
            row.number
            for row in found
            if not any(
                one.rejects and one.why and one.what_to_do for one in reasons.Finding.opened(row.findings)
            )
        ]
        self.counts["rejected"] = len(found)
        if mute or len(found) != sum(self.messy.truth.rejected.values()):
            self.wrong.append(f"rejected {told}, without a reason: rows {mute}")

    def _compare(self, batch: Any) -> None:
        from sapar.sheets import queries
        from tests.monday import differences

        self.counts["loaded"] = queries.counts(self.actor, batch)["loaded"]
        self.wrong += differences(self.actor, self.messy)

    def _nothing_is_left(self) -> None:
        from tests.monday import nothing_is_left

        if not nothing_is_left(self.actor):
            self.wrong.append("something was left after taking back")

    def _all_is_known(self, batch: Any) -> None:
        from sapar.sheets import queries

        counts = queries.counts(self.actor, batch)
        if counts["ready"]:
            self.wrong.append(f"would be loaded twice: {counts}")


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    passing.measured(lambda: monday(given))
