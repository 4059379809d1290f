"""Reads of people for an actor. The database hides, besides, whoever stands in hidden cases only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.organisations.guard import require
from sapar.organisations.models import Organisation
from sapar.people.models import Consent, ConsentPerson, Person, Phone
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The organisation's people, with the keys their sealed fields need."""
    require(actor, "person.read")
    return Person.objects.filter(org_id=actor.org_id).select_related("data_key")


def get(actor: Actor, person_id: uuid.UUID) -> Person:
    found = visible_to(actor).filter(pk=person_id).prefetch_related(phones_of()).first()
    if found is None:
        raise NotVisible
    return found


def phones_of(path: str = "phones") -> Prefetch[str]:
    """Phones in the order they were added, to go with people or with rows that lead to people."""
    rows = Phone.objects.select_related("data_key").order_by("added_at", "pk")
    return Prefetch(path, queryset=rows)


def phone(actor: Actor, phone_id: uuid.UUID) -> Phone:
    require(actor, "person.read")
    found = (
        Phone.objects.filter(org_id=actor.org_id, pk=phone_id).select_related("data_key", "person").first()
    )
    if found is None:
        raise NotVisible
    return found


def by_phone(actor: Actor, typed: str) -> list[Person]:
    """Whose phone this is, as far as the actor may know; a number of hidden people looks like an unknown one."""
    number = read_number(typed)
    if number is None or actor.org_id is None:
        return []
    entries = [one for one in blind.find(actor.org_id, "phone", number) if one.subject_kind == "phone"]
    ids = [entry.subject_id for entry in entries]
    return list(visible_to(actor).filter(phones__pk__in=ids).distinct().order_by("pk")) if ids else []


def consents_of(actor: Actor, person_ids: list[uuid.UUID]) -> list[Consent]:
    """Consents about any of these people, newest first, each with `about` and its people ready."""
    require(actor, "person.read")
    about = ConsentPerson.objects.select_related("person__data_key")
    rows = Consent.objects.filter(org_id=actor.org_id, about__person_id__in=person_ids).distinct()
    rows = rows.select_related("data_key", "recipient").prefetch_related(Prefetch("about", queryset=about))
    return list(rows.order_by("-given_at", "-pk"))


def held_consents_of(actor: Actor, person_ids: list[uuid.UUID]) -> list[Consent]:
    """Those that hold now."""
    return [one for one in consents_of(actor, person_ids) if one.holds]


def consent(actor: Actor, consent_id: uuid.UUID) -> Consent:
    require(actor, "person.read")
    about = ConsentPerson.objects.select_related("person__data_key")
    rows = Consent.objects.filter(org_id=actor.org_id, pk=consent_id)
    rows = rows.select_related("data_key", "recipient", "taken_by__user", "withdrawn_by__user")
    found = rows.prefetch_related(Prefetch("about", queryset=about)).first()
    # With all of its people hidden the consent is hidden too.
    if found is None or not found.about.all():
        raise NotVisible
    return found


def recipients(actor: StaffActor) -> QuerySet[Organisation]:
    """Whom a consent can name: every organisation but one's own."""
    return Organisation.objects.exclude(pk=actor.org_id).order_by("name")


def run_out(actor: Actor, most: int = 500) -> QuerySet[Consent]:
    """Consents whose time is over and of whom nobody has been told; for the job."""
    rows = Consent.objects.filter(org_id=actor.org_id, until__lte=timezone.now())
    return rows.filter(withdrawn_at=None, ended_at=None).order_by("until")[:most]
