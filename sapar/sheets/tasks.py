"""Jobs of sheets. Each carries ids; each works in short transactions and goes on where the last one was killed."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.organisations import queries as organisations
from sapar.organisations.actor import StaffActor, SystemActor
from sapar.organisations.models import Membership
from sapar.sheets import actions, queries
from sapar.vault import keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sapar.sheets.models import Batch

log = logging.getLogger(__name__)

_WRITTEN_AT_ONCE = 250
# So long can a sheet be taken back as a whole; then nobody can read its cells again.
KEPT_FOR = dt.timedelta(days=30)


def ask_for(kind: str, actor: StaffActor, batch: Batch) -> None:
    """Put a job in the queue, with the transaction that asks for it. The same job twice works one after the other."""
    job = {"check": check, "load": load, "undo": undo}[kind]
    job.defer(org_id=str(actor.org_id), member_id=str(actor.member_id), batch_id=str(batch.pk))


@contextmanager
def _acting(org_id: str, member_id: str) -> Iterator[StaffActor | None]:
    """A transaction in the scope of the member who asked; None when they have left or lost the right."""
    with transaction.atomic(), tenancy.scope(org=uuid.UUID(org_id), member=uuid.UUID(member_id)):
        keys.begin_request()
        rows = Membership.objects.select_related("user", "org").filter(pk=member_id, left_at=None)
        member = rows.first()
        actor = StaffActor(member.user, member) if member and member.user.is_active else None
        yield actor if actor and actor.may("sheet.load") else None


@app.task(name="sheets.check")
def check(org_id: str, member_id: str, batch_id: str) -> None:
    """Read every row as it would be loaded."""
    try:
        _check(org_id, member_id, uuid.UUID(batch_id))
    except Locked:
        log.info("sheet not checked: locked")


def _check(org_id: str, member_id: str, batch_id: uuid.UUID) -> None:
    with _acting(org_id, member_id) as actor:
        if actor is None:
            return
        verdicts = actions.judge(actor, queries.batch(actor, batch_id))
    for start in range(0, len(verdicts), _WRITTEN_AT_ONCE):
        with _acting(org_id, member_id) as actor:
            part = verdicts[start : start + _WRITTEN_AT_ONCE]
            if actor is None or not actions.write_verdicts(actor, queries.batch(actor, batch_id), part):
                return
    with _acting(org_id, member_id) as actor:
        if actor is not None:
            actions.end_check(actor, queries.batch(actor, batch_id))


@app.task(name="sheets.load")
def load(org_id: str, member_id: str, batch_id: str) -> None:
    """Load what is ready, some rows a transaction."""
    _repeat(actions.load_some, org_id, member_id, batch_id)


@app.task(name="sheets.undo")
def undo(org_id: str, member_id: str, batch_id: str) -> None:
    """Take back what was loaded, some rows a transaction."""
    _repeat(actions.undo_some, org_id, member_id, batch_id)


def _repeat(some: Callable[[StaffActor, Batch], bool], org_id: str, member_id: str, batch_id: str) -> None:
    """Until there is no more; a lock in between leaves the rest to "go on"."""
    more = True
    try:
        while more:
            with _acting(org_id, member_id) as actor:
                more = actor is not None and some(actor, queries.batch(actor, uuid.UUID(batch_id)))
    except Locked:
        log.info("sheet left half way: locked")


@app.periodic(cron="30 3 * * *")
@app.task(name="sheets.forget_all_old", queueing_lock="sheets.forget_all_old")
def forget_all_old(timestamp: int) -> None:  # the time it was due
    """Destroy the cells of sheets that nobody has touched for a month, organisation by organisation."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        forget_old.defer(org_id=str(org_id))


@app.task(name="sheets.forget_old")
def forget_old(org_id: str) -> None:
    """For one organisation, in its scope."""
    actor = SystemActor("sheets.forget_old", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        for batch in queries.untouched(actor, KEPT_FOR):
            actions.forget(actor, batch)
