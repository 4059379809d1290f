"""The written rules of trust: from evidence and a day to a status with its reasons. Pure; docs/trust.md says them in words.

The rules are tried in the order of their numbers; the first that holds gives the status. None of them reads who asks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

DAY = dt.timedelta(days=1)
OWN_WORD_HOLDS = dt.timedelta(days=365)
CHECK_HOLDS = dt.timedelta(days=548)
UNMENDED = dt.timedelta(days=180)
FEEDBACK_COUNTS = dt.timedelta(days=365)
# Fewer could be one person who is angry, and one whom the organisation would recognise.
FEEDBACK_SHOWN_FROM = 3
MENDED_BY = 2

AS_SAID, DIFFERS = "as-said", "differs"
NOBODY_THERE = frozenset({"closed", "no-answer"})
# What a description promises; without reports or a count of staff somebody can still be helped.
BASIC = frozenset({"office", "activities", "price", "hours", "languages", "safety"})
# Found as said, one of these tells that the organisation is there and at work.
AT_WORK = frozenset({"office", "activities"})
# What has to be looked at again before a warning about a fault is put right.
MENDS = {
    "asks-money": "price",
    "price": "price",
    "closed": "hours",
    "no-help": "activities",
    "languages": "languages",
    "complaints": "complaints",
    "reports": "reports",
    "danger": "safety",
}


@dataclass(frozen=True)
class Visit:
    """`counts_from`: the day from which what was found may be held against the organisation: it may answer first."""

    id: UUID
    on: dt.date
    by: UUID
    verdicts: dict[str, str]
    counts_from: dt.date

    def found(self, verdict: str) -> set[str]:
        return {parameter for parameter, said in self.verdicts.items() if said == verdict}


@dataclass(frozen=True)
class Concern:
    """A warning that is asked for. `seconded_by` is the second person; `upheld_by` read the reply and is not `raised_by`."""

    id: UUID
    fault: str
    raised_by: UUID
    seconded_by: UUID | None = None
    reply_by: dt.date | None = None
    replied_on: dt.date | None = None
    upheld_on: dt.date | None = None
    upheld_by: UUID | None = None
    is_dropped: bool = False

    def stands_from(self) -> dt.date | None:
        """The day from which it is a warning, None while it is none: two people, and the organisation had its say."""
        if self.is_dropped or self.seconded_by in (None, self.raised_by) or self.reply_by is None:
            return None
        if self.replied_on is not None and self.replied_on <= self.reply_by:
            return self.upheld_on if self.upheld_by not in (None, self.raised_by) else None
        return self.reply_by + DAY


@dataclass(frozen=True)
class Feedback:
    """What somebody who was helped told without a name, found credible by a monitor."""

    id: UUID
    code: str
    on: dt.date


@dataclass(frozen=True)
class Evidence:
    """All that the rules look at, of one organisation. `dissolved`: the register entry of its own country and its day."""

    confirmed_on: dt.date | None = None
    dissolved: tuple[UUID, dt.date] | None = None
    visits: tuple[Visit, ...] = ()
    concerns: tuple[Concern, ...] = ()
    feedback: tuple[Feedback, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What the rules say. `since` is the day of the evidence, None where no day is known; `rests_on` its ids."""

    trust: str
    rule: str
    since: dt.date | None
    reasons: list[dict[str, Any]]
    checked_on: dt.date | None = None
    rests_on: tuple[UUID, ...] = field(default=())


@dataclass(frozen=True)
class _Warning:
    concern: Concern
    since: dt.date

    def reason(self, rule: str) -> dict[str, Any]:
        return {"rule": rule, "on": self.since.isoformat(), "about": self.concern.fault}


@dataclass(frozen=True)
class _Seen:
    """The evidence as it stands on a day."""

    evidence: Evidence
    today: dt.date
    visits: list[Visit]
    warnings: list[_Warning]

    @property
    def latest(self) -> Visit | None:
        return self.visits[-1] if self.visits else None


def reckon(evidence: Evidence, today: dt.date) -> Standing:
    """The status on a day, by the first rule that holds."""
    visits = sorted((one for one in evidence.visits if one.on <= today), key=lambda one: (one.on, one.id))
    held = [one for one in visits if one.counts_from <= today]
    seen = _Seen(evidence, today, held, _warnings(evidence, held, today))
    found = next(standing for rule in _RULES if (standing := rule(seen)) is not None)
    checked = max((one.on for one in visits), default=None)
    return Standing(found.trust, found.rule, found.since, found.reasons, checked, found.rests_on)


def _warnings(evidence: Evidence, visits: list[Visit], today: dt.date) -> list[_Warning]:
    """Those that stand: the oldest first."""
    stand = [
        _Warning(one, since)
        for one in evidence.concerns
        if (since := one.stands_from()) is not None and since <= today
    ]
    left = [one for one in stand if not _is_mended(one, visits)]
    return sorted(left, key=lambda one: (one.since, one.concern.id))


def _is_mended(warning: _Warning, visits: list[Visit]) -> bool:
    """Two monitors, each by a visit after it began, found the very thing as said; and nobody found it otherwise since."""
    parameter = MENDS[warning.concern.fault]
    good: set[UUID] = set()
    for visit in visits:
        if visit.on < warning.since:
            continue
        if visit.verdicts.get(parameter) == DIFFERS:
            good = set()
        elif visit.verdicts.get(parameter) == AS_SAID:
            good.add(visit.by)
    return len(good) >= MENDED_BY


