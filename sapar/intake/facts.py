"""Counts of contacts for the coordinator's page: codes and numbers of one organisation, never a contact or a person.

Contacts of restricted cases are counted. One statement, whatever the size. Periods are days of the organisation's own
zone, from `since` up to but without `until`. A small number can point at somebody: these are for the organisation's own
eyes, and whoever shows them asks for the right first (`overview.read`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

# "all", then what a contact is counted by; the last three are the standing questions.
DIMENSIONS = (
    "all",
    "topic",
    "language",
    "country",
    "channel",
    "outcome",
    "violence",
    "discrimination",
    "documents_taken",
)


@dataclass(frozen=True)
class Contacts:
    """`contacts` of the month that begins on `month` with this `code` of a `dimension`; `code` is "" where none is known."""

    month: dt.date
    dimension: str
    code: str
    contacts: int


def contacts(since: dt.date, until: dt.date, zone: str) -> list[Contacts]:
    """Contacts by month and by each dimension, of the organisation in scope; months in order, the most frequent first."""
    midnight = dt.time.min
    bounds = [dt.datetime.combine(day, midnight, ZoneInfo(zone)) for day in (since, until)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select month, kind, code, talks from intake_counts(%s, %s, %s) order by month, kind, talks desc, code",
            [*bounds, zone],
        )
        return [Contacts(*row) for row in cursor.fetchall()]
