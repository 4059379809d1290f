"""What cases do when something below them happens; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions import handing_over
from sapar.cases.codes import CaseState, TaskState
from sapar.cases.models import Case, FollowUp, Participant, Task
from sapar.cases.work_codes import FollowUpState, HandoverWay
from sapar.vault import erasure

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor

audit.name("case.inherited", _("Restricted case taken over from a colleague who left"))

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


def pass_on(actor: Actor, member_id: uuid.UUID) -> None:
    """After "member.left": what the leaver had passes to whoever ended the membership, until they hand it on.

    That is their open cases and tasks, and restricted cases on which nobody else who works here is named.
    """
    if actor.member_id is None or actor.member_id == member_id:
        return
    with connection.cursor() as cursor:
        cursor.execute("select cases_inherit(%s)", [member_id])
        inherited = [case_id for (case_id,) in cursor.fetchall()]
    for case_id in inherited:
        audit.record(actor, "case.inherited", subject_kind="case", subject_id=case_id, about=case_id)
    left = Case.objects.filter(org_id=actor.org_id, owner_id=member_id).exclude(state=CaseState.CLOSED)
    for case in left.select_related("data_key").select_for_update(of=("self",)):
        handing_over.move(actor, case, actor.member_id, way=HandoverWay.LEFT)
    tasks = Task.objects.filter(org_id=actor.org_id, owner_id=member_id, state=TaskState.OPEN)
    tasks.update(owner_id=actor.member_id)
    checks = FollowUp.objects.filter(org_id=actor.org_id, owner_id=member_id, state=FollowUpState.PLANNED)
    checks.update(owner_id=actor.member_id)
