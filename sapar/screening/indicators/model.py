"""What an edition of the indicators is made of."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

# Sapar's own question: did somebody recruit, bring, hand over, house or take in the person? It has no weight.
RECRUITED = "recruited"


class Answer(enum.StrEnum):
    """What was said to one question. A question without an answer has not come up yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_SAFE = "not-safe"
    """Not asked, because asking was not safe. It leaves the indicator as open as "unknown" does."""


class Weight(enum.StrEnum):
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Dimension(enum.StrEnum):
    DECEPTIVE_RECRUITMENT = "deceptive_recruitment"
    COERCIVE_RECRUITMENT = "coercive_recruitment"
    RECRUITMENT_BY_ABUSE = "recruitment_by_abuse_of_vulnerability"
    EXPLOITATION = "exploitation"
    COERCION = "coercion_at_destination"
    ABUSE = "abuse_of_vulnerability_at_destination"


class Result(enum.IntEnum):
    """What a screening points to, the slightest first. Never a finding about a person: that is a person's decision."""

    NOTHING = 0
    SIGNS = 1
    LABOUR_RIGHTS = 2
    DECEIVED = 3
    FORCED_LABOUR = 4
    TRAFFICKING = 5

    @property
    def code(self) -> str:
        """As it stands in tables: "labour-rights"."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def of(cls, code: str) -> Result:
        return cls[code.upper().replace("-", "_")]


class EditionBroken(ValueError):
    """A table of the indicators contradicts itself; the message says where."""


class NoEdition(LookupError):
    """No edition holds on this day."""


@dataclass(frozen=True)
class Source:
    """Where a table comes from. `checked_by` is empty until somebody compared it with the original."""

    id: str
    title: str
    publisher: str
    published: str
    taken_from: str = ""
    taken_on: dt.date | None = None
    licence: str = ""
    checked_by: str = ""

    @property
    def is_checked(self) -> bool:
        return bool(self.checked_by)


@dataclass(frozen=True)
class Indicator:
    """One sign. `adult` and `child` are its weights on the two lists; None where it does not stand on that list."""

    id: str
    dimension: Dimension
    label: str
    ilo11: tuple[int, ...]
    adult: Weight | None
    child: Weight | None
    hard: int = 0
    """How hard it is to be asked: 0 about work and papers, 1 about fear, 2 about violence and shame."""

    def weight(self, *, child: bool) -> Weight | None:
        return self.child if child else self.adult


@dataclass(frozen=True)
class Decision:
    """One rule: `result` where any of `needs` is there whole. `reading` is "Sapar" where the source leaves room."""

    code: str
    result: Result
    whom: str
    needs: tuple[frozenset[str], ...]
    reading: str = ""

    def fits(self, found: frozenset[str], *, child: bool) -> bool:
        if self.whom not in ("both", "child" if child else "adult"):
            return False
        return any(line <= found for line in self.needs)


@dataclass(frozen=True)
class Edition:
    """A list of indicators with its rule, as it held from a day on."""

    source: Source
    holds_from: dt.date
    holds_until: dt.date | None
    indicators: Mapping[str, Indicator]
    found_when: tuple[Mapping[Weight, int], ...]
    decisions: tuple[Decision, ...]
    _decided: dict[tuple[frozenset[str], bool], Decision | None] = field(
        default_factory=dict, compare=False, repr=False
    )
    _results: dict[tuple[tuple[str, ...], bool], tuple[Result, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def id(self) -> str:
        return self.source.id

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """Every question in the order of the list, Sapar's own first."""
        return (RECRUITED, *self.indicators)

    def of_dimension(self, dimension: str, *, child: bool) -> list[Indicator]:
        """Those that count there for a child, or for an adult."""
        return [
            one
            for one in self.indicators.values()
            if one.dimension == dimension and one.weight(child=child) is not None
        ]

    def is_found(self, weights: Iterable[Weight | None]) -> bool:
        """Whether these yeses make a dimension. Further ones never unmake it."""
        counted = Counter(weights)
        return any(all(counted[weight] >= many for weight, many in line.items()) for line in self.found_when)

    def decide(self, found: frozenset[str], *, child: bool) -> Decision | None:
        """The gravest rule that fits what was found; None where none does."""
        key = (found, child)
        if key not in self._decided:
            fitting = (one for one in self.decisions if one.fits(found, child=child))
            self._decided[key] = next(fitting, None)
        return self._decided[key]

    def results(self, terms: tuple[str, ...], *, child: bool) -> tuple[Result, ...]:
        """The result of each combination of the terms: of none, of the first, of the second, of both, and so on."""
        key = (terms, child)
        if key not in self._results:
            combined: list[frozenset[str]] = [frozenset()]
            for term in terms:
                combined += [one | {term} for one in combined]
            decided = [self.decide(found, child=child) for found in combined]
            self._results[key] = tuple(one.result if one else Result.NOTHING for one in decided)
        return self._results[key]
