"""Whose relatives are looked for among whom: the people of the same cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases.models import Participant
from sapar.people import near

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.common.actor import Actor
    from sapar.people.models import Person


def people_of_same_cases(actor: Actor, person: Person) -> Iterable[uuid.UUID]:
    """Everybody who takes part in a case that this person takes part in, as far as the actor sees the case."""
    cases = Participant.objects.filter(org_id=actor.org_id, person=person).values("case_id")
    rows = Participant.objects.filter(org_id=actor.org_id, case_id__in=cases)
    return rows.values_list("person_id", flat=True).distinct()[: near.MOST]


def wire() -> None:
    near.register("cases", people_of_same_cases)
