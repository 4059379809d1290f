"""Two never call the same person: who calls holds a claim on the number and on everybody known to have it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Stale
from sapar.common.ids import uuid7
from sapar.intake import waiting_queries as queries
from sapar.intake.waiting import CallBack, CallClaim
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

LASTS = dt.timedelta(minutes=15)
CLAIMED = audit.name("call-back.claimed", _("Call begun"))

# The one statement in which two colleagues meet: it waits for a claim that is being written, and then takes nothing.
_TAKE = """
insert into intake_callclaim (id, org_id, mark, call_back_id, member_id, began_at, until)
values (%(id)s, %(org)s, %(mark)s, %(call)s, %(member)s, %(now)s, %(until)s)
on conflict (org_id, mark) do update
    set call_back_id = excluded.call_back_id, member_id = excluded.member_id,
        began_at = excluded.began_at, until = excluded.until
    where intake_callclaim.until <= excluded.began_at or intake_callclaim.member_id = excluded.member_id
returning id
"""


class Busy(Stale):
    """A colleague is calling this person at this moment."""

    def __init__(self, until: dt.datetime | None) -> None:
        super().__init__()
        self.until = until


def claim(actor: StaffActor, call: CallBack, *, now: dt.datetime | None = None) -> dt.datetime:
    """Call this person for a quarter of an hour; gives its end. Again, by the same member, it begins anew.

    Raises `Busy`, `Locked`.
    """
    require(actor, "contact.log", call)
    moment = now or timezone.now()
    marks = queries.marks_of(actor, call)
    with transaction.atomic():
        # In one order for all, so that two who want the same two marks never wait for each other.
        whole = all(_takes(actor, call, mark, moment) for mark in sorted(marks))
        if not whole:
            transaction.set_rollback(True)
    if not whole:
        raise Busy(queries.busy_until(call.org_id, marks, actor.member_id, moment))
    audit.record(actor, CLAIMED, subject_kind="call-back", subject_id=call.pk)
    return moment + LASTS


def let_go(actor: Actor, call: CallBack) -> None:
    """End the actor's own claim before its time."""
    CallClaim.objects.filter(org_id=actor.org_id, call_back=call, member_id=actor.member_id).delete()


def _takes(actor: StaffActor, call: CallBack, mark: bytes, now: dt.datetime) -> bool:
    values: dict[str, Any] = {
        "id": uuid7(),
        "org": call.org_id,
        "mark": mark,
        "call": call.pk,
        "member": actor.member_id,
        "now": now,
        "until": now + LASTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchone() is not None
