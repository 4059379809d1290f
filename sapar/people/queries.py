"""Reads of people for an actor. The database hides, besides, whoever stands in hidden cases only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.common.ready import ask, hold, ready
from sapar.organisations.guard import require
from sapar.organisations.models import Organisation
from sapar.people import guarding
from sapar.people.codes import KIN_BACK, Kin
from sapar.people.models import (
    Consent,
    ConsentPerson,
    FamilyLink,
    JointDecision,
    Person,
    PersonNeed,
    Phone,
)
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The organisation's people, with the keys their sealed fields need."""
    require(actor, "person.read")
    return Person.objects.filter(org_id=actor.org_id).select_related("data_key")


def get(actor: Actor, person_id: uuid.UUID) -> Person:
    found = visible_to(actor).filter(pk=person_id).prefetch_related(*safety_of()).first()
    if found is None:
        raise NotVisible
    return found


def phones_of(path: str = "phones") -> Prefetch[str]:
    """Phones in the order they were added, to go with people or with rows that lead to people."""
    rows = Phone.objects.select_related("data_key").order_by("added_at", "pk")
    return Prefetch(path, queryset=rows)


def safety_of(prefix: str = "") -> list[Prefetch[str]]:
    """What `people/safety.html` and `people/needs.html` show, to go with people, or as "person__" with their parts."""
    links = _unsafe_links()
    return [
        phones_of(f"{prefix}phones"),
        Prefetch(f"{prefix}needs", PersonNeed.objects.filter(ended_on=None).order_by("since", "pk")),
        Prefetch(f"{prefix}links", links.select_related("other__data_key")),
        Prefetch(f"{prefix}links_back", links.select_related("person__data_key")),
    ]


def with_safety(
    people: Sequence[Person], *, there: Collection[str] | None = None, phones: list[Phone] | None = None
) -> None:
    """The same for people already read, by statements that are built once; each person then holds what `safety_of` brings.

    Most people have neither needs nor links: `there` names those of "needs", "links" and "links_back" that there are at all;
    where nobody knows, one statement says so. `phones` are theirs where they are read already.
    """
    keys = [one.pk for one in people]
    if not keys:
        return
    hold(people, "phones", _phones(keys) if phones is None else phones, "person_id")
    if there is None:
        ((there,),) = ask(_IS_THERE, {"people": keys})
    hold(people, "needs", _needs(keys) if "needs" in there else [], "person_id")
    hold(people, "links", _links(keys) if "links" in there else [], "person_id")
    hold(people, "links_back", _links_back(keys) if "links_back" in there else [], "other_id")


_IS_THERE = """select array[
    case when exists (select 1 from people_personneed
                      where ended_on is null and person_id = any(%(people)s)) then 'needs' end,
    case when exists (select 1 from people_familylink
                      where ended_at is null and unsafe and person_id = any(%(people)s)) then 'links' end,
    case when exists (select 1 from people_familylink
                      where ended_at is null and unsafe and other_id = any(%(people)s)) then 'links_back' end]
"""


def with_phones(people: Sequence[Person]) -> None:
    """Their phones alone, for people already read."""
    if people:
        hold(people, "phones", _phones([one.pk for one in people]), "person_id")


@ready
def _phones(people: list[uuid.UUID]) -> QuerySet[Phone]:
    rows = Phone.objects.filter(person_id__among=people).select_related("data_key")
    return rows.order_by("added_at", "pk")


@ready
def _needs(people: list[uuid.UUID]) -> QuerySet[PersonNeed]:
    return PersonNeed.objects.filter(person_id__among=people, ended_on=None).order_by("since", "pk")


@ready
def _links(people: list[uuid.UUID]) -> QuerySet[FamilyLink]:
    return _unsafe_links().filter(person_id__among=people).select_related("other__data_key")


@ready
def _links_back(people: list[uuid.UUID]) -> QuerySet[FamilyLink]:
    return _unsafe_links().filter(other_id__among=people).select_related("person__data_key")


def _unsafe_links() -> QuerySet[FamilyLink]:
    return FamilyLink.objects.filter(ended_at=None, unsafe=True).order_by("added_at", "pk")


def needs(actor: Actor, person: Person) -> QuerySet[PersonNeed]:
    """All needs there were, the standing ones first."""
    require(actor, "person.read")
    rows = PersonNeed.objects.filter(org_id=actor.org_id, person=person)
    return rows.order_by(F("ended_on").desc(nulls_first=True), "since", "pk")


@dataclass(frozen=True)
class Relative:
    """A family link as one of its two people sees it: the page says "`words` `person`"."""

    link: FamilyLink
    person: Person
    words: str
    # Whether `person` speaks for the one whose page it is.
    speaks: bool


