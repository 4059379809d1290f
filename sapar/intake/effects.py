"""What intake does when something below it happens; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from sapar.intake import actions
from sapar.intake.flow import RequestState
from sapar.intake.models import Contact, HelpRequest
from sapar.organisations.actor import SystemActor
from sapar.vault import erasure

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def release_calls(actor: Actor, member_id: uuid.UUID) -> None:
    """After "member.left": calls for help that they had taken are free for others."""
    system = SystemActor("release-calls", actor.org_id)
    for request in HelpRequest.objects.filter(
        org_id=actor.org_id, taken_by_id=member_id, state=RequestState.TAKEN
    ):
        actions.release(system, request)


def erase_talks(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased", and after cases lost their stories: the talks in which this person spoke go, and those of
    a case whose story went. The database empties the letters of calls for help that they came from.
    """
    spoke = Q(caller_id=person_id)
    of_lost_case = Q(case__data_key__erased_at__isnull=False, case__participants__person_id=person_id)
    rows = Contact.objects.filter(
        spoke | of_lost_case, org_id=actor.org_id, data_key__erased_at=None
    ).distinct()
    talks = list(rows.select_related("data_key"))
    if talks:
        erasure.erase(actor, [talk.data_key for talk in talks], "person")
