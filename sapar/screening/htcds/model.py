"""What of one person goes into the standard, and what is said of a file on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sapar.screening.htcds.sayings import SAYINGS


@dataclass(frozen=True)
class Individual:
    """One person as far as the standard can hold them. Codes are ours, see `tables/crosswalk.csv`.

    `born` is "1990-05-01", or "1990" where only the year is known; `languages` are ISO 639; `controls` are HTCDS codes of
    methods of control without blanks; `indicators` the ids answered with yes, which only go out.
    """

    given_name: str = ""
    family_name: str = ""
    born: str = ""
    phone: str = ""
    sex: str = "unknown"
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""
    province: str = ""
    consent: bool | None = None
    status: str = ""
    decided_by: str = ""
    indicators: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    recruited_through: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    industry: str = ""
    case_state: str = "open"
    referred_to: tuple[str, ...] = ()
    referred_on: str = ""
    support: tuple[str, ...] = ()
    place_country: str = ""
    place_province: str = ""


class Loss(NamedTuple):
    """Something that does not survive the way: the field and code it is about, and what is lost."""

    field: str
    code: str
    words: str


@dataclass(frozen=True)
class Problem:
    """Something in a file that cannot be read. `row` counts from 1 without the heading; 0 is the file itself. `code` is one
    of `sayings`, with the values that its sentence names."""

    row: int
    column: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """In English."""
        return SAYINGS[self.code] % self.values


class NotReadable(ValueError):
    """A file that is not taken in. Holds every `Problem`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Report:
    """What was read or written, with every loss and how often it happened."""

    rows: int = 0
    losses: dict[Loss, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    """Known defects of the standard that were set right, by their name."""

    def lose(self, field_name: str, code: str, words: str) -> None:
        loss = Loss(field_name, code, words)
        self.losses[loss] = self.losses.get(loss, 0) + 1

    def mend(self, name: str) -> None:
        self.mended[name] = self.mended.get(name, 0) + 1