def relatives(actor: Actor, person: Person) -> list[Relative]:
    """In both directions, those that are over last."""
    require(actor, "person.read")
    rows = FamilyLink.objects.filter(org_id=actor.org_id).filter(Q(person=person) | Q(other=person))
    rows = rows.select_related("person__data_key", "other__data_key")
    ordered = rows.order_by(F("ended_at").asc(nulls_first=True), "-unsafe", "added_at", "pk")
    return [_relative(one, person) for one in ordered]


def _relative(link: FamilyLink, person: Person) -> Relative:
    if link.person_id == person.pk:
        return Relative(link, link.other, str(Kin(link.kin).label), speaks=False)
    return Relative(link, link.person, str(KIN_BACK[Kin(link.kin)]), speaks=link.decides)


def link(actor: Actor, person_id: uuid.UUID, link_id: uuid.UUID) -> FamilyLink:
    """A link of this person that is not over."""
    require(actor, "person.read")
    rows = FamilyLink.objects.filter(org_id=actor.org_id, pk=link_id, ended_at=None)
    rows = rows.filter(Q(person_id=person_id) | Q(other_id=person_id))
    found = rows.select_related("person__data_key", "other__data_key").first()
    if found is None:
        raise NotVisible
    return found


def guardians(actor: Actor, children: Sequence[Person]) -> list[Person]:
    """Who may give consent for all of these children: written down as speaking for them, and safe."""
    guard = guarding.guard_of(actor, children)
    safe = [guard.safe_guardians(one) for one in children if guard.is_child(one)]
    shared = frozenset.intersection(*safe) if safe else frozenset()
    return list(visible_to(actor).filter(pk__in=shared, erased_at=None).order_by("pk"))


def _decisions(actor: Actor) -> QuerySet[JointDecision]:
    """All but those proposed in a case that is hidden from the actor, whatever other case the child stands in."""
    require(actor, "person.read")
    hidden = RawSQL("select unnest(cases_hidden())", ())  # no words of anybody in it
    return JointDecision.objects.filter(org_id=actor.org_id).exclude(for_case__in=hidden)


def decisions(actor: Actor, person: Person) -> QuerySet[JointDecision]:
    """Decisions of two about this child, the open ones first."""
    rows = _decisions(actor).filter(person=person)
    rows = rows.select_related("data_key", "proposed_by__user", "decided_by__user")
    return rows.order_by("verdict", "-proposed_at")


def decision(actor: Actor, decision_id: uuid.UUID) -> JointDecision:
    rows = _decisions(actor).filter(pk=decision_id)
    found = rows.select_related(
        "data_key", "person__data_key", "proposed_by__user", "decided_by__user", "consent__recipient"
    ).first()
    if found is None:
        raise NotVisible
    return found


def undecided(actor: StaffActor) -> QuerySet[JointDecision]:
    """What waits for a second member of staff; one's own proposals are not among them."""
    rows = _decisions(actor).filter(verdict="").exclude(proposed_by=actor.member_id)
    return rows.select_related("data_key", "person__data_key", "proposed_by__user")


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
    found = _consents(actor.org_id, person_ids) if person_ids else []
    if found:
        hold(found, "about", _about([one.pk for one in found]), "consent_id")
    return found


@ready
def _consents(org_id: uuid.UUID | None, people: list[uuid.UUID]) -> QuerySet[Consent]:
    # A sub-select: `distinct` would compare whole rows, sealed words and all.
    about = ConsentPerson.objects.filter(person_id__among=people).values("consent_id")
    rows = Consent.objects.filter(org_id=org_id, pk__in=about).select_related("data_key", "recipient")
    return rows.order_by("-given_at", "-pk")


@ready
def _about(consents: list[uuid.UUID]) -> QuerySet[ConsentPerson]:
    return ConsentPerson.objects.filter(consent_id__among=consents).select_related("person__data_key")


def held_consents_of(actor: Actor, person_ids: list[uuid.UUID]) -> list[Consent]:
    """Those that hold now."""
    return [one for one in consents_of(actor, person_ids) if one.holds]


def consent(actor: Actor, consent_id: uuid.UUID) -> Consent:
    require(actor, "person.read")
    about = ConsentPerson.objects.select_related("person__data_key")
    rows = Consent.objects.filter(org_id=actor.org_id, pk=consent_id)
    rows = rows.select_related(
        "data_key",
        "recipient",
        "taken_by__user",
        "withdrawn_by__user",
        "decided_by__user",
        "guardian__data_key",
    )
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
