"""What a week of shifts covers, and where it has holes. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    Span = tuple[dt.datetime, dt.datetime]

DAYS = 7


def holes(covered: Iterable[Span], begins: dt.datetime, ends: dt.datetime) -> list[Span]:
    """The parts of a time that no span covers, in order; neighbours and overlaps are one."""
    found, reached = [], begins
    for begin, end in sorted(covered):
        if begin >= ends:
            break
        if begin > reached:
            found.append((reached, begin))
        reached = max(reached, end)
    return [*found, (reached, ends)] if reached < ends else found


def week_of(day: dt.date, zone: ZoneInfo) -> list[dt.datetime]:
    """The eight midnights of the week a day lies in, by an office's clock, in UTC: a day may have 23 hours or 25."""
    monday = day - dt.timedelta(day.weekday())
    return [moment(monday + dt.timedelta(days), dt.time(0), zone) for days in range(DAYS + 1)]


def span_of(day: dt.date, begins: dt.time, ends: dt.time, zone: ZoneInfo) -> Span:
    """A shift by the clock: one that ends no later than it began ends the next day."""
    last = day if ends > begins else day + dt.timedelta(1)
    return moment(day, begins, zone), moment(last, ends, zone)


def a_week_later(span: Span, zone: ZoneInfo) -> Span:
    """The same hours by the clock, seven days on."""
    local = [(at.astimezone(zone) + dt.timedelta(DAYS)) for at in span]
    begins, ends = (moment(at.date(), at.time(), zone) for at in local)
    return begins, ends


def moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """In UTC: two moments of one zone would be compared by their clocks, wrongly on a night of changed clocks."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)
