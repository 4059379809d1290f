"""Households of people who do not exist, each person met once or twice: what was written down then, with the slips,
gaps and changes that intake has. The shares below are assumptions, written here so that they can be argued with."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tools.people import making

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.people.making import Somebody

_SCHEMES = (
    "home",
    "cyrillic",
    "russian",
    "russian",
    "russian",
    "soviet",
    "passport",
    "bgn",
    "clerk",
    "gost",
    "turkish",
)
_COUNTRY = {"ky": "KG", "kk": "KZ", "uz": "UZ", "tg": "TJ", "tk": "TM", "ru": "RU"}
_VILLAGES = 400
_SECOND_VISIT = 0.5
_FIRST_BIRTH, _DAYS = date(1955, 1, 1), 50 * 365


@dataclass(frozen=True)
class Known:
    """Somebody with the facts that do not change by a clerk's hand."""

    somebody: Somebody
    born: date
    origin: str
    citizenship: str
    phone: str
    document: str


@dataclass(frozen=True)
class Record:
    """One visit. Empty where it was not asked or not told; `birth` as people type it."""

    person: int
    name: str
    birth: str
    sex: str
    citizenship: str
    origin: str
    phone: str
    document: str


def records(count: int, seed: int = 7) -> Iterator[Record]:
    """Visits of about `count` people."""
    chance = random.Random(seed)  # noqa: S311 - invented people, drawn again the same
    number = 0
    while number < count:
        for known in _household(chance):
            number += 1
            yield _visit(chance, known, number)
            if chance.random() < _SECOND_VISIT:
                yield _visit(chance, _later(chance, known), number)


def _household(chance: random.Random) -> list[Known]:
    """One to four children of one father; every fortieth house has twins."""
    language = chance.choices(making.LANGUAGES, (24, 12, 30, 22, 8, 4))[0]
    village = f"{_COUNTRY[language]}-{chance.randrange(_VILLAGES)}"
    first = making.somebody(chance, language)
    house = [_known(chance, first, village)]
    for _child in range(chance.choice((0, 0, 1, 1, 2, 3))):
        other = making.renamed(chance, first)
        phone = house[0].phone if chance.random() < 0.15 else ""
        born = house[0].born if chance.random() < 0.025 else None
        house.append(_known(chance, other, village, phone, born))
    return house


def _known(
    chance: random.Random, person: Somebody, village: str, phone: str = "", born: date | None = None
) -> Known:
    return Known(
        person,
        born or _FIRST_BIRTH + timedelta(days=chance.randrange(_DAYS)),
        village,
        _COUNTRY[person.language],
        phone or _number(chance),
        _document(chance),
    )


def _number(chance: random.Random) -> str:
    """+7 1 is nobody's."""
    return f"+71{chance.randrange(10**9):09}"


def _document(chance: random.Random) -> str:
    return f"X{chance.choice('ABCD')}{chance.randrange(10**7):07}"


def _later(chance: random.Random, known: Known) -> Known:
    """Months later: phones change, passports are renewed, a few have another citizenship."""
    return replace(
        known,
        phone=known.phone if chance.random() < 0.45 else _number(chance),
        document=known.document if chance.random() < 0.75 else _document(chance),
        citizenship="RU" if chance.random() < 0.03 else known.citizenship,
    )


def _visit(chance: random.Random, known: Known, number: int) -> Record:
    person = known.somebody
    text = person.spelled(
        chance.choice(_SCHEMES),
        father=chance.random() < 0.6,
        given_first=chance.random() < 0.35,
        comma=chance.random() < 0.1,
        initials=chance.random() < 0.03,
    )
    return Record(
        number,
        _slip(chance, text) if chance.random() < 0.04 else text,
        _birth(chance, known.born),
        _told(chance, 0.97, person.sex if chance.random() < 0.995 else "mf".replace(person.sex, "")),
        _told(chance, 0.95, known.citizenship),
        _told(chance, 0.7, known.origin if chance.random() < 0.9 else known.origin.split("-")[0] + "-city"),
        _told(chance, 0.8, known.phone),
        _told(chance, 0.4, _slip(chance, known.document) if chance.random() < 0.03 else known.document),
    )


def _told(chance: random.Random, share: float, text: str) -> str:
    return text if chance.random() < share else ""


def _slip(chance: random.Random, text: str) -> str:
    """One letter left out, doubled or changed with its neighbour."""
    place = chance.randrange(1, len(text) - 1)
    return chance.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + text[place] + text[place:],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )
    )


def _birth(chance: random.Random, born: date) -> str:
    """In full by 70 of 100; else the year, an estimate, day and month changed round, a digit wrong, the first of
    January, nothing, or another date altogether (papers of the region do not always agree)."""
    hows = ("full", "year", "about", "round", "digit", "january", "", "other")
    how = chance.choices(hows, (70, 12, 4, 2, 2, 3, 5, 2))[0]
    if how == "full" or (how == "round" and born.day > 12):
        return born.isoformat()
    return {
        "year": str(born.year),
        "about": f"about {born.year + chance.choice((-2, -1, 0, 1, 2))}",
        "round": f"{born.year}-{born.day:02}-{born.month:02}",
        "digit": _one_digit_wrong(born).isoformat(),
        "january": f"{born.year}-01-01",
        "": "",
        "other": (_FIRST_BIRTH + timedelta(days=chance.randrange(_DAYS))).isoformat(),
    }[how]


def _one_digit_wrong(born: date) -> date:
    """The day's first digit is another one."""
    return born.replace(day=born.day - 10 if born.day > 10 else born.day + 10)
