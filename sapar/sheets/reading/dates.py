"""Days and hours as they stand in sheets: Excel's own, Excel's numbers, "12.03.26", "12 марта 2026", "03/04/2026".

Nothing is guessed: what could be two days is a problem with a name, unless the order has been said once for the sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale

from sapar.sheets.reading.texts import clean, spoken

EARLIEST = dt.date(1900, 1, 1)
_EXCEL_BEGAN = dt.date(1899, 12, 30)
_SERIALS = range(1, 80_000)
# What "26" means: years up to this many ahead of now are of this century.
_AHEAD = 5
_TIME = re.compile(r"(?:^|[\sT,])(\d{1,2})[:.](\d{2})(?::\d{2}(?:\.\d+)?)?\s*$")
_POINTS = re.compile(r"^(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4}|\d{2})\s*(?:г|г\.|й|й\.|ж|ж\.|y\.)?$")
_ISO = re.compile(r"^(\d{4})[./\-\s](\d{1,2})[./\-\s](\d{1,2})$")
_EITHER = re.compile(r"^(\d{1,2})\s*[/\-]\s*(\d{1,2})\s*[/\-]\s*(\d{4}|\d{2})$")
_NO_YEAR = re.compile(r"^\d{1,2}\s*[./\-]\s*\d{1,2}\.?$")
_DAY_NAMED = re.compile(r"^(\d{1,2})(?:-?\w{0,2})?[\s\-.]+([^\W\d_]{3,})\.?[\s,\-.]*(\d{4}|\d{2})?\b")
_MONTH_NAMED = re.compile(r"^([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_YEAR_FIRST = re.compile(
    r"^(\d{4})\s*-?\s*(?:йил|жыл|жылдын|жыл[гғ]ы|yil|ýyl|г)?\.?\s+(\d{1,2})\s*-?\s*([^\W\d_]{3,})$"
)
_MONTH_NAMES = {
    "yanvar": 1, "fevral": 2, "mart": 3, "aprel": 4, "mai": 5, "maya": 5, "iun": 6, "iyun": 6, "iul": 7, "iyul": 7,
    "avgust": 8, "sentabr": 9, "sentyabr": 9, "oktabr": 10, "oktyabr": 10, "noyabr": 11, "dekabr": 12,
    "январь": 1, "февраль": 2, "апрель": 4, "июнь": 6, "июль": 7, "сентябрь": 9, "октябрь": 10, "ноябрь": 11, "декабрь": 12,
    "феврал": 2, "апрел": 4, "июн": 6, "июл": 7, "сентябр": 9, "октябр": 10, "ноябр": 11, "декабр": 12, "май": 5, "мая": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A day with the hour if it was said; or else the code of what is wrong. `note` is a code to be warned with."""

    day: dt.date | None = None
    time: dt.time | None = None
    problem: str = ""
    note: str = ""


def read_day(cell: Any, order: str = "") -> Day:
    """`order` is "dmy", "mdy" or "" for not said, and is asked for slashes and dashes alone."""
    if isinstance(cell, dict):
        return _moment(str(cell["d"])) if "d" in cell else _serial(float(cell["n"]))
    text = clean(str(cell or ""))
    if not text:
        return Day(problem="no-date")
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _serial(float(text.replace(",", ".")))
    text, time = _without_time(text)
    found = _by_numbers(text, order) or _by_names(text)
    return found if found.day is None else Day(found.day, time, note=found.note)


def _moment(iso: str) -> Day:
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return Day(problem="date-unclear")
    has_time = "T" in iso and moment.time() != dt.time(0)
    return Day(moment.date(), moment.time().replace(microsecond=0) if has_time else None)


def _serial(number: float) -> Day:
    """Excel counts days; a column of dates without the format of dates shows these numbers."""
    if int(number) not in _SERIALS or int(number) < 366:  # smaller ones are years, ages, counts
        return Day(problem="date-unclear")
    if 1900 <= number <= 2100 and float(number).is_integer():
        return Day(problem="date-year-only")
    seconds = round((number % 1) * 86400)
    time = _clock(seconds) if seconds else None
    return Day(_EXCEL_BEGAN + dt.timedelta(days=int(number)), time, note="date-serial")


