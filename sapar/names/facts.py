"""What else is known of two people beside their names, and how well it agrees. Pure; nothing here opens a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from sapar.names.likeness import ABSENT, DIFFERS, SAME

EXACT, SWAPPED, SLIP, YEAR, ABOUT = "exact", "swapped", "slip", "year", "about"
BIRTH_LEVELS = (EXACT, SWAPPED, SLIP, YEAR, ABOUT, DIFFERS, ABSENT)
# The last digits of a phone number that no way of writing the country's code changes.
_PHONE_DIGITS = 9
_SHORTEST_DOCUMENT = 6
_ABOUT_YEARS = 2
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it is known. `about`: the year itself is an estimate."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    @property
    def full(self) -> bool:
        """A first of January stands for a year in many papers of the region, so it counts as one."""
        return bool(self.month and self.day) and (self.month, self.day) != (1, 1)


def birth(text: str) -> Birth | None:
    """From "1990-05-01", "1990-05", "1990", "about 1990" or ""; raises ValueError that says what was wrong."""
    bare = text.strip().lower()
    if not bare:
        return None
    about = bare.startswith(("about", "~", "около"))
    found = _WRITTEN.search(bare.removeprefix("about").removeprefix("около").lstrip("~ "))
    if not found or found.start():
        raise ValueError(f"{text!r} is no birth date: write it as 1990-05-01, 1990 or about 1990")
    year, month, day = (int(part) if part else None for part in found.groups())
    if month and day:
        date(year or 1, month, day)
    return Birth(year or 0, month, day, about)


def birth_level(one: Birth | None, other: Birth | None) -> str:
    if one is None or other is None:
        return ABSENT
    if one.full and other.full and not (one.about or other.about):
        return _full_level(one, other)
    if one.about or other.about:
        return ABOUT if abs(one.year - other.year) <= _ABOUT_YEARS else DIFFERS
    return YEAR if one.year == other.year else DIFFERS


def _full_level(one: Birth, other: Birth) -> str:
    same = (one.year == other.year, one.month == other.month, one.day == other.day)
    if all(same):
        return EXACT
    if same[0] and (one.month, one.day) == (other.day, other.month):
        return SWAPPED
    if sum(same) == 2 and OSA.distance(f"{one.year}{one.month:02}{one.day:02}", _digits(other)) == 1:
        return SLIP
    return DIFFERS


def _digits(known: Birth) -> str:
    return f"{known.year}{known.month:02}{known.day:02}"


def phone_level(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """One number in common is enough."""
    here, there = {_phone(number) for number in one} - {""}, {_phone(number) for number in other} - {""}
    if not here or not there:
        return ABSENT
    return SAME if here & there else DIFFERS


def _phone(number: str) -> str:
    return re.sub(r"\D", "", number)[-_PHONE_DIGITS:]


def document_level(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """A slip is one character wrong, left out or changed with its neighbour, in a number of six or more."""
    here, there = {_document(number) for number in one} - {""}, {_document(number) for number in other} - {""}
    if not here or not there:
        return ABSENT
    if here & there:
        return SAME
    if any(
        min(len(a), len(b)) >= _SHORTEST_DOCUMENT and OSA.distance(a, b) == 1 for a in here for b in there
    ):
        return SLIP
    return DIFFERS


# Letters that look alike in Cyrillic and Latin series.
_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def _document(number: str) -> str:
    return re.sub(r"[\W_]", "", number).upper().translate(_ALIKE)


def code_level(one: str, other: str) -> str:
    """For sex, citizenship and place of origin, as codes."""
    here, there = one.strip().casefold(), other.strip().casefold()
    if not here or not there:
        return ABSENT
    return SAME if here == there else DIFFERS
