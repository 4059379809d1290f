"""What the waiting list does when something happens elsewhere; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.intake.actions import callbacks
from sapar.intake.models import Contact
from sapar.intake.waiting import CallBack
from sapar.intake.waiting_codes import CallBackState

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def promise_call(actor: Actor, contact_id: uuid.UUID) -> None:
    """After "contact.logged": whoever was promised a call waits for it."""
    callbacks.promise_call(actor, Contact.objects.get(org_id=actor.org_id, pk=contact_id))


def stop_calls_of_erased(actor: Actor, person_id: uuid.UUID) -> None:  # noqa: ARG001 - the talks are erased already
    """After "person.erased", when the talks are gone: nobody is called about one that nobody can read."""
    CallBack.objects.filter(
        org_id=actor.org_id,
        state=CallBackState.WAITING,
        contact__data_key__erased_at__isnull=False,
    ).update(state=CallBackState.STOPPED, ended_at=timezone.now())