def _t1(seen: _Seen) -> Standing | None:
    if seen.evidence.dissolved is None or seen.evidence.dissolved[1] > seen.today:
        return None
    key, on = seen.evidence.dissolved
    return Standing("suspended", "T1", on, [{"rule": "T1", "on": on.isoformat()}], rests_on=(key,))


def _t2(seen: _Seen) -> Standing | None:
    grave = [one for one in seen.warnings if one.concern.fault == "danger"]
    return _by_warnings("T2", grave, seen.warnings) if grave else None


def _t3(seen: _Seen) -> Standing | None:
    faults = {one.concern.fault for one in seen.warnings}
    if len(faults) < 2:
        return None
    first_of = {fault: next(one for one in seen.warnings if one.concern.fault == fault) for fault in faults}
    second = sorted(first_of.values(), key=lambda one: one.since)[1]
    return _by_warnings("T3", [second], seen.warnings)


def _t4(seen: _Seen) -> Standing | None:
    old = [one for one in seen.warnings if seen.today - one.since >= UNMENDED]
    if not old:
        return None
    found = _by_warnings("T4", old[:1], seen.warnings)
    return Standing(found.trust, "T4", old[0].since + UNMENDED, found.reasons, rests_on=found.rests_on)


def _t5(seen: _Seen) -> Standing | None:
    if not seen.warnings:
        return None
    first = seen.warnings[0]
    reasons = [one.reason("T5") for one in seen.warnings]
    return Standing("warning", "T5", first.since, reasons, rests_on=_ids(seen.warnings))


def _by_warnings(rule: str, deciding: list[_Warning], every: list[_Warning]) -> Standing:
    """Suspended since the first of the deciding ones; the others are named too."""
    named = [one.reason("T2") for one in deciding] if rule == "T2" else [
        {"rule": rule, "on": deciding[0].since.isoformat()}
    ]  # fmt: skip
    others = [one.reason("T5") for one in every if rule != "T2" or one not in deciding]
    return Standing("suspended", rule, deciding[0].since, named + others, rests_on=_ids(every))


def _ids(warnings: list[_Warning]) -> tuple[UUID, ...]:
    return tuple(one.concern.id for one in warnings)


def _t6(seen: _Seen) -> Standing | None:
    """Told by enough people within a year, and after whoever last said that somebody is there."""
    good = [one.on for one in seen.visits if one.found(AS_SAID) & AT_WORK]
    last = max([*good, *_days(seen.evidence.confirmed_on)], default=dt.date.min)
    told = sorted(
        (one for one in seen.evidence.feedback if _tells_nobody_there(one, last, seen.today)),
        key=lambda one: (one.on, one.id),
    )
    if len(told) < FEEDBACK_SHOWN_FROM:
        return None
    since = told[FEEDBACK_SHOWN_FROM - 1].on
    reason = {"rule": "T6", "count": len(told)}
    return Standing("unconfirmed", "T6", since, [reason], rests_on=tuple(one.id for one in told))


def _tells_nobody_there(one: Feedback, last: dt.date, today: dt.date) -> bool:
    return one.code in NOBODY_THERE and last < one.on <= today and today - one.on <= FEEDBACK_COUNTS


def _t7(seen: _Seen) -> Standing | None:
    latest = seen.latest
    if latest is None or not latest.found(DIFFERS) & BASIC:
        return None
    reason = {"rule": "T7", "on": latest.on.isoformat()}
    return Standing("unconfirmed", "T7", max(latest.on, latest.counts_from), [reason], rests_on=(latest.id,))


def _t8(seen: _Seen) -> Standing | None:
    latest = seen.latest
    if latest is None or seen.today - latest.on > CHECK_HOLDS or not latest.found(AS_SAID) & AT_WORK:
        return None
    reasons = [{"rule": "T8", "on": latest.on.isoformat()}]
    own = _t9(seen)
    if own is not None:
        reasons += own.reasons
    since = max([latest.on, *_days(own.since if own else None)])
    return Standing("confirmed", "T8", since, reasons, rests_on=(latest.id,))


def _t9(seen: _Seen) -> Standing | None:
    on = seen.evidence.confirmed_on
    if on is None or on > seen.today or seen.today - on > OWN_WORD_HOLDS:
        return None
    return Standing("confirmed", "T9", on, [{"rule": "T9", "on": on.isoformat()}])


def _t10(seen: _Seen) -> Standing:
    ends = [day + OWN_WORD_HOLDS + DAY for day in _days(seen.evidence.confirmed_on) if day <= seen.today]
    if seen.latest is not None and seen.latest.found(AS_SAID) & AT_WORK:
        ends.append(seen.latest.on + CHECK_HOLDS + DAY)
    return Standing("unconfirmed", "T10", max(ends, default=None), [{"rule": "T10"}])


def _days(*days: dt.date | None) -> list[dt.date]:
    return [day for day in days if day is not None]


_RULES: tuple[Callable[[_Seen], Standing | None], ...] = (_t1, _t2, _t3, _t4, _t5, _t6, _t7, _t8, _t9, _t10)
