"""What cases do when something below them happens; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases.models import Case, Participant
from sapar.vault import erasure

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor

_HELPED = ("helped", "both")


def erase_stories(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased": a case that was about this person alone loses its story, notes, tasks and files too.

    Where somebody else was helped in it as well, their story stays.
    """
    parts = Participant.objects.filter(org_id=actor.org_id, person_id=person_id, role__in=_HELPED)
    cases = Case.objects.filter(org_id=actor.org_id, pk__in=parts.values("case_id"), data_key__erased_at=None)
    others = Participant.objects.filter(
        org_id=actor.org_id, case__in=cases, role__in=_HELPED, person__erased_at=None
    ).exclude(person_id=person_id)
    about_others = set(others.values_list("case_id", flat=True))
    lost = [case.data_key for case in cases.select_related("data_key") if case.pk not in about_others]
    if lost:
        erasure.erase(actor, lost, "person")
