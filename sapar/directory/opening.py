"""Hours of a week: reading them as people write them, what overlaps, what is open at a moment. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MIDNIGHT = dt.time()
_ALL_WEEK = frozenset(range(7))
_DAY = 24 * 60
_SPAN = re.compile(
    r"\A(?:с\s*|from\s*)?(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|до|to|until)\s*(\d{1,2})(?:[:.](\d{2}))?\Z"
)
_WHOLE_DAY = {"24", "24/7", "24h", "0-24", "00:00-24:00", "круглосуточно"}


class Unreadable(ValueError):
    """Hours that mean nothing to us."""


@dataclass(frozen=True)
class Slot:
    """From `opens` until `closes` on `weekdays` (Monday 0). The same hour twice is the whole day; an earlier second one
    is after midnight. `is_closed`: shut though other slots say open. `is_ruled`: a rule says more, so nothing is sure."""

    weekdays: frozenset[int] = _ALL_WEEK
    opens: dt.time | None = None
    closes: dt.time | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    is_closed: bool = False
    is_ruled: bool = False

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)

    @property
    def is_dated(self) -> bool:
        return self.valid_from is not None or self.valid_to is not None

    @property
    def is_weekly(self) -> bool:
        """Whether it says the hours of every week, without an end."""
        return self.opens is not None and not (self.is_closed or self.is_ruled or self.is_dated)


def _minutes(at: dt.time) -> int:
    return at.hour * 60 + at.minute


def _span(slot: Slot) -> tuple[int, int]:
    """Minutes from midnight; the end may lie in the next day."""
    opens, closes = _minutes(slot.opens or MIDNIGHT), _minutes(slot.closes or MIDNIGHT)
    return opens, closes + _DAY if closes <= opens else closes


def is_open(slots: Iterable[Slot], at: dt.datetime) -> bool | None:
    """Whether it is open at a local moment; None where nobody can say."""
    known = list(slots)
    if any(slot.is_closed and slot.holds_on(at.date()) for slot in known):
        return False
    if any(slot.is_ruled and slot.holds_on(at.date()) for slot in known):
        return None
    weekly = [slot for slot in known if slot.opens is not None and not slot.is_closed]
    if not weekly:
        return None
    now = _minutes(at.time())
    yesterday = at.date() - dt.timedelta(days=1)
    return any(_covers(slot, now) for slot in _of_day(weekly, at.date())) or any(
        _covers(slot, now + _DAY) for slot in _of_day(weekly, yesterday)
    )


def _of_day(slots: list[Slot], day: dt.date) -> list[Slot]:
    """What holds on a day: hours written for a time of the year stand in place of the usual ones."""
    holding = [slot for slot in slots if slot.holds_on(day)]
    dated = [slot for slot in holding if slot.is_dated]
    return [slot for slot in dated or holding if day.weekday() in slot.weekdays]


def _covers(slot: Slot, minute: int) -> bool:
    opens, closes = _span(slot)
    return opens <= minute < closes


@dataclass(frozen=True)
class Clash:
    """Two stretches of one day that overlap."""

    weekday: int
    first: Slot
    second: Slot


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """Opening hours of one place that overlap within a day, in the order of the week."""
    known = [slot for slot in slots if slot.opens is not None and not slot.is_closed and not slot.is_ruled]
    found = []
    for weekday in range(7):
        today = sorted((slot for slot in known if weekday in slot.weekdays), key=_span)
        found += [
            Clash(weekday, first, second)
            for first, second in zip(today, today[1:], strict=False)
            if _span(second)[0] < _span(first)[1] and _meet(first, second)
        ]
    return found


def _meet(first: Slot, second: Slot) -> bool:
    if first.is_dated != second.is_dated:
        return False
    return (first.valid_from or dt.date.min) <= (second.valid_to or dt.date.max) and (
        second.valid_from or dt.date.min
    ) <= (first.valid_to or dt.date.max)


_HOURS = 24


def read_day(text: str) -> list[tuple[dt.time, dt.time]]:
    """«9-13, 14-18» as pairs of times; "24" is the whole day; "" is closed. Raises `Unreadable`."""
    bare = text.strip().lower()
    if not bare or bare in {"-", "–", "—"}:
        return []
    if bare.replace(" ", "") in _WHOLE_DAY:
        return [(MIDNIGHT, MIDNIGHT)]
    return [_read_span(part.strip()) for part in re.split(r"[,;]", bare) if part.strip()]


def _read_span(text: str) -> tuple[dt.time, dt.time]:
    matched = _SPAN.match(text)
    if matched is None:
        raise Unreadable(text)
    first, first_minutes, last, last_minutes = (int(part or 0) for part in matched.groups())
    try:
        return _clock(first, first_minutes), _clock(last, last_minutes)
    except ValueError:
        raise Unreadable(text) from None


def _clock(hour: int, minutes: int) -> dt.time:
    """24 o'clock is midnight."""
    return dt.time(0 if hour == _HOURS else hour, minutes)


def write_span(opens: dt.time, closes: dt.time) -> str:
    if opens == closes:
        return "24"
    return f"{opens:%H:%M}–{'24:00' if closes == MIDNIGHT else f'{closes:%H:%M}'}"


def write_day(slots: Iterable[Slot], weekday: int) -> str:
    """The weekly hours of one day, as `read_day` reads them."""
    spans = sorted(
        {(slot.opens, slot.closes) for slot in slots if slot.is_weekly and weekday in slot.weekdays}
    )
    return ", ".join(
        write_span(opens, closes) for opens, closes in spans if opens is not None and closes is not None
    )


@dataclass(frozen=True)
class Week:
    """Seven days as they were typed, Monday first."""

    days: tuple[str, ...] = field(default=("",) * 7)

    def slots(self) -> list[Slot]:
        """One slot for each stretch of time, with all its days. Raises `Unreadable`."""
        found: dict[tuple[dt.time, dt.time], set[int]] = {}
        for weekday, text in enumerate(self.days):
            for span in read_day(text):
                found.setdefault(span, set()).add(weekday)
        return [Slot(frozenset(days), *span) for span, days in found.items()]
