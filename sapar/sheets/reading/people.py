"""How old somebody is and whether two rows tell of one person. Never by the name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from sapar.directory.spelling import words
from sapar.sheets.reading.dates import read_day
from sapar.sheets.reading.texts import clean
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    import datetime as dt

_OLDEST = 120
_ALIKE = 0.75
_YEAR = re.compile(
    r"^(?:около|примерно|ок\.?|~|about)?\s*((?:19|20)\d\d)\s*(?:г\.?\s?р?\.?|жыл|йил|yil|й)?\.?$"
)
_AGE = re.compile(r"^~?\s*(\d{1,3})\s*(?:лет|год|года|г|жаш|жашта|yosh|сола|жаста|ани|ani|y|years?)?\.?$")


@dataclass(frozen=True)
class Born:
    birth: PartialDate = PartialDate(Precision.UNKNOWN)
    problem: str = ""


def read_birth(cell: Any, order: str, today: dt.date) -> Born:
    """A day or only a year."""
    if isinstance(cell, dict) and "n" in cell and 1900 <= float(cell["n"]) <= today.year:
        return Born(PartialDate(Precision.YEAR, int(cell["n"])))
    text = "" if isinstance(cell, dict) else clean(str(cell or ""))
    if not isinstance(cell, dict) and not text:
        return Born()
    if found := _YEAR.match(text):
        year = int(found[1])
        precision = Precision.YEAR if text[0].isdigit() else Precision.ABOUT
        return Born(PartialDate(precision, year)) if year <= today.year else Born(problem="birth-future")
    told = read_day(cell, order)
    if told.day is None:
        return Born(problem=told.problem if told.problem == "date-ambiguous" else "birth-unclear")
    if told.day > today:
        return Born(problem="birth-future")
    if today.year - told.day.year > _OLDEST:
        return Born(problem="birth-unclear")
    return Born(PartialDate.of(told.day))


def read_age(cell: Any, on: dt.date) -> Born:
    """Full years on a day, kept as "about" the year they were born in."""
    text = str(int(cell["n"])) if isinstance(cell, dict) and "n" in cell else clean(str(cell or ""))
    if not text:
        return Born()
    found = _AGE.match(text)
    if not found or int(found[1]) > _OLDEST:
        return Born(problem="age-unclear")
    return Born(PartialDate(Precision.ABOUT, on.year - int(found[1])))


def may_be_one(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether nothing speaks against it: two sexes, two years of birth, two names that are not alike."""
    sexes = {first["sex"], second["sex"]} - {"", "unknown"}
    years = [year for year in (first["year"], second["year"]) if year]
    if len(sexes) > 1 or (len(years) == 2 and abs(years[0] - years[1]) > 1):
        return False
    return not first["name"] or not second["name"] or names_alike(first["name"], second["name"])


def names_alike(first: str, second: str) -> bool:
    """Whether the names share a part, in whatever script, as «Назгүл Абдиева» and "Nazgul A." do."""
    return any(
        one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE
        for one in words(first)
        for other in words(second)
        if len(one) > 2 and len(other) > 2  # initials say nothing
    )
