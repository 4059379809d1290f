"""Dates as people know them: a day, only a year, about a year, or not known; and how they are typed and written."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Precision(StrEnum):
    EXACT = "exact"
    YEAR = "year"
    ABOUT = "about"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PartialDate:
    """A date as far as it is known. `year` is set unless UNKNOWN; `month` and `day` only when EXACT."""

    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The calendar day, or None when only a year or less is known."""
        if self.year and self.month and self.day:
            return date(self.year, self.month, self.day)
        return None

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(Precision.EXACT, day.year, day.month, day.day)

    def as_json(self) -> dict[str, Any]:
        """For a sealed field: {"precision": ..., "year": ..., "month": ..., "day": ...}, only what is known."""
        parts = {"year": self.year, "month": self.month, "day": self.day}
        return {"precision": str(self.precision)} | {name: part for name, part in parts.items() if part}

    @classmethod
    def from_json(cls, stored: dict[str, Any] | None) -> PartialDate | None:
        if not stored:
            return None
        return cls(Precision(stored["precision"]), stored.get("year"), stored.get("month"), stored.get("day"))

    def __str__(self) -> str:
        return written(self)


def babel_locale() -> Locale:
    """The reader's language for Babel; English when Babel does not know it."""
    return _locale(get_language() or "en")


@functools.lru_cache(maxsize=32)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def unpacked(stored: Any) -> Any:
    """What a sealed field gave back (an ISO text, the parts of a `PartialDate`) as a date; anything else as it is."""
    if isinstance(stored, dict):
        return PartialDate.from_json(stored)
    if isinstance(stored, str):
        try:
            return date.fromisoformat(stored)
        except ValueError:
            return stored
    return stored


# A Russian date ends with a point of its own ("2026 г."), and so does the sentence that it ends.
_TWO_POINTS = re.compile(r"(?<!\.)\.(</time>)?\.(?!\.)")


def one_point(sentence: str) -> str:
    """Where a date and its sentence both end with a point, one of them; also where the date is marked up."""
    return _TWO_POINTS.sub(r".\1", sentence)


def written(value: Any, *, with_time: bool = False, zone: ZoneInfo | None = None) -> str:
    """The date in the reader's words; what is no date stays as it is, None is "".

    A moment is told in `zone`, by default the zone in force (the organisation's).
    """
    value = unpacked(value)
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return _written_partial(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value, zone) if timezone.is_aware(value) else value
        if with_time:
            return _with_clock(local)
        value = local.date()
    if isinstance(value, date):
        return _long(value, get_language() or "en")
    return str(value)


def _with_clock(local: datetime) -> str:
    return f"{_long(local.date(), get_language() or 'en')}, {local:%H:%M}"


@functools.lru_cache(maxsize=4096)
def _long(day: date, code: str) -> str:
    """A list writes the same few days out again and again: 0.1 ms each."""
    return format_date(day, format="long", locale=_locale(code))


def _written_partial(value: PartialDate) -> str:
    if value.exact:
        return _long(value.exact, get_language() or "en")
    if value.precision is Precision.ABOUT:
        return _("about %(year)s") % {"year": value.year}
    if value.precision is Precision.YEAR:
        return str(value.year)
    return _("not known")


def month_number(typed: str) -> int | None:
    """1–12 from "3", "03" or a month's name (three letters or more) in the reader's language or English."""
    typed = typed.strip().rstrip(".").casefold()
    if typed.isdecimal():
        return int(typed) if 1 <= int(typed) <= 12 else None
    if len(typed) < 3:
        return None
    for locale in (babel_locale(), Locale("en")):
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context]["wide"].items():
                if name.casefold().startswith(typed):
                    return int(number)
    return None


_BY_POINTS = re.compile(r"^(\d{1,2})[\s./\-,]+(\d{1,2}|[^\W\d_]{3,}\.?)[\s./\-,]+(\d{4})\D{0,6}$")
_BY_YEAR = re.compile(r"^(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})$")


def read_day(typed: str) -> date | None:
    """A day from "21.03.2024", "2024-03-21" or "21 марта 2024 г."; None when there is no such day."""
    typed = typed.strip()
    if found := _BY_POINTS.match(typed):
        day, month, year = found.groups()
    elif found := _BY_YEAR.match(typed):
        year, month, day = found.groups()
    else:
        return None
    number = month_number(month)
    if number is None:
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
