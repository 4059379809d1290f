"""Counts for the coordinator's page: the organisation's own referrals by codes, never a case or a person.

Restricted cases are counted. One statement, whatever the size. A small number can point at somebody: whoever shows these
asks for the right first (`overview.read`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class Course:
    """Referrals `side` ("sent", "received") in the month that begins on `month`, for one service, as they stand now.

    One that asks for two services counts under each. `in_time` were answered by the deadline; `unanswered` ran past it.
    """

    side: str
    month: dt.date
    partner: uuid.UUID
    service: str
    way: str
    state: str
    referrals: int
    in_time: int
    unanswered: int


def courses(*, org_id: uuid.UUID, since: dt.date, until: dt.date, zone: str) -> list[Course]:
    """By the day of the offer, from `since` up to but without `until`, days of the organisation's own zone."""
    begins, ends = (dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) for day in (since, until))
    with connection.cursor() as cursor:
        cursor.execute("select * from referrals_facts(%s, %s, %s, %s)", [org_id, begins, ends, zone])
        return [Course(*row) for row in cursor.fetchall()]
