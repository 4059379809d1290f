"""What the waiting list does when something happens elsewhere; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.ready import ready
from sapar.intake.actions import callbacks
from sapar.intake.codes import ContactOutcome
from sapar.intake.models import Contact
from sapar.intake.waiting import CallBack
from sapar.intake.waiting_codes import CallBackState

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def promise_call(actor: Actor, contact_id: uuid.UUID) -> None:
    """After "contact.logged": whoever was promised a call waits for it."""
    for contact in _promised(actor.org_id, contact_id):
        callbacks.promise_call(actor, contact)


@ready
def _promised(org_id: uuid.UUID | None, contact_id: uuid.UUID) -> QuerySet[Contact]:
    return Contact.objects.filter(org_id=org_id, pk=contact_id, outcome=ContactOutcome.CALL_BACK)


def stop_calls_of_erased(actor: Actor, person_id: uuid.UUID) -> None:  # the talks are erased already
    """After "person.erased", when the talks are gone: nobody is called about one that nobody can read."""
    CallBack.objects.filter(
        org_id=actor.org_id,
        state=CallBackState.WAITING,
        contact__data_key__erased_at__isnull=False,
    ).update(state=CallBackState.STOPPED, ended_at=timezone.now())