def _without_time(text: str) -> tuple[str, dt.time | None]:
    found = _TIME.search(text)
    if not found or not text[: found.start()].strip() or int(found[1]) > 23 or int(found[2]) > 59:
        return text, None
    rest = text[: found.start()].strip().rstrip(",")
    return rest, dt.time(int(found[1]), int(found[2]))


def _by_numbers(text: str, order: str) -> Day | None:
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _POINTS.match(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _EITHER.match(text):
        return _either(int(found[1]), int(found[2]), _year(found[3]), order)
    if _NO_YEAR.match(text):
        return Day(problem="date-no-year")
    if re.fullmatch(r"(?:19|20)\d\d\s*(?:г\.?)?", text):
        return Day(problem="date-year-only")
    return None


def _either(first: int, second: int, year: int, order: str) -> Day:
    """Two numbers of which either may be the day. Where one cannot be a month nothing needs to be said."""
    if first != second and max(first, second) <= 12 and not order:
        return Day(problem="date-ambiguous")
    day_first = order != "mdy" if max(first, second) <= 12 else first > 12
    return _day(year, second, first) if day_first else _day(year, first, second)


def _by_names(text: str) -> Day:
    if found := _YEAR_FIRST.match(text):
        year, day, name = found[1], found[2], found[3]
    elif found := _MONTH_NAMED.match(text):
        name, day, year = found[1], found[2], found[3]
    elif found := _DAY_NAMED.match(text):
        day, name, year = found[1], found[2], found[3]
    else:
        return Day(problem="date-unclear")
    month = month_of(name)
    if month is None:
        return Day(problem="date-unclear")
    return _day(_year(year), month, int(day)) if year else Day(problem="date-no-year")


def _day(year: int, month: int, day: int) -> Day:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return Day(problem="date-unclear")
    return Day(found) if found >= EARLIEST else Day(problem="date-unclear")


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    century = dt.datetime.now(dt.UTC).year // 100 * 100
    this = dt.datetime.now(dt.UTC).year % 100
    return century + number if number <= this + _AHEAD else century - 100 + number


def month_of(name: str) -> int | None:
    """The month by its name, whole or cut short, in any of the eight languages."""
    wanted = spoken(name)
    known = _months()
    if wanted in known:
        return known[wanted]
    fits = {number for spelling, number in known.items() if len(wanted) >= 3 and spelling.startswith(wanted)}
    return fits.pop() if len(fits) == 1 else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    known = {spoken(name): number for name, number in _MONTH_NAMES.items()}
    for language in ("ru", "ky", "uz", "uz_Cyrl", "tg", "kk", "tk", "ro", "en"):
        for context in ("format", "stand-alone"):
            for number, name in Locale.parse(language).months[context]["wide"].items():
                if not name[0].isdigit() and not re.match(r"M\d", name):
                    known.setdefault(spoken(name), int(number))
    return known


def read_time(cell: Any) -> dt.time | None:
    """An hour: "14:30", "14.30", Excel's time or its part of a day; None for what is none."""
    if isinstance(cell, dict):
        if "n" in cell and 0 <= float(cell["n"]) < 1:
            return _clock(round(float(cell["n"]) * 86400))
        text = str(cell.get("d", "")).rpartition("T")[2]
    else:
        text = clean(str(cell or ""))
    found = re.fullmatch(r"(\d{1,2})(?:[:.\-](\d{2}))?(?::\d{2})?(?:\.\d+)?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return dt.time(int(found[1]), int(found[2] or 0))


def _clock(seconds: int) -> dt.time:
    """The hour this many seconds after midnight."""
    hours, rest = divmod(min(seconds, 86_399), 3600)
    return dt.time(hours, rest // 60, rest % 60)
