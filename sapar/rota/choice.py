"""Who receives a public call for help. Pure: lines, country, language and moment in; one line or none out."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sapar.rota.cover import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOUR = dt.timedelta(hours=1)


def every_day() -> list[int]:
    """Monday is 0."""
    return list(range(7))


@dataclass(frozen=True)
class Line:
    """One offer to answer. No `countries`: all; no times: around the clock; `zone`: whose clock the times are of."""

    key: Any
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    weekdays: tuple[int, ...]
    opens: dt.time | None
    closes: dt.time | None
    zone: str
    answers_within: int
    position: int

    def covers(self, country: str, language: str) -> bool:
        """Whether this call is of those that were offered. Who names no country may be anywhere: each line takes it."""
        here = not self.countries or not country or country in self.countries
        return here and language in self.languages

    def next_open(self, at: dt.datetime) -> dt.datetime:
        """`at` itself while the line is open, else when it opens next."""
        begins = [begin for begin, end in self._openings(at) if end > at]
        return max(at, min(begins))

    def _openings(self, at: dt.datetime) -> Iterable[tuple[dt.datetime, dt.datetime]]:
        """Those that began yesterday to those of a week ahead: whichever days there are, one of them is not over."""
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        for day in (today + dt.timedelta(days) for days in range(-1, 9)):
            if day.weekday() in self.weekdays:
                yield self._opening(day, zone)

    def _opening(self, day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        return span_of(day, self.opens or dt.time(0), self.closes or dt.time(0), zone)


@dataclass(frozen=True)
class Promise:
    """The line that receives a call, and by when it answers."""

    line: Line
    within_hours: int
    answer_by: dt.datetime


def choose(lines: Iterable[Line], country: str, language: str, at: dt.datetime) -> Promise | None:
    """The first in order of those open now; when all are closed, the one that opens first. None when nobody offered."""
    fitting = [(one.next_open(at), one.position, one) for one in lines if one.covers(country, language)]
    if not fitting:
        return None
    begins, _position, chosen = min(fitting, key=lambda one: one[:2])
    answer_by = begins + chosen.answers_within * _HOUR
    return Promise(chosen, math.ceil((answer_by - at) / _HOUR), answer_by)


def languages_for(lines: Iterable[Line], country: str) -> list[str]:
    """In which languages somebody answers calls from a country, by order of the lines."""
    ranked = sorted(lines, key=lambda one: one.position)
    return list(dict.fromkeys(code for one in ranked for code in one.languages if one.covers(country, code)))
