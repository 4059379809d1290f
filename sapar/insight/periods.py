"""Stretches of whole days that people report on: a month, a quarter, a year, or from one day to another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included, as the organisation's own calendar has them."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    def bounds(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """The moments it begins at and ends before, in UTC."""
        end = self.last + dt.timedelta(days=1)
        return (
            dt.datetime.combine(self.first, dt.time.min, zone).astimezone(dt.UTC),
            dt.datetime.combine(end, dt.time.min, zone).astimezone(dt.UTC),
        )

    def months(self) -> list[dt.date]:
        """The first day of every month it touches, in order."""
        months = [self.first.replace(day=1)]
        while (following := add_months(months[-1], 1)) <= self.last:
            months.append(following)
        return months

    def before(self) -> Period:
        """As long a stretch just before: the months before where it is made of whole months, else as many days."""
        if self.is_whole_months:
            count = len(self.months())
            return Period(add_months(self.first, -count), self.first - dt.timedelta(days=1))
        days = (self.last - self.first).days + 1
        return Period(self.first - dt.timedelta(days=days), self.first - dt.timedelta(days=1))

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + dt.timedelta(days=1)).day == 1


def add_months(day: dt.date, months: int) -> dt.date:
    """The first day of the month that many months away from the day's own."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def around(day: dt.date, unit: str, ago: int = 0) -> Period:
    """The month, quarter or year that holds the day, or the one so many before it."""
    size = _MONTHS_IN[unit]
    index = (day.year * 12 + day.month - 1) // size * size - ago * size
    first = dt.date(index // 12, index % 12 + 1, 1)
    return Period(first, add_months(first, size) - dt.timedelta(days=1))
