"""Reads of cases for an actor. What is restricted to others does not exist here, and the database agrees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar import audit
from sapar.cases import policy
from sapar.cases.codes import CaseState, ParticipantRole
from sapar.cases.models import (
    Case,
    CaseAccess,
    FollowUp,
    OpenForm,
    OtherParty,
    Paper,
    Participant,
    Problem,
    ServiceGiven,
    Task,
)
from sapar.common import paging
from sapar.common.errors import Invalid, NotVisible
from sapar.common.ready import built_once, ready
from sapar.organisations.guard import require
from sapar.organisations.models import Membership
from sapar.organisations.roles import RIGHTS
from sapar.people import queries as people
from sapar.people.models import Phone
from sapar.vault import blind
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Callable, Collection

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

audit.name("glass.read", gettext_lazy("Read through an emergency opening"))

Child = TypeVar("Child", Participant, Problem, Task, Paper, ServiceGiven, OtherParty, FollowUp)

PAGE = 25
_OF_A_ROW = ("number", "state", "waiting_for", "restricted", "opened_at")
# Sealed columns of a person that a name beside something does not need.
_BUT_THE_NAME = ("person__birth", "person__safety_words", "person__agreed_word")
_NUMBER = re.compile(r"^\s*(\d{4})\s*[-–/ ]\s*(\d{1,7})\s*$")
AMENDED = ("story", "language", "country", "province", "industry")
HELPED = (ParticipantRole.HELPED, ParticipantRole.BOTH)
# The sentence that a list is filtered by: code, and what it adds.
VIEWS = {
    "mine": ~Q(state=CaseState.CLOSED),
    "waiting": Q(state=CaseState.WAITING),
    "open": ~Q(state=CaseState.CLOSED),
    "closed": Q(state=CaseState.CLOSED),
}


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The organisation's cases without those restricted to others, with the keys of their sealed fields."""
    return _seen(actor, through_glass=True)


def standing(actor: Actor) -> QuerySet[Case]:
    """The same without what is seen for a while through broken glass: lists hold no such case."""
    return _seen(actor, through_glass=False)


def _seen(actor: Actor, *, through_glass: bool) -> QuerySet[Case]:
    require(actor, "case.read")
    return _rows(actor.org_id, actor.member_id, timezone.now() if through_glass else None)


def _rows(
    org_id: uuid.UUID | None, member_id: uuid.UUID | None, through_glass: dt.datetime | None
) -> QuerySet[Case]:
    """`through_glass` is the moment at which broken glass counts, or None."""
    named = policy.named_on(org_id, member_id, through_glass=through_glass).values("case_id")
    rows = Case.objects.filter(org_id=org_id).filter(Q(restricted=False) | Q(pk__in=named))
    return rows.select_related("data_key")


@ready
def _one(
    org_id: uuid.UUID | None, member_id: uuid.UUID | None, now: dt.datetime, case_id: uuid.UUID
) -> QuerySet[Case]:
    return _rows(org_id, member_id, now).select_related("owner__user", "opened_by__user").filter(pk=case_id)


def get(actor: Actor, case_id: uuid.UUID, *, meanwhile: Callable[[], None] | None = None) -> Case:
    """The case, with `glass_until` set where the actor sees it through broken glass; such a read is recorded.

    `meanwhile` asks ahead for what is read of the case next: the database answers while the case is being made of its row.
    """
    require(actor, "case.read")
    now = timezone.now()
    if meanwhile:
        _one.ahead(actor.org_id, actor.member_id, now, case_id)
        meanwhile()
    found = _one(actor.org_id, actor.member_id, now, case_id)
    if not found:
        raise NotVisible
    note_glass(actor, found[0])
    return found[0]


def note_glass(actor: Actor, case: Case) -> None:
    case.glass_until = policy.glass_until(actor, case)
    if case.glass_until:
        audit.record(actor, "glass.read", subject_kind="case", subject_id=case.pk, about=case.pk)


def listed(actor: StaffActor, view: str, *, after: str | None = None, size: int = PAGE) -> paging.Page[Case]:
    """One page of cases, oldest first; closed ones newest first. Each has `helped` and `listed_problems` ready for a row."""
    require(actor, "case.read")
    at, key = paging.read(after)
    page = paging.keyed(
        lambda most: _marks(actor.org_id, actor.member_id, view, at, key, most),
        lambda keys: _with_heads_ahead(actor, keys),
        size=size,
    )
    with_heads(page.rows)
    return page


def _with_heads_ahead(actor: StaffActor, keys: list[uuid.UUID]) -> list[Case]:
    """These cases; what `with_heads` reads of them is on its way."""
    _listed.ahead(actor.org_id, actor.member_id, keys)
    _helped.ahead(keys)
    _of_cases.ahead(keys)
    return _listed(actor.org_id, actor.member_id, keys)


