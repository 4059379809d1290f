"""When somebody was born, as far as it is known, and how old that makes them. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.people.codes import AgeBand, BirthPrecision
from sapar.ui.dates import PartialDate, Precision

OLDEST = 120
# The last age of each band.
_BANDS = (
    (13, AgeBand.CHILD),
    (17, AgeBand.TEEN),
    (24, AgeBand.YOUNG),
    (44, AgeBand.ADULT),
    (59, AgeBand.OLDER),
    (OLDEST, AgeBand.OLD),
)
MINORS = (AgeBand.CHILD, AgeBand.TEEN)


def checked(birth: PartialDate | None, today: date) -> PartialDate:
    """`birth`, or "unknown" for none; raises `Invalid` for a day to come or more than 120 years ago."""
    if birth is None or birth.precision is Precision.UNKNOWN or not birth.year:
        return PartialDate(Precision.UNKNOWN)
    try:
        first = birth.exact or date(birth.year, 1, 1)
    except ValueError:
        raise Invalid(
            {"birth": _("There is no such day. Please check the day, the month and the year.")}
        ) from None
    if first > today:
        raise Invalid({"birth": _("This day has not come yet. Please check the year.")})
    if today.year - birth.year > OLDEST:
        raise Invalid({"birth": _("That would be more than 120 years ago. Please check the year.")})
    return birth


def age(birth: PartialDate, today: date) -> int | None:
    """Full years. With the year alone the younger of the two possible ages: a child must not pass for an adult."""
    if not birth.year:
        return None
    born = birth.exact or date(birth.year, 12, 31)
    return max(today.year - born.year - ((today.month, today.day) < (born.month, born.day)), 0)


def band(birth: PartialDate, today: date) -> AgeBand:
    """The age group that is kept in plain."""
    years = age(birth, today)
    if years is None:
        return AgeBand.UNKNOWN
    return next((name for last, name in _BANDS if years <= last), AgeBand.OLD)


def sealed(birth: PartialDate) -> dict[str, Any] | None:
    """What `Person.birth` holds: {"date": "1990-05-01"}, {"year": 1990} or None."""
    if birth.exact:
        return {"date": birth.exact.isoformat()}
    return {"year": birth.year} if birth.year else None


def opened(stored: Any, precision: str) -> PartialDate:
    """The reverse of `sealed`; an erased one is not known."""
    if not stored or precision == BirthPrecision.UNKNOWN:
        return PartialDate(Precision.UNKNOWN)
    if "date" in stored:
        return PartialDate.of(date.fromisoformat(stored["date"]))
    return PartialDate(Precision(precision), stored["year"])
