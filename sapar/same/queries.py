"""Reads of merges for an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from sapar.common.errors import NotVisible
from sapar.organisations.guard import require
from sapar.people import queries as people
from sapar.same import documents, searching, sought
from sapar.same.models import Merge

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.people.models import Person
    from sapar.same.searching import Alike


def visible_to(actor: Actor) -> QuerySet[Merge]:
    require(actor, "person.read")
    rows = Merge.objects.filter(org_id=actor.org_id)
    return rows.select_related(
        "data_key", "kept__data_key", "gone__data_key", "merged_by__user", "undone_by__user"
    )


def of_person(actor: Actor, person: Person) -> list[Merge]:
    """Merges this record has a part in, those that stand first."""
    rows = visible_to(actor).filter(Q(kept=person) | Q(gone=person))
    return sorted(rows, key=lambda one: (one.undone_at is not None, -one.merged_at.timestamp()))


def panel(actor: Actor, person: Person) -> tuple[str, dict[str, Any]]:
    """What a person's page shows of it."""
    merges = of_person(actor, person)
    is_gone = any(one.gone_id == person.pk and not one.undone_at for one in merges)
    may_merge = actor.may("person.merge") and not person.erased_at
    return "same/of_person.html", {
        "merges": merges, "is_gone": is_gone, "may_merge": may_merge, "person": person,
    }  # fmt: skip


def get(actor: Actor, merge_id: uuid.UUID) -> Merge:
    found = visible_to(actor).filter(pk=merge_id).first()
    if found is None:
        raise NotVisible
    return found


def is_gone(actor: Actor, person: Person) -> bool:
    return visible_to(actor).filter(gone=person, undone_at=None).exists()


def alike(actor: Actor, person: Person) -> list[Alike]:
    """Who else of the organisation may be this person, the likeliest first."""
    papers = documents.numbers(actor, [person.pk]).get(person.pk, [])
    return searching.alike(actor, sought.of(person, papers), but=[person.pk])


def another(actor: Actor, person_id: uuid.UUID) -> Person:
    """The other record of a merge: any that the actor sees, and that is not erased."""
    found = people.get(actor, person_id)
    if found.erased_at:
        raise NotVisible
    return found
