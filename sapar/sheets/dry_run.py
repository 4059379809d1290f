"""A whole sheet read as it would be loaded: what each row makes, what is refused, what is left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from sapar.sheets import layout, marks, queries
from sapar.sheets.codes import RowState
from sapar.sheets.fields import CODED
from sapar.sheets.planning import Plan, Reader, Rules
from sapar.sheets.reading import terms
from sapar.sheets.reading.texts import is_broken, shown
from sapar.sheets.reasons import Finding
from sapar.sheets.sameness import Known, is_telling
from sapar.vault import keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from sapar.organisations.actor import StaffActor
    from sapar.sheets.models import Batch, Row


@dataclass
class Verdict:
    """What is to become of a row."""

    state: str
    plan: Plan | None = None
    findings: list[Finding] = field(default_factory=list)
    left_out: str = ""
    mark: bytes | None = None
    person_row: int | None = None
    case_row: int | None = None

    @property
    def reasons(self) -> list[str]:
        if self.left_out:
            return [self.left_out]
        wanted = self.state == RowState.REJECTED
        return list(dict.fromkeys(one.code for one in self.findings if one.rejects == wanted))


def rules_of(actor: StaffActor, batch: Batch, own: dict[str, dict[str, str]]) -> Rules:
    return Rules(
        columns=list(batch.columns),
        headings=list(batch.headings),
        rows_are=batch.rows_are,
        date_order=batch.date_order,
        home_country=batch.home_country,
        answers={key: code for key, code in batch.answers.items() if code},
        own=own,
        zone=ZoneInfo(actor.org.time_zone),
        now=timezone.now(),
    )


def words_of(batch: Batch, rows: Iterable[Row]) -> Counter[tuple[str, str]]:
    """Every word that stands in a column of words: (field, word as it was written) → how often."""
    found: Counter[tuple[str, str]] = Counter()
    coded = [(index, key) for index, key in enumerate(batch.columns) if key in CODED]
    for row in below_headings(batch, rows):
        if layout.is_total(row.cells) or layout.is_heading(row.cells, batch.headings):
            continue
        for index, key in coded:
            if index < len(row.cells) and not is_broken(row.cells[index]):
                found.update((key, part) for part in terms.parts(key, shown(row.cells[index]), {}))
    return found


def own_words(actor: StaffActor, words: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    return queries.remembered_words(actor, [(key, terms.key_of(word)) for key, word in words])


def unknown_words(actor: StaffActor, batch: Batch) -> list[tuple[str, str, int]]:
    """(field, word, how often) of words that nobody has explained, the commonest first, each spelling once."""
    words = words_of(batch, all_rows(actor, batch))
    own = own_words(actor, words)
    unknown: dict[tuple[str, str], tuple[str, int]] = {}
    for (key, word), many in words.most_common():
        if terms.lookup(key, word, own.get(key, {})) is None:
            rough = (key, terms.key_of(word))
            first, before = unknown.get(rough, (word, 0))
            unknown[rough] = (first, before + many)
    return [(key, word, many) for (key, _rough), (word, many) in unknown.items()]


def all_rows(actor: StaffActor, batch: Batch) -> list[Row]:
    rows = list(queries.rows(actor, batch))
    keys.warm(rows[:1])
    return rows


def below_headings(batch: Batch, rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.number > batch.heading_row)


class DryRun:
    """Judges rows one after the other, in their order."""

    def __init__(self, actor: StaffActor, batch: Batch, rows: list[Row]) -> None:
        self._actor, self._batch = actor, batch
        self._rules = rules_of(actor, batch, own_words(actor, words_of(batch, rows)))
        self._known = Known()
        self._has_hours = "time" in batch.columns

    def judge(self, row: Row) -> Verdict:
        left_out = self._is_no_row(row.cells) if row.number > self._batch.heading_row else "heading"
        if left_out:
            return Verdict(RowState.SKIPPED, left_out=left_out)
        plan, findings = Reader(self._rules, row.cells).read()
        if any(one.rejects for one in findings):
            return Verdict(RowState.REJECTED, plan, findings)
        return self._compared(row.number, plan, findings)

    def _is_no_row(self, cells: list[Any]) -> str:
        if layout.is_nothing(cells):
            return "empty"
        if layout.is_total(cells):
            return "total"
        return "heading" if layout.is_heading(cells, self._batch.headings) else ""

    def _compared(self, number: int, plan: Plan, findings: list[Finding]) -> Verdict:
        content = marks.content_of(plan.as_json())
        first = self._known.first_like(number, content)
        if first is not None:
            if is_telling(plan, has_time=self._has_hours):
                return Verdict(RowState.SKIPPED, plan, [Finding("looks-like", other=first)], left_out="twice")
            findings = [*findings, Finding("looks-like", other=first)]
            content += f"|{number}"
        person_row, warnings = self._known.person_of(number, plan)
        case_row = self._known.case_of(number, plan)
        mark = marks.mark(self._actor.org_id, "row", content)
        return Verdict(RowState.READY, plan, [*findings, *warnings], "", mark, person_row, case_row)
