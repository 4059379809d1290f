"""What the files of parameters, conflicts and acts become."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal["days", "working-days", "months", "years"]
FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Term:
    """A length of time. `first` says whether the day that starts it counts ("same") or the one after it ("next")."""

    amount: int
    unit: Unit
    first: Literal["same", "next"] = "next"


@dataclass(frozen=True)
class Told:
    """When a source says something: a day, a month ("2025-11"), a year, or nothing at all."""

    written: str

    @property
    def known_from(self) -> date | None:
        """The last day the writing can mean: before it nothing was told."""
        if not self.written:
            return None
        year, month, day = self._parts
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])

    @property
    def at_earliest(self) -> date | None:
        """The first day the writing can mean: what came after it may not be in what was told."""
        if not self.written:
            return None
        year, month, day = self._parts
        return date(year, month or 1, day or 1)

    @property
    def _parts(self) -> tuple[int, int, int]:
        year, month, day = (*(int(part) for part in self.written.split("-")), 0, 0)[:3]
        return year, month, day


@dataclass(frozen=True)
class Source:
    """Where something was read. `act` and `changed_by` are ids of the register of acts; confidence is the gatherer's own."""

    act: str
    article: str
    url: str
    told: Told
    confidence: str
    note: str = ""
    changed_by: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "act": self.act,
            "article": self.article,
            "url": self.url,
            "told_on": self.told.written or None,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class Review:
    """`state` is "gathered" until a lawyer, by name and day, has said that it is right."""

    state: Literal["gathered", "reviewed"]
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Item:
    """One line of a list, such as a paper to bring. `words` by language."""

    code: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """One value of a parameter for some people and some time.

    `citizenships` empty means everybody who has no version of their own. `valid_from` None: the source does not say since when,
    and the value is taken to be known only from the day it was told. `known_to` is the last day the sources vouch for
    (for rates that change often), `valid_to` the last day of the rule itself.
    """

    id: str
    parameter: str
    citizenships: frozenset[str]
    value: Any
    says: Mapping[str, str]
    source: Source
    review: Review
    review_by: date
    valid_from: date | None
    valid_to: date | None
    known_to: date | None
    first_read: date

    @property
    def starts(self) -> date:
        """The first day for which the value is known. A source that looks back on an end vouches for the last day."""
        return self.valid_from or min(self.source.told.known_from or self.first_read, self.valid_to or FAR)

    @property
    def ends(self) -> date:
        return min(self.valid_to or FAR, self.known_to or FAR)

    @property
    def last_read(self) -> date | None:
        """When somebody last held it against the law: the lawyer, else its source; None where neither has a day."""
        return self.review.on or self.source.told.at_earliest

    def holds(self, on: date) -> bool:
        return self.starts <= on <= self.ends

    def overlaps(self, other: Version) -> bool:
        return self.starts <= other.ends and other.starts <= self.ends


@dataclass(frozen=True)
class Parameter:
    """Everything that has been gathered about one question, over time and for all."""

    id: str
    jurisdiction: str
    title: Mapping[str, str]
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Claim:
    """What one of the disagreeing sources says."""

    says: Mapping[str, str]
    source: Source

    def as_json(self) -> dict[str, Any]:
        return {"says": self.says["en"], "source": self.source.as_json()}


@dataclass(frozen=True)
class Conflict:
    """Sources that disagree. While `decided` is None the answer is withheld for these people in this time."""

    id: str
    parameter: str
    citizenships: frozenset[str]
    starts: date | None
    ends: date | None
    claims: tuple[Claim, ...]
    note: str
    decided: Review | None

    def covers(self, citizenship: str, on: date) -> bool:
        whom = not self.citizenships or citizenship in self.citizenships
        return whom and (self.starts or date.min) <= on <= (self.ends or FAR)


@dataclass(frozen=True)
class Wording:
    """A sentence of the files in a further language. `reviewed_by` names the speaker who signed it, "" for a machine's draft."""

    says: str
    reviewed_by: str


@dataclass(frozen=True)
class Act:
    """A law, a treaty, an order or a bill. `in_force_from` None: no source of ours says when it came into force.

    `changed` are the days of later acts that changed it, as far as we were told. `note` by language, empty for none.
    """

    id: str
    title: Mapping[str, str]
    kind: str
    parties: tuple[str, ...]
    signed: date | None
    in_force_from: date | None
    in_force_to: date | None
    replaced_by: str
    url: str
    told: Told
    note: Mapping[str, str]
    changed: tuple[date, ...]

    def state(self, on: date) -> str:
        """ "in-force", "not-yet", "ended", "bill", or "unknown" where no source gives its beginning."""
        if self.kind == "bill":
            return "bill"
        if self.in_force_to and on > self.in_force_to:
            return "ended"
        if self.in_force_from:
            return "in-force" if on >= self.in_force_from else "not-yet"
        return "not-yet" if self.signed and on < self.signed else "unknown"

    def moved_since(self, read: date | None, on: date) -> bool:
        """Whether on a day it has ended, or was changed after what was read on another; None: nobody knows when it was read."""
        return self.is_over(on) or any(day <= on and (read is None or day > read) for day in self.changed)

    def is_over(self, on: date) -> bool:
        """Ended, or replaced on a day that nobody told."""
        return self.state(on) == "ended" or bool(self.replaced_by and not self.in_force_to)
