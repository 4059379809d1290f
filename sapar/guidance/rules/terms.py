"""Counting terms. Calendar days only: a day here is a date where the person is, never an instant, so no time zone enters."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sapar.guidance.rules.model import Term

ONE = timedelta(days=1)
_SATURDAY = 5


def last_day(start: date, term: Term) -> date:
    """The last day of the term that begins with `start`.

    Working days are Mondays to Fridays: public holidays only make a term longer, so the day given is never too late because
    of them. Months and years end on the day with the same number, or on the month's last (Labour Code of Russia, article 14).
    """
    if term.unit == "days":
        return start + timedelta(days=term.amount - (term.first == "same"))
    if term.unit == "working-days":
        return _working(start, term)
    return add_months(start, term.amount * (12 if term.unit == "years" else 1))


def add_months(start: date, months: int) -> date:
    """The same day of the month so many months on (or back); the 31st becomes the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _working(start: date, term: Term) -> date:
    day = start if term.first == "same" else start + ONE
    left = term.amount
    while True:
        left -= day.weekday() < _SATURDAY
        if left <= 0:
            return day
        day += ONE


def before(day: date, term: Term) -> date:
    """The day that lies the term before `day`, such as "no later than 10 working days before"."""
    if term.unit == "days":
        return day - timedelta(days=term.amount)
    if term.unit == "working-days":
        left = term.amount
        while left:
            day -= ONE
            left -= day.weekday() < _SATURDAY
        return day
    return add_months(day, -term.amount * (12 if term.unit == "years" else 1))


def days_left(on: date, last: date) -> int:
    """Days after `on` up to and with `last`; negative when it is over."""
    return (last - on).days
