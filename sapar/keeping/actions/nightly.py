"""The night's erasing of one organisation: batch by batch, each a transaction of its own, so that it can stop and go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.keeping import due
from sapar.keeping.codes import RecordKind, RunState
from sapar.keeping.models import Run, Schedule
from sapar.vault import erasure, files
from sapar.vault.models import DataKey

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.keeping.due import Due

audit.name("keeping.erased", _("Erased because its time was over"))

REASON = "retention"
BATCH = 200
# Cases before people: a person goes with the last of their cases.
ORDER = (
    RecordKind.FILE, RecordKind.PACKET, RecordKind.CASE, RecordKind.CONTACT, RecordKind.PERSON,
    RecordKind.REQUEST, RecordKind.DRAFT, RecordKind.SHEET,
)  # fmt: skip
_WITHOUT_KEY = (RecordKind.REQUEST, RecordKind.PACKET)


def erase_due(actor: Actor) -> Run | None:
    """Erase everything of the actor's organisation whose time is over; None before the head has confirmed.

    Runs outside of any transaction. Stopped half-way, the next call goes on: what is due is asked anew each time.
    """
    run = _begin(actor)
    if run is None:
        return None
    state = RunState.DONE
    try:
        for kind in ORDER:
            while _batch(actor, run, kind):
                pass
    except Locked:
        state = RunState.LOCKED
    with transaction.atomic(), tenancy.scope_of(actor):
        run.state, run.ended_at = state, timezone.now()
        run.save(update_fields=["state", "ended_at"])
    return run


def _begin(actor: Actor) -> Run | None:
    with transaction.atomic(), tenancy.scope_of(actor):
        if not Schedule.objects.filter(org_id=actor.org_id, confirmed_at__isnull=False).exists():
            return None
        total = sum(one.now for one in due.outlook(actor))
        return Run.objects.create(org_id=due.org_of(actor), total=total)


def _batch(actor: Actor, run: Run, kind: RecordKind) -> int:
    """Erase some of a kind; returns how many, so that the last call says none."""
    with transaction.atomic(), tenancy.scope_of(actor):
        # The confirmation is looked at anew: a head who says stop at night is heard.
        if not Schedule.objects.filter(org_id=actor.org_id, confirmed_at__isnull=False).exists():
            return 0
        cut = due.before(due.months_of(run.org_id)[kind])
        found = due.find(actor, kind, cut, most=BATCH)
        if found:
            _erase(actor, kind, found)
            run.done += len(found)
            run.erased = {**run.erased, str(kind): run.erased.get(kind, 0) + len(found)}
            run.save(update_fields=["done", "erased"])
            audit.record(
                actor, "keeping.erased", subject_kind="run", subject_id=run.pk,
                details={"kind": str(kind), "count": len(found)},
            )  # fmt: skip
        return len(found)


def _erase(actor: Actor, kind: RecordKind, found: list[Due]) -> None:
    keys = [one.key for one in found if one.key is not None]
    if kind == RecordKind.CASE:
        keys += due.keys_with(actor, [one.id for one in found])
    if keys:
        erasure.erase(actor, _alive(actor, keys), REASON)
    if kind == RecordKind.FILE:
        files.remove([one.id for one in found if one.key is None])
    if kind in _WITHOUT_KEY or kind == RecordKind.DRAFT:
        due.empty(actor, kind, [one.id for one in found])


def _alive(actor: Actor, keys: list[uuid.UUID]) -> list[DataKey]:
    rows = DataKey.objects.select_for_update().filter(
        org_id=due.org_of(actor), pk__in=keys, wrapped__isnull=False
    )
    return list(rows.order_by("pk"))
