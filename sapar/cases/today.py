"""The page one opens in the morning: what was handed to me, what is late, what is due, which papers and consents end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone

from sapar.cases import queries
from sapar.cases.codes import CaseState, PaperState, TaskState
from sapar.cases.models import Case, FollowUp, GlassBreak, Handover, Paper, Participant, Task
from sapar.cases.work_codes import FollowUpState
from sapar.people.models import Consent, ConsentPerson

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor

SOON = dt.timedelta(days=7)
PAPERS_NEAR, PAPERS_FAR = dt.timedelta(days=30), dt.timedelta(days=60)
CONSENTS_NEAR = dt.timedelta(days=14)
MOST = 100


@dataclass(frozen=True)
class Due:
    """A task or a follow-up with its day."""

    on: dt.date | None
    row: Task | FollowUp

    @property
    def is_task(self) -> bool:
        return isinstance(self.row, Task)


@dataclass(frozen=True)
class Today:
    handed: list[Handover]
    overdue: list[Due]
    today: list[Due]
    soon: list[Due]
    later: list[Due]
    papers: list[Paper]
    consents: list[dict[str, Any]]
    to_review: int
    # Deadlines whose rule of law has changed since.
    changed: list[Task]

    @property
    def is_empty(self) -> bool:
        return not (
            self.handed
            or self.overdue
            or self.today
            or self.soon
            or self.papers
            or self.consents
            or self.changed
        )


def of(actor: StaffActor) -> Today:
    """Of the actor alone, in the same number of statements for one case and for a hundred."""
    day = timezone.localdate()
    due = _due(actor)
    near = [one for one in due if one.on and day < one.on <= day + SOON]
    overdue = [one for one in due if one.on and one.on < day]
    at_once = [one for one in due if one.on == day]
    return Today(
        handed=_handed(actor),
        overdue=overdue,
        today=at_once,
        soon=near,
        later=[one for one in due if one.on is None or one.on > day + SOON],
        papers=_papers(actor, day),
        consents=_consents(actor),
        to_review=_to_review(actor),
        changed=[one.row for one in due if isinstance(one.row, Task) and one.row.rule_notice],
    )


def _due(actor: StaffActor) -> list[Due]:
    mine: dict[str, Any] = {"org_id": actor.org_id, "owner_id": actor.member_id}
    tasks = Task.objects.filter(**mine, state=TaskState.OPEN).exclude(case__state=CaseState.CLOSED)
    checks = FollowUp.objects.filter(**mine, state=FollowUpState.PLANNED)
    found = [
        Due(one.due_on, one)
        for one in tasks.select_related("data_key", "case").order_by(F("due_on").asc(nulls_last=True))[:MOST]
    ]
    rows = checks.select_related("data_key", "case", "person__data_key").order_by("due_on")
    found += [Due(one.due_on, one) for one in rows[:MOST]]
    return sorted(found, key=lambda one: (one.on is None, one.on or dt.date.max, one.row.made_at))


def _handed(actor: StaffActor) -> list[Handover]:
    """Cases that are still mine and that I have not said I have seen."""
    rows = Handover.objects.filter(
        org_id=actor.org_id, to_member_id=actor.member_id, accepted_at=None, case__owner_id=F("to_member_id")
    )
    rows = rows.exclude(case__state=CaseState.CLOSED)
    return list(rows.select_related("data_key", "case", "by_member__user").order_by("at", "pk")[:MOST])


def _my_cases(actor: StaffActor) -> QuerySet[Case]:
    return queries.standing(actor).filter(owner_id=actor.member_id).exclude(state=CaseState.CLOSED)


def _papers(actor: StaffActor, day: dt.date) -> list[Paper]:
    """Papers in my open cases that end within sixty days or have ended, nearest first."""
    rows = Paper.objects.filter(
        org_id=actor.org_id,
        case__owner_id=actor.member_id,
        case__in=_my_cases(actor).values("pk"),
        state=PaperState.HELD,
        ends_on__lte=day + PAPERS_FAR,
        person__erased_at=None,
    )
    return list(rows.select_related("case", "person__data_key").order_by("ends_on", "pk")[:MOST])


def _consents(actor: StaffActor) -> list[dict[str, Any]]:
    """Consents about people of my open cases that end within two weeks: one a consent, with one case to go to."""
    mine = _my_cases(actor).values("pk")
    parts = Participant.objects.filter(org_id=actor.org_id, case__in=mine)
    ending = Consent.objects.filter(
        Q(until__lte=timezone.now() + CONSENTS_NEAR, until__gt=timezone.now()),
        org_id=actor.org_id, withdrawn_at=None,
    )  # fmt: skip
    about = ConsentPerson.objects.filter(
        org_id=actor.org_id, consent__in=ending, person_id__in=parts.values("person_id")
    )
    rows = about.select_related("consent__recipient", "person__data_key").order_by("consent__until", "pk")
    seen = {one.consent_id: one for one in reversed(rows[:MOST])}
    return [{"consent": one.consent, "person": one.person} for one in reversed(seen.values())]


def _to_review(actor: StaffActor) -> int:
    """How many emergency openings wait for this supervisor."""
    if not actor.may("glass.review"):
        return 0
    rows = GlassBreak.objects.filter(org_id=actor.org_id, verdict="")
    return rows.exclude(member_id=actor.member_id).count()