@built_once
def _marks(
    org_id: uuid.UUID,
    member_id: uuid.UUID,
    view: str,
    at: dt.datetime | None,
    key: uuid.UUID | None,
    most: int,
) -> QuerySet[Case, Any]:
    rows = _rows(org_id, member_id, None).select_related(None).filter(VIEWS[view])
    if view == "mine":
        rows = rows.filter(owner_id=member_id)
    rows = paging.beyond(rows, "opened_at", at, key, falls=view == "closed")
    return rows.values_list("opened_at", "pk")[:most]


@ready
def _listed(org_id: uuid.UUID, member_id: uuid.UUID, keys: list[uuid.UUID]) -> QuerySet[Case]:
    # What a row shows; the stories alone, which no list does, would be fifty kilobytes.
    rows = _rows(org_id, member_id, None).select_related(None).select_related("owner__user")
    rows = rows.only(*_OF_A_ROW, "owner__user__display_name")
    return rows.filter(pk__among=keys)


def with_heads(rows: list[Case]) -> list[Case]:
    """What a row of a list says: who is helped, and with what. Two statements for any number of rows."""
    keys = [one.pk for one in rows]
    helped, problems = (_helped(keys), _of_cases(keys)) if keys else ([], [])
    for case in rows:
        case.helped, case.listed_problems = [], []
    of_key = {case.pk: case for case in rows}
    for one in helped:
        of_key[one.case_id].helped.append(one)
    for problem in problems:
        of_key[problem.case_id].listed_problems.append(problem)
    return rows


@ready
def _helped(cases: list[uuid.UUID]) -> QuerySet[Participant]:
    rows = Participant.objects.filter(case_id__among=cases, role__in=HELPED)
    rows = rows.select_related("person__data_key").defer(*_BUT_THE_NAME)
    return rows.order_by("added_at", "pk")


@ready
def _of_cases(cases: list[uuid.UUID]) -> QuerySet[Problem]:
    return Problem.objects.filter(case_id__among=cases).order_by("added_at", "pk")


def find(actor: Actor, typed: str) -> list[Case]:
    """By the exact number, else by a phone or a document of somebody in it. Nothing found and nothing to see look alike."""
    rows = standing(actor).select_related("owner__user")
    if number := plain_case_number(typed):
        return with_heads(list(rows.filter(number=number)))
    people_ids = [person.pk for person in people.by_phone(actor, typed)]
    by_phone = Participant.objects.filter(org_id=actor.org_id, person_id__in=people_ids)
    by_paper = Paper.objects.filter(org_id=actor.org_id, pk__in=papers_by_number(actor, typed))
    # Ids first: two sub-selects joined by OR would read every case of the organisation.
    ids = {*by_phone.values_list("case_id", flat=True), *by_paper.values_list("case_id", flat=True)}
    return with_heads(list(rows.filter(pk__in=ids).order_by("-opened_at", "-pk")[:PAGE])) if ids else []


def plain_case_number(typed: str) -> str:
    """ "2026-0001" for what looks like a case number, "" for anything else."""
    match = _NUMBER.match(typed)
    return f"{match[1]}-{int(match[2]):04}" if match else ""


def papers_by_number(actor: Actor, typed: str) -> list[uuid.UUID]:
    number = plain_number(typed)
    if len(number) < 4 or actor.org_id is None:  # shorter ones are no document numbers
        return []
    return [entry.subject_id for entry in blind.find(actor.org_id, "document", number)]


def plain_number(number: str) -> str:
    """A document number as it is looked up: letters and digits in capitals."""
    return re.sub(r"[\W_]", "", number).upper()


def participants(actor: Actor, case: Case, *, there: Collection[str] | None = None) -> list[Participant]:
    """Its people with phones: the main person first, then as they were added; `there` as `people.with_safety` takes it."""
    found = _parts(actor.org_id, case.pk)
    phones = _phones(actor.org_id, case.pk) if found else []
    people.with_safety([one.person for one in found], there=there, phones=phones)
    return sorted(found, key=lambda one: one.relation != "self")


def people_ahead(actor: Actor, case_id: uuid.UUID) -> None:
    """Ask ahead for what `participants` and `problems` read of a case."""
    for one in (_parts, _phones, _problems):
        one.ahead(actor.org_id, case_id)


@ready
def _parts(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Participant]:
    rows = Participant.objects.filter(org_id=org_id, case_id=case_id).select_related("person__data_key")
    return rows.order_by("added_at", "pk")


@ready
def _phones(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Phone]:
    rows = Phone.objects.filter(org_id=org_id, person__participations__case_id=case_id)
    return rows.select_related("data_key").order_by("added_at", "pk")


def participant(actor: Actor, case: Case, participant_id: uuid.UUID) -> Participant:
    rows = Participant.objects.select_related("person__data_key")
    return child(rows.filter(org_id=actor.org_id, case=case, pk=participant_id), case)


def problems(actor: Actor, case: Case) -> list[Problem]:
    return _problems(actor.org_id, case.pk)


