"""What is to be done, by whom, by when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.actions.words import one_line
from sapar.cases.codes import TaskState
from sapar.cases.flow import TASK
from sapar.cases.models import Task
from sapar.common.errors import Invalid
from sapar.organisations import once as sent
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

audit.name("task.added", _("Task added"))
audit.name("task.finished", _("Task done"))
audit.name("task.dropped", _("Task not needed any more"))
audit.name("task.reopened", _("Task open again"))

_VERBS = {"finish": "task.finished", "drop": "task.dropped", "reopen": "task.reopened"}
FURTHEST = dt.timedelta(days=3660)


def add_task(
    actor: StaffActor,
    case: Case,
    words: str,
    *,
    due_on: dt.date | None = None,
    owner: Membership | None = None,
    once: uuid.UUID | None = None,
) -> Task:
    """Add a task, one's own where no `owner` is named. A day in the past is allowed: it is then overdue."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_task")
    line = one_line(words, "words")
    if due_on and due_on > timezone.localdate() + FURTHEST:
        raise Invalid({"due_on": __("This is more than ten years away. Please check the year.")})
    owner_id = queries.member_who_sees(actor, held, owner).pk if owner else actor.member_id
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Task.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    task = Task(org_id=actor.org_id, case=held, data_key=held.data_key, due_on=due_on, owner_id=owner_id)
    task.words = line
    task.save(force_insert=True)
    if once:
        sent.settle(actor, once, task.pk)
    _record(actor, "task.added", task)
    return task


def move_task(actor: StaffActor, task: Task, verb: str) -> Task:
    """Finish, drop or reopen it. Raises `IllegalMove`."""
    require(actor, "case.write", task.case)
    return move_held(actor, hold_child(actor, task, f"{verb}_task"), verb)


def move_held(actor: StaffActor, held: Task, verb: str) -> Task:
    """The same for a task whose case is held."""
    held.state = TASK.move(held.state, verb)
    held.ended_at = None if held.state == TaskState.OPEN else timezone.now()
    held.save(update_fields=["state", "ended_at"])
    _record(actor, _VERBS[verb], held)
    return held


def _record(actor: StaffActor, verb: str, task: Task) -> None:
    audit.record(actor, verb, subject_kind="task", subject_id=task.pk, about=task.case_id)
