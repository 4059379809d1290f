"""How large an invented region is, and which of its rows belongs to whom. Pure arithmetic: any row can be made alone.

Rows of all organisations are mixed in time, as they would be in earnest. Every fifth case and contact is the largest
organisation's; the others share the rest in turn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

# One in so many is the largest organisation's.
_EVERY = 5
YEARS = 3


@dataclass(frozen=True)
class Sizes:
    """Every case has its main person, so there are as many people. `staff` is that of the largest organisation."""

    organisations: int = 5_000
    cases: int = 1_000_000
    contacts: int = 10_000_000
    staff: int = 60
    ends: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def shrunk(self, part: float) -> Sizes:
        """The same region at a part of its size; two organisations at least."""
        return replace(
            self,
            organisations=max(2, round(self.organisations * part)),
            cases=round(self.cases * part),
            contacts=round(self.contacts * part),
        )

    @property
    def others(self) -> int:
        return self.organisations - 1

    @cached_property
    def begins(self) -> dt.datetime:
        return self.ends - dt.timedelta(days=365 * YEARS)

    @cached_property
    def first_instant(self) -> int:
        """Unix time of the first row in microseconds."""
        return round(self.begins.timestamp() * 1_000_000)

    @cached_property
    def span(self) -> int:
        """Microseconds from the first row to the last."""
        return round((self.ends - self.begins).total_seconds() * 1_000_000)

    @property
    def last_instant(self) -> int:
        return self.first_instant + self.span

    def opened(self, case: int) -> int:
        """When a case was opened: Unix time in microseconds."""
        return self.first_instant + case * self.span // self.cases

    def began(self, contact: int) -> int:
        """When a talk began."""
        return self.first_instant + contact * self.span // self.contacts

    def office_of(self, row: int) -> int:
        """Whose row it is: 0 is the largest organisation."""
        return 0 if row % _EVERY == 0 else 1 + (row - row // _EVERY - 1) % self.others

    def rank(self, row: int, office: int) -> int:
        """How many rows of this office come before `row`."""
        mine = (row + _EVERY - 1) // _EVERY
        return mine if office == 0 else max(0, -(-(row - mine - (office - 1)) // self.others))

    def row_at(self, rank: int, office: int) -> int:
        """The reverse: the row that is an office's number `rank`, counted from 0."""
        if office == 0:
            return rank * _EVERY
        among_others = rank * self.others + office - 1
        return among_others + among_others // (_EVERY - 1) + 1

    def case_of(self, contact: int) -> int | None:
        """The case that a talk may belong to: of the same office, of about the same time."""
        office = self.office_of(contact)
        case = self.row_at(self.rank(contact, office) * self.cases // self.contacts, office)
        return case if case < self.cases else None

    def number(self, case: int) -> str:
        """ "2025-0042": the year, and a count by office without gaps."""
        office, year = self.office_of(case), self.year(case)
        return f"{year}-{self.rank(case, office) - self.rank(self._first_of(year), office) + 1:04}"

    def year(self, case: int) -> int:
        return dt.datetime.fromtimestamp(self.opened(case) // 1_000_000, dt.UTC).year

    def counts(self, office: int) -> list[tuple[int, int]]:
        """(year, cases) of an office, for its counters."""
        years = range(self.begins.year, self.ends.year + 1)
        ranks = [self.rank(self._first_of(year), office) for year in (*years, years[-1] + 1)]
        return [
            (year, ranks[at + 1] - ranks[at]) for at, year in enumerate(years) if ranks[at + 1] > ranks[at]
        ]

    def _first_of(self, year: int) -> int:
        """The first case opened in a year, or later."""
        since = round(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp() * 1_000_000) - self.first_instant
        return min(max(0, -(-since * self.cases // self.span)), self.cases)
