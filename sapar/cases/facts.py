"""Counts for the coordinator's page and the donor table: codes and numbers of one organisation, never a case or a person.

Restricted cases are counted. Each function is one statement, whatever the size. Periods are days of the organisation's own
zone, from `since` up to but without `until`. A small number can point at somebody: these are for the organisation's own
eyes, and whoever shows them asks for the right first (`overview.read`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import connection

if TYPE_CHECKING:
    import uuid
    from decimal import Decimal

Row = TypeVar("Row")


@dataclass(frozen=True)
class Flow:
    """`cases` that were `what` ("opened", "closed") in the month that begins on `month`.

    `dimension` is "all", "problem", "language", "country" or "project" (then `code` is its id). A case with two problems
    or projects counts under each: only "all" adds up.
    """

    what: str
    month: dt.date
    dimension: str
    code: str
    cases: int


@dataclass(frozen=True)
class Given:
    """Services of one kind, unit and project: how many, how much, to how many people by name and how many whole families."""

    kind: str
    unit: str
    currency: str
    project: uuid.UUID | None
    services: int
    quantity: Decimal
    people: int
    families: int


@dataclass(frozen=True)
class Outcome:
    problem: str
    outcome: str
    problems: int


@dataclass(frozen=True)
class Helped:
    """Each person once, so that every sum over these rows counts people once. The age group is that of the day of writing."""

    sex: str
    age_band: str
    country: str
    people: int


@dataclass(frozen=True)
class Standing:
    """How things stand now: "open" by state, "waiting" by whom they wait for, "overdue" "tasks" and "follow-ups"."""

    what: str
    code: str
    n: int


def flow(*, org_id: uuid.UUID, since: dt.date, until: dt.date, zone: str) -> list[Flow]:
    return _rows(Flow, "cases_facts_flow", org_id, _start(since, zone), _start(until, zone), zone)


def services(*, org_id: uuid.UUID, since: dt.date, until: dt.date) -> list[Given]:
    return _rows(Given, "cases_facts_services", org_id, since, until)


def outcomes(*, org_id: uuid.UUID, since: dt.date, until: dt.date, zone: str) -> list[Outcome]:
    """Problems settled in the period."""
    return _rows(Outcome, "cases_facts_outcomes", org_id, _start(since, zone), _start(until, zone))


def helped(*, org_id: uuid.UUID, since: dt.date, until: dt.date, zone: str) -> list[Helped]:
    """People helped in the period: in a case opened then, or given a service then, alone or with all of their case."""
    return _rows(Helped, "cases_facts_people", org_id, _start(since, zone), _start(until, zone), zone)


def now(*, org_id: uuid.UUID, day: dt.date) -> list[Standing]:
    return _rows(Standing, "cases_facts_now", org_id, day)


def _start(day: dt.date, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone))


def _rows(kind: type[Row], function: str, *values: Any) -> list[Row]:
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({marks})", values)  # noqa: S608 - a name from this file
        return [kind(*row) for row in cursor.fetchall()]
