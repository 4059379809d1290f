"""What ends when something happens to a person or a case; wired in `config`. The night would find it too, but later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.acquaintance import leaving_out
from sapar.acquaintance.actions import ending
from sapar.acquaintance.codes import Left
from sapar.acquaintance.models import Entry
from sapar.same.models import Merge

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def case_closed(actor: Actor, case_id: uuid.UUID) -> None:
    """After "case.closed"."""
    _end(actor, Left.CLOSED, case_id=case_id)


def case_restricted(actor: Actor, case_id: uuid.UUID) -> None:
    """After "case.restricted"; lifting it enters nobody again."""
    _end(actor, Left.RESTRICTED, case_id=case_id)


def person_erased(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased"."""
    _end(actor, Left.ERASED, person_id=person_id)


def person_amended(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.amended": a date of birth may say now that this is a minor."""
    for entry in _live(actor, person_id=person_id).select_related("person__data_key"):
        if not leaving_out.is_adult(entry.person):
            ending.end(actor, entry, Left.MINOR)


def person_merged(actor: Actor, merge_id: uuid.UUID) -> None:
    """After "person.merged", when entries have followed: one that stayed behind stands for somebody entered twice."""
    _end(actor, Left.MERGED, person_id=Merge.objects.values_list("gone_id", flat=True).get(pk=merge_id))


def _end(actor: Actor, because: Left, **of: uuid.UUID) -> None:
    for entry in _live(actor, **of):
        ending.end(actor, entry, because)


def _live(actor: Actor, **of: uuid.UUID) -> QuerySet[Entry]:
    rows = Entry.objects.select_for_update(of=("self",)).filter(org_id=actor.org_id, ended_at=None, **of)
    return rows.order_by("pk")
