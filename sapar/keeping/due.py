"""What is due to go, by kind. Asked through the door "retention", which sees restricted cases too and gives ids only."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from sapar.common import tenancy
from sapar.common.errors import NotVisible
from sapar.keeping.codes import BOUNDS, RecordKind
from sapar.keeping.models import Term

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sapar.common.actor import Actor

HORIZONS = (30, 60, 90)


@dataclass(frozen=True)
class Due:
    """One thing whose time is over on `goes_on`. `key` is its own data key, None where it has none of its own."""

    id: uuid.UUID
    key: uuid.UUID | None
    since: dt.datetime
    restricted: bool


@dataclass(frozen=True)
class Outlook:
    """How much of a kind goes: `now` is due today, `within` by the days of `HORIZONS`."""

    kind: RecordKind
    months: int
    now: int
    within: dict[int, int]


def months_of(org_id: uuid.UUID) -> dict[str, int]:
    """For every kind the time that holds, chosen or usual."""
    chosen = dict(Term.objects.filter(org_id=org_id).values_list("kind", "months"))
    return {str(kind): chosen.get(kind, BOUNDS[kind].usual) for kind in RecordKind}


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def before(months: int, days: int = 0) -> dt.datetime:
    """What began earlier than this is due in so many days."""
    return months_before(timezone.now() + dt.timedelta(days=days), months)


def find(actor: Actor, kind: str, cut: dt.datetime, *, most: int) -> list[Due]:
    """The oldest `most` of a kind that are due; nothing on hold is among them."""
    with tenancy.scope_of(actor, door="retention"), connection.cursor() as cursor:
        cursor.execute(
            "select id, data_key_id, since, restricted from keeping_due(%s, %s) order by since, id limit %s",
            [str(kind), cut, most],
        )
        return [Due(*row) for row in cursor.fetchall()]


def outlook(actor: Actor) -> list[Outlook]:
    """How much goes now and within 30, 60 and 90 days, kind by kind."""
    months = months_of(org_of(actor))
    return [_outlook(actor, kind, months[kind]) for kind in RecordKind]


def _outlook(actor: Actor, kind: RecordKind, months: int) -> Outlook:
    cuts = [before(months), *(before(months, days) for days in HORIZONS)]
    filters = ", ".join("count(*) filter (where since <= %s)" for _cut in cuts)
    with tenancy.scope_of(actor, door="retention"), connection.cursor() as cursor:
        cursor.execute(
            f"select {filters} from keeping_due(%s, %s)",  # noqa: S608 - made of constants
            [*cuts, str(kind), cuts[-1]],
        )
        now, *later = cursor.fetchone()
    return Outlook(kind, months, now, dict(zip(HORIZONS, later, strict=True)))


def everything(actor: Actor, days: int, *, most: int) -> Iterator[tuple[RecordKind, int, list[Due]]]:
    """(kind, months, the oldest that go within so many days) for every kind that loses something."""
    months = months_of(org_of(actor))
    for kind in RecordKind:
        found = find(actor, kind, before(months[kind], days), most=most)
        if found:
            yield kind, months[kind], found


def keys_with(actor: Actor, cases: list[uuid.UUID]) -> list[uuid.UUID]:
    """The keys of the talks that go with these cases."""
    with tenancy.scope_of(actor, door="retention"), connection.cursor() as cursor:
        cursor.execute("select keeping_keys_of_cases(%s)", [cases])
        return [row[0] for row in cursor.fetchall()]


def empty(actor: Actor, kind: str, ids: list[uuid.UUID]) -> None:
    """Empty what has no key of its own; drafts are deleted, for nothing of them is counted."""
    with tenancy.scope_of(actor, door="retention"), connection.cursor() as cursor:
        cursor.execute("select keeping_empty(%s, %s)", [str(kind), ids])


def org_of(actor: Actor) -> uuid.UUID:
    """The organisation acted for; raises `NotVisible` for nobody's."""
    if actor.org_id is None:
        raise NotVisible
    return actor.org_id
