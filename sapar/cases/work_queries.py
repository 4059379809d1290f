"""Reads of the work in cases: services, other parties, follow-ups, handovers, projects, emergency openings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from sapar.cases import queries
from sapar.cases.models import FollowUp, GlassBreak, Handover, OtherParty, Participant, Project, ServiceGiven
from sapar.cases.work_codes import RowState
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.organisations.guard import require
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor


def services(actor: Actor, case: Case) -> list[ServiceGiven]:
    """Newest first; those withdrawn as mistakes stand last."""
    return _services(actor.org_id, case.pk)


@ready
def _services(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[ServiceGiven]:
    rows = ServiceGiven.objects.filter(org_id=org_id, case_id=case_id)
    rows = rows.select_related("data_key", "person__data_key", "member__user", "partner", "project")
    return rows.order_by("state", "-given_on", "-pk")


def service(actor: Actor, case: Case, service_id: uuid.UUID) -> ServiceGiven:
    rows = ServiceGiven.objects.select_related("data_key", "person__data_key", "partner", "project")
    return queries.child(rows.filter(org_id=actor.org_id, case=case, pk=service_id), case)


def parties(actor: Actor, case: Case) -> list[OtherParty]:
    """Those it is not safe to contact first."""
    return _parties(actor.org_id, case.pk)


@ready
def _parties(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[OtherParty]:
    rows = OtherParty.objects.filter(org_id=org_id, case_id=case_id, state=RowState.KEPT)
    return rows.select_related("data_key").order_by("-unsafe", "added_at", "pk")


def party(actor: Actor, case: Case, party_id: uuid.UUID) -> OtherParty:
    rows = OtherParty.objects.select_related("data_key")
    return queries.child(rows.filter(org_id=actor.org_id, case=case, pk=party_id), case)


def unsafe_around(actor: Actor, person_id: uuid.UUID) -> list[OtherParty]:
    """Whom nobody should contact, in any of the person's cases that the actor sees; each with its `case`."""
    cases = Participant.objects.filter(org_id=actor.org_id, person_id=person_id).values("case_id")
    rows = OtherParty.objects.filter(org_id=actor.org_id, case_id__in=cases, state=RowState.KEPT, unsafe=True)
    return list(rows.select_related("data_key", "case").order_by("added_at", "pk"))


def parties_by_phone(actor: Actor, typed: str) -> list[OtherParty]:
    """Whose phone this is among other parties, as far as the actor may know: is it the employer who calls?"""
    number = read_number(typed)
    if number is None or actor.org_id is None:
        return []
    ids = [one.subject_id for one in blind.find(actor.org_id, "phone", number) if one.subject_kind == "party"]
    if not ids:
        return []
    rows = OtherParty.objects.filter(org_id=actor.org_id, pk__in=ids, state=RowState.KEPT)
    return list(rows.select_related("data_key", "case").order_by("-unsafe", "added_at", "pk"))


def follow_ups(actor: Actor, case: Case) -> list[FollowUp]:
    """Planned ones first, the nearest on top; then what came of the others, newest first."""
    found = _follow_ups(actor.org_id, case.pk)
    planned = [one for one in found if one.state == "planned"]
    over = sorted(
        (one for one in found if one.state != "planned"),
        key=lambda one: one.done_at or one.made_at,
        reverse=True,
    )
    return planned + over


@ready
def _follow_ups(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(org_id=org_id, case_id=case_id)
    return rows.select_related("data_key", "owner__user", "person__data_key").order_by("due_on", "pk")


def follow_up(actor: Actor, case: Case, follow_up_id: uuid.UUID) -> FollowUp:
    rows = FollowUp.objects.select_related("data_key", "owner__user", "person__data_key")
    return queries.child(rows.filter(org_id=actor.org_id, case=case, pk=follow_up_id), case)


def handover(actor: Actor, case: Case) -> Handover | None:
    """How the present owner got the case, while they have not said that they have seen it."""
    found = _handovers(actor.org_id, case.pk, case.owner_id)
    if not found:
        return None
    found[0].case = case
    return found[0]


@ready
def _handovers(
    org_id: uuid.UUID | None, case_id: uuid.UUID, owner_id: uuid.UUID | None
) -> QuerySet[Handover]:
    rows = Handover.objects.filter(org_id=org_id, case_id=case_id, accepted_at=None, to_member=owner_id)
    rows = rows.select_related("data_key", "by_member__user", "from_member__user")
    return rows.order_by("-at", "-pk")[:1]


def handover_of(actor: Actor, handover_id: uuid.UUID) -> Handover:
    rows = Handover.objects.filter(org_id=actor.org_id, pk=handover_id)
    found = rows.select_related("case").first()
    if found is None:
        raise NotVisible
    return found


def projects(actor: StaffActor) -> list[Project]:
    """All of the organisation's, open ones first."""
    rows = Project.objects.filter(org_id=actor.org_id)
    return list(rows.order_by(F("closed_at").desc(nulls_first=True), "name"))


def open_projects(actor: Actor) -> list[Project]:
    return list(Project.objects.filter(org_id=actor.org_id, closed_at=None).order_by("name"))


def project(actor: Actor, project_id: uuid.UUID) -> Project:
    found = Project.objects.filter(org_id=actor.org_id, pk=project_id).first()
    if found is None:
        raise NotVisible
    return found


def glass_breaks(actor: StaffActor, *, reviewed: bool, size: int = 50) -> list[GlassBreak]:
    """Emergency openings for a reviewer: those to be looked at oldest first, else the latest reviewed."""
    require(actor, "glass.review")
    rows = GlassBreak.objects.filter(org_id=actor.org_id)
    rows = rows.select_related("data_key", "member__user", "reviewed_by__user")
    if reviewed:
        return list(rows.exclude(verdict="").order_by("-reviewed_at", "-pk")[:size])
    return list(rows.filter(verdict="").order_by("at", "pk")[:size])


def glass_break(actor: StaffActor, glass_id: uuid.UUID) -> GlassBreak:
    require(actor, "glass.review")
    rows = GlassBreak.objects.filter(org_id=actor.org_id, pk=glass_id)
    found = rows.select_related("data_key", "member__user", "reviewed_by__user").first()
    if found is None:
        raise NotVisible
    return found
