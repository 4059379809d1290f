"""Reads of screening for an actor: always through the cases that the actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sapar.cases import queries as cases
from sapar.cases.codes import ParticipantRole
from sapar.cases.models import Participant, ServiceGiven
from sapar.cases.work_codes import RowState as ServiceState
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.organisations.guard import require
from sapar.organisations.models import Membership
from sapar.organisations.roles import RIGHTS
from sapar.people import queries as people
from sapar.people.codes import Shareable
from sapar.screening import codes
from sapar.screening.models import Determination, Duty, Exchange, Notice, Screening, Support, Training

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Consent, Person

Row = TypeVar("Row", Screening, Determination, Support, Notice)
HELPED = (ParticipantRole.HELPED, ParticipantRole.BOTH)
LISTED = 100


def person_of(actor: Actor, case: Case, person_id: uuid.UUID) -> Person:
    """Somebody helped in this case who is not erased; raises `NotVisible`."""
    rows = Participant.objects.select_related("person__data_key")
    found = rows.filter(
        org_id=actor.org_id, case=case, person_id=person_id, person__erased_at=None, role__in=HELPED
    )
    part = found.first()
    if part is None:
        raise NotVisible
    return part.person


def helped(actor: Actor, case: Case) -> list[Person]:
    """Whom the case helps, the main person first."""
    parts = [one for one in cases.participants(actor, case) if one.role in HELPED]
    return [one.person for one in parts if not one.person.erased_at]


def screenings(actor: Actor, case: Case) -> list[Screening]:
    """Newest first, with their keys."""
    require(actor, "screening.do", case)
    return _screenings(actor.org_id, case.pk)


@ready
def _screenings(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Screening]:
    rows = Screening.objects.filter(org_id=org_id, case_id=case_id)
    rows = rows.select_related("data_key", "person__data_key", "asked_by__user")
    return rows.order_by("-begun_at", "-pk")


def screening(actor: Actor, screening_id: uuid.UUID) -> Screening:
    """One with its case, which must be seen; raises `NotVisible`."""
    require(actor, "screening.do")
    return _one(Screening, actor, screening_id)


def recent(actor: Actor) -> list[Screening]:
    """The newest in cases that the actor sees; those that are begun and wait to be gone on with come first."""
    require(actor, "screening.do")
    rows = Screening.objects.filter(org_id=actor.org_id, case__in=cases.standing(actor).values("pk"))
    rows = rows.exclude(state=codes.ScreeningState.WITHDRAWN).select_related("data_key", "person__data_key")
    newest = list(rows.select_related("case").order_by("-begun_at", "-pk")[:LISTED])
    return sorted(newest, key=lambda one: not one.is_begun)


def helping(actor: Actor) -> list[Support]:
    """Help that is wanted or under way, the longest waiting first."""
    require(actor, "screening.do")
    rows = Support.objects.filter(org_id=actor.org_id, case__in=cases.standing(actor).values("pk"))
    rows = rows.filter(state__in=(codes.SupportState.WANTED, codes.SupportState.UNDER_WAY)).defer("words")
    return list(rows.select_related("case", "person__data_key").order_by("wanted_at", "pk")[:LISTED])


def determinations(actor: Actor, case: Case) -> list[Determination]:
    require(actor, "screening.do", case)
    return list(_rows(Determination, actor, case).order_by("-decided_on", "-pk"))


def determination(actor: Actor, determination_id: uuid.UUID) -> Determination:
    require(actor, "screening.decide")
    return _one(Determination, actor, determination_id)


def supports(actor: Actor, case: Case) -> list[Support]:
    require(actor, "screening.do", case)
    return list(_rows(Support, actor, case).order_by("wanted_at", "pk"))


def support(actor: Actor, support_id: uuid.UUID) -> Support:
    require(actor, "screening.do")
    return _one(Support, actor, support_id)


def notices(actor: Actor, case: Case) -> list[Notice]:
    require(actor, "screening.do", case)
    return list(_rows(Notice, actor, case).select_related("duty").order_by("-made_at"))


def notice(actor: Actor, notice_id: uuid.UUID) -> Notice:
    require(actor, "screening.do")
    return _one(Notice, actor, notice_id)


def _rows(model: type[Row], actor: Actor, case: Case) -> QuerySet[Row]:
    rows = model._default_manager.filter(org_id=actor.org_id, case=case)
    return rows.select_related("data_key", "person__data_key")


def _one(model: type[Row], actor: Actor, row_id: uuid.UUID) -> Row:
    rows = model._default_manager.filter(org_id=actor.org_id, pk=row_id)
    found = rows.select_related("data_key", "person__data_key").first()
    if found is None:
        raise NotVisible
    found.case = cases.get(actor, found.case_id)
    return found


@dataclass(frozen=True)
class Given:
    """How often one kind of help was given to somebody, and when last."""

    support: Support
    given: list[ServiceGiven]


def given(actor: Actor, case: Case) -> list[Given]:
    """Each kind of help wanted with the services given that answer it, to that person or to all of the case."""
    rows = ServiceGiven.objects.filter(org_id=actor.org_id, case=case, state=ServiceState.KEPT)
    services = list(rows.select_related("data_key").order_by("-given_on"))
    return [
        Given(
            one,
            [
                service
                for service in services
                if service.kind in codes.SERVICES_OF[one.kind] and service.person_id in (None, one.person_id)
            ],
        )
        for one in supports(actor, case)
    ]


def trainings(actor: StaffActor) -> QuerySet[Training]:
    """Every training on record that was not withdrawn, the ones that end first on top."""
    rows = Training.objects.filter(org_id=actor.org_id, ended_at=None, member__left_at=None)
    return rows.select_related("member__user").order_by("holds_until", "pk")


def training(actor: StaffActor, training_id: uuid.UUID) -> Training:
    found = trainings(actor).filter(pk=training_id).first()
    if found is None:
        raise NotVisible
    return found


def colleagues(actor: Actor) -> list[Membership]:
    """Who works here now and could screen once trained."""
    roles = [role for role, rights in RIGHTS.items() if "screening.do" in rights]
    rows = Membership.objects.filter(org_id=actor.org_id, left_at=None, role__in=roles)
    return list(rows.select_related("user").order_by("joined_at", "pk"))


def duties(actor: Actor) -> QuerySet[Duty]:
    """Those that stand."""
    return Duty.objects.filter(org_id=actor.org_id, ended_at=None).order_by("country", "body")


def duty(actor: Actor, duty_id: uuid.UUID) -> Duty:
    found = duties(actor).filter(pk=duty_id).first()
    if found is None:
        raise NotVisible
    return found


def consents_to_be_named(actor: Actor, person: Person) -> list[Consent]:
    """Consents that hold and let this person's name go to a state body or consulate."""
    found = people.held_consents_of(actor, [person.pk])
    return [one for one in found if Shareable.NAMES in one.fields and one.recipient.is_official]


def exchanges(actor: StaffActor) -> list[Exchange]:
    require(actor, "htcds.exchange")
    rows = Exchange.objects.filter(org_id=actor.org_id).select_related("data_key", "made_by__user")
    return list(rows.order_by("-made_at")[:LISTED])