@ready
def _problems(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Problem]:
    rows = Problem.objects.filter(org_id=org_id, case_id=case_id).select_related("person__data_key")
    return rows.defer(*_BUT_THE_NAME).order_by("-state", "added_at", "pk")


def problem(actor: Actor, case: Case, problem_id: uuid.UUID) -> Problem:
    return child(Problem.objects.filter(org_id=actor.org_id, case=case, pk=problem_id), case)


def tasks(actor: Actor, case: Case) -> list[Task]:
    """To do first, the nearest day on top; then what is over."""
    return sorted(
        _tasks(actor.org_id, case.pk),
        key=lambda one: (one.state != "open", one.due_on is None, one.due_on or 0, one.made_at),
    )


@ready
def _tasks(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Task]:
    return Task.objects.filter(org_id=org_id, case_id=case_id).select_related("data_key", "owner__user")


def task(actor: Actor, case: Case, task_id: uuid.UUID) -> Task:
    return child(
        Task.objects.select_related("data_key").filter(org_id=actor.org_id, case=case, pk=task_id), case
    )


def papers(actor: Actor, case: Case) -> list[Paper]:
    return _papers_of(actor.org_id, case.pk)


@ready
def _papers_of(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Paper]:
    rows = Paper.objects.filter(org_id=org_id, case_id=case_id).select_related("data_key", "person__data_key")
    return rows.order_by("person_id", "added_at", "pk")


def paper(actor: Actor, case: Case, paper_id: uuid.UUID) -> Paper:
    rows = Paper.objects.select_related("data_key", "person__data_key")
    return child(rows.filter(org_id=actor.org_id, case=case, pk=paper_id), case)


def files(actor: StaffActor, case: Case) -> list[SealedFile]:
    return _files(actor.org_id, case.pk)


@ready
def _files(org_id: uuid.UUID, case_id: uuid.UUID) -> QuerySet[SealedFile]:
    rows = SealedFile.objects.filter(org_id=org_id, attached_kind="case", attached_id=case_id, state="stored")
    return rows.select_related("data_key").order_by("-stored_at", "-pk")


def file(actor: StaffActor, case: Case, file_id: uuid.UUID) -> SealedFile:
    found = next((one for one in files(actor, case) if one.pk == file_id), None)
    if found is None:
        raise NotVisible
    return found


def child(rows: QuerySet[Child], case: Case) -> Child:
    """The one row, with its case; raises `NotVisible`."""
    found = rows.first()
    if found is None:
        raise NotVisible
    found.case = case
    return found


def colleagues(actor: Actor) -> QuerySet[Membership]:
    """Who works here now and may read cases."""
    roles = [role for role, rights in RIGHTS.items() if "case.read" in rights]
    rows = Membership.objects.filter(org_id=actor.org_id, left_at=None, role__in=roles)
    return rows.select_related("user").order_by("joined_at", "pk")


def named(actor: Actor, case: Case) -> list[Membership]:
    """The members of staff named on a restricted case."""
    rows = _names(actor, case).select_related("member__user")
    return [one.member for one in rows.order_by("named_at", "pk")]


def named_ids(actor: Actor, case: Case) -> set[uuid.UUID]:
    return set(_names(actor, case).values_list("member_id", flat=True))


def _names(actor: Actor, case: Case) -> QuerySet[CaseAccess]:
    return CaseAccess.objects.filter(org_id=actor.org_id, case=case, until=None)


def member_who_sees(actor: Actor, case: Case, member: Membership) -> Membership:
    """A colleague who may see this case; raises `Invalid` at "member" for anybody else."""
    rows = colleagues(actor).filter(pk=member.pk)
    if case.restricted:
        rows = rows.filter(pk__in=_names(actor, case).values("member_id"))
    found = rows.first()
    if found is None:
        raise Invalid({"member": _("This colleague may not see the case.")})
    return found


def cases_of(actor: Actor, person_id: uuid.UUID) -> list[Case]:
    """The cases that a person stands in, newest first."""
    mine = Participant.objects.filter(org_id=actor.org_id, person_id=person_id).values("case_id")
    found = with_heads(list(visible_to(actor).filter(pk__in=mine).order_by("-opened_at", "-pk")))
    for case in found:
        note_glass(actor, case)
    return found


def wrote_since(actor: Actor, case: Case, version: int) -> bool:
    """Whether story or place differ from what they were at `version`."""
    base = at_version(actor, case, version)
    return base is None or any(getattr(base, name) != getattr(case, name) for name in AMENDED)


def at_version(actor: Actor, case: Case, version: int) -> Any:
    """The case as it was then, from its history; None for a version that never was."""
    history = apps.get_model("cases", "CaseVersion")
    rows = history._default_manager.filter(org_id=actor.org_id, pgh_obj_id=case.pk)
    return rows.select_related("data_key").filter(version=version).order_by("-pgh_id").first()


def forms_open(actor: Actor, case: Case) -> QuerySet[OpenForm]:
    """Who has the form of the story open, as far as we know."""
    return OpenForm.objects.filter(org_id=actor.org_id, case=case)
