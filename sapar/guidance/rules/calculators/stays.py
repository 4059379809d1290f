"""Days of stay as sets of calendar days: entries and exits merged, days of a status that do not count taken out.

The day of crossing counts as the rule says: `both` (entry and exit), `entry`, or `exit`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE = timedelta(days=1)
HORIZON = 400


@dataclass(frozen=True)
class Span:
    """Whole days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Counting:
    """How a country counts. `limit` days in a calendar year (`window` 0) or in any `window` days.

    `continuous` is the most in one stay, 0 for none; `crossing` says which days of crossing count.
    """

    limit: int
    window: int
    continuous: int
    crossing: str


def counted_span(entered: date, left: date | None, on: date, crossing: str) -> Span | None:
    """The days of one stay that count, up to `on`; None where there are none."""
    first = entered if crossing in ("both", "entry") else entered + ONE
    last = on if left is None or left > on else left - (ONE if crossing == "entry" else timedelta())
    last = min(last, on)
    return Span(first, last) if first <= last else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and adjoining spans as one, in order: a day that stands in two stays counts once."""
    found: list[Span] = []
    for one in sorted(spans, key=lambda span: span.first):
        if found and one.first <= found[-1].last + ONE:
            found[-1] = Span(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found


def without(spans: Iterable[Span], taken_out: Iterable[Span]) -> list[Span]:
    """The days of `spans` that lie in none of `taken_out`."""
    left = list(spans)
    for gap in taken_out:
        left = [part for span in left for part in _cut(span, gap)]
    return left


def _cut(span: Span, gap: Span) -> list[Span]:
    if gap.last < span.first or span.last < gap.first:
        return [span]
    parts = []
    if span.first < gap.first:
        parts.append(Span(span.first, gap.first - ONE))
    if gap.last < span.last:
        parts.append(Span(gap.last + ONE, span.last))
    return parts


def days_within(spans: Iterable[Span], first: date, last: date) -> int:
    """How many days of the merged spans lie between two days, both included."""
    return sum(max(0, (min(span.last, last) - max(span.first, first)).days + 1) for span in spans)


def window_start(counting: Counting, day: date) -> date:
    """The first day of the year, or of the window, that ends with `day`."""
    if not counting.window:
        return date(day.year, 1, 1)
    return max(date.min + ONE * counting.window, day) - timedelta(days=counting.window - 1)


def present_stay(stays: Iterable[tuple[Span, bool]]) -> Span | None:
    """The stay under way: the open one, with stays that overlap its beginning by more than the day of crossing."""
    ordered = sorted(stays, key=lambda stay: stay[0].first, reverse=True)
    under_way = [span for span, is_open in ordered if is_open]
    if not under_way:
        return None
    first = min(span.first for span in under_way)
    for span, _is_open in ordered:
        if span.first < first < span.last:
            first = span.first
    return Span(first, under_way[0].last)


def last_allowed(spans: list[Span], run: int, start: date, counting: Counting) -> date | None:
    """The last day for somebody who is there on every day from `start` on; None where `start` is already too many.

    `spans` are merged and end before `start`; `run` counts the days of the stay under way before it.
    `date.max`: no end within `HORIZON` days.
    """
    earlier = _day_numbers(spans, window_start(counting, start))
    for ahead in range(HORIZON):
        day = start + ahead * ONE
        first = window_start(counting, day)
        before = len(earlier) - bisect_left(earlier, first.toordinal())
        since = (day - max(start, first)).days + 1
        too_long = counting.continuous and run + ahead + 1 > counting.continuous
        if too_long or before + since > counting.limit:
            return day - ONE if ahead else None
    return date.max


def _day_numbers(spans: Iterable[Span], first: date) -> list[int]:
    """The days of merged spans from `first` on, as sorted ordinals."""
    return [
        number
        for span in spans
        for number in range(max(span.first, first).toordinal(), span.last.toordinal() + 1)
    ]
