"""The machine-readable zone of a passport or identity card (ICAO Doc 9303, parts 4 to 6), typed or pasted.

Check digits find a mistyped number or date; names have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sapar.names.facts import Birth

# Two lines of 44 (passport) or 36 (older cards), three of 30 (cards).
_SHAPES = {(2, 44): "passport", (2, 36): "card", (3, 30): "card"}
_WEIGHTS = (7, 3, 1)
_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
# What people type for the filler, and letters that stand where only digits can.
_FILLERS = str.maketrans("‹«⟨＜≤", "<<<<<")
_DIGITS = str.maketrans("OQDILSBZ", "00011582")
_OLDEST = 110


class NotReadable(ValueError):
    """The text is no machine-readable zone, or a check digit is wrong; the message says which and what to look at.

    `kind`: "shape", "signs", "day", or the field whose check digit is wrong: "number", "birth", "expiry", "whole".
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Places(NamedTuple):
    """(line, from, to) of each field."""

    number: tuple[int, int, int]
    birth: tuple[int, int, int]
    sex: tuple[int, int, int]
    expiry: tuple[int, int, int]
    nationality: tuple[int, int, int]
    issuer: tuple[int, int, int]
    names: tuple[int, int, int]
    # The pieces that the last check digit covers, and where it stands.
    whole: tuple[tuple[int, int, int], ...]
    digit: tuple[int, int]


_BOOKLET = {
    width: _Places(
        (1, 0, 9), (1, 13, 19), (1, 20, 21), (1, 21, 27), (1, 10, 13), (0, 2, 5), (0, 5, width),
        ((1, 0, 10), (1, 13, 20), (1, 21, width - 1)), (1, width - 1),
    )
    for width in (44, 36)
}  # fmt: skip
_CARD = _Places(
    (0, 5, 14), (1, 0, 6), (1, 7, 8), (1, 8, 14), (1, 15, 18), (0, 2, 5), (2, 0, 30),
    ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)), (1, 29),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """What the zone says. Names as the passport spells them; codes of three letters as in ICAO 9303."""

    document: str
    number: str
    issuer: str
    nationality: str
    family: str
    given: str
    birth: Birth | None
    sex: str
    expires: date | None
    # A name that fills its field to the end may have been cut off.
    cut: bool

    @property
    def name(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family


def parse(text: str, today: date | None = None) -> Zone:
    """Lines with or without breaks and spaces, in small or capital letters. Raises `NotReadable`."""
    lines = _lines(text)
    places = _CARD if len(lines) == 3 else _BOOKLET[len(lines[0])]

    def part(place: tuple[int, int, int]) -> str:
        return lines[place[0]][place[1] : place[2]]

    today = today or date.today()  # noqa: DTZ011 - the day where the reader is; only a century hangs on it
    for name in ("number", "birth", "expiry"):
        place = getattr(places, name)
        _checked(name, part(place), lines[place[0]][place[2]])
    _checked("whole", "".join(map(part, places.whole)), lines[places.digit[0]][places.digit[1]])
    family, _double, given = part(places.names).partition("<<")
    return Zone(
        _SHAPES[len(lines), len(lines[0])],
        part(places.number).replace("<", ""),
        part(places.issuer).replace("<", ""),
        part(places.nationality).replace("<", ""),
        _words(family),
        _words(given),
        _birth(part(places.birth), today),
        {"M": "m", "F": "f"}.get(part(places.sex), ""),
        _day(part(places.expiry), today.year + 50),
        not part(places.names).endswith("<"),
    )


def _lines(text: str) -> list[str]:
    bare = re.sub(r"[ \t]", "", text.translate(_FILLERS)).upper()
    lines = [line for line in bare.splitlines() if line]
    joined = "".join(lines)
    if (len(lines), len(lines[0]) if lines else 0) not in _SHAPES or len({len(line) for line in lines}) > 1:
        shape = next((shape for shape in _SHAPES if shape[0] * shape[1] == len(joined)), None)
        if shape is None:
            raise NotReadable(
                "shape",
                f"the zone has two lines of 44 or 36 signs, or three of 30; here are {len(joined)} signs in {len(lines)}"
                " lines. Please compare with the passport, < included.",
            )
        lines = [joined[place : place + shape[1]] for place in range(0, len(joined), shape[1])]
    wrong = sorted(set("".join(lines)) - set(_VALUES))
    if wrong:
        raise NotReadable(
            "signs",
            f"only the letters A to Z, digits and < stand in the zone; here is also {' '.join(wrong)}",
        )
    return _digits_where_digits(lines)


def _digits_where_digits(lines: list[str]) -> list[str]:
    """An O typed for a 0 in a date or a check digit is mended; a document number is left as it is."""
    places = _CARD if len(lines) == 3 else _BOOKLET[len(lines[0])]
    mended = list(lines)
    spans = [(line, start, end + 1) for line, start, end in (places.birth, places.expiry)]
    spans += [
        (places.number[0], places.number[2], places.number[2] + 1),
        (*places.digit, places.digit[1] + 1),
    ]
    for line, start, end in spans:
        row = mended[line]
        mended[line] = row[:start] + row[start:end].translate(_DIGITS) + row[end:]
    return mended


_FIELD_WORDS = {
    "number": "the document number",
    "birth": "the birth date",
    "expiry": "the date of expiry",
    "whole": "the line as a whole",
}


def _checked(name: str, text: str, digit: str) -> None:
    if digit == "<" and not text.strip("<"):
        return
    if digit != str(check_digit(text)):
        raise NotReadable(
            name,
            f"{_FIELD_WORDS[name]} does not fit its check digit. Please compare it with the passport, sign by sign.",
        )


def check_digit(text: str) -> int:
    """ICAO Doc 9303-3, section 4.9: weights 7, 3, 1 by turns; letters count from 10."""
    return sum(_VALUES[sign] * _WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split()).title()


def _birth(text: str, today: date) -> Birth | None:
    """Unknown months and days are written as fillers; the century is the last that makes nobody older than 110."""
    if not text[:2].isdigit():
        return None
    year = _year(int(text[:2]), today.year)
    month, day = (int(part) if part.isdigit() and part != "00" else None for part in (text[2:4], text[4:6]))
    if month and day:
        known = _real(year, month, day)
        if known > today:
            year -= 100
    return Birth(year, month, day)


def _year(two: int, last: int) -> int:
    year = last - last % 100 + two
    return year if year <= last else year - 100


def _day(text: str, last: int) -> date | None:
    if not text.isdigit():
        return None
    return _real(_year(int(text[:2]), last), int(text[2:4]), int(text[4:6]))


def _real(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotReadable(
            "day", f"there is no day {day:02}.{month:02}.{year}. Please compare it with the passport."
        ) from None
