"""Deadlines that a rule of law gave: written as tasks with the rule and its version, and counted anew when it changes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.codes import RuleNotice, TaskState
from sapar.cases.models import Task
from sapar.common import tenancy
from sapar.guidance import walking
from sapar.guidance.rules import GuidanceError, evaluate, rules
from sapar.guidance.rules.book import the_book
from sapar.guidance.speaking import said
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.common.actor import Actor
    from sapar.guidance.rules import Answer
    from sapar.organisations.actor import StaffActor

ADDED = audit.name("task.added-by-rule", _("Deadline added by a rule"))
CHANGED = audit.name("task.rule-changed", _("The rule behind a deadline has changed"))
SEEN = audit.name("task.rule-seen", _("Change of a rule seen"))


def add_deadline(actor: StaffActor, case: Case, rule: str, facts: Mapping[str, Any]) -> Task | None:
    """The deadline that the rule gives today, as a task of the actor's own. The same rule and facts twice give one task.

    None where the rule gives no day; raises `GuidanceError` where it gives no answer.
    """
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_task")
    today = walking.today()
    found = evaluate(rule, today, facts)
    if found.result.get("last_day") is None:
        return None
    for one in Task.objects.filter(org_id=actor.org_id, case=held, rule=rule).select_related("data_key"):
        if one.rule_facts == dict(facts):
            return one
    task = Task(org_id=actor.org_id, case=held, data_key=held.data_key, owner_id=actor.member_id, rule=rule)
    task.words = said(rules()[rule].title).words
    task.rule_facts = dict(facts)
    task.due_on = found.result["last_day"]
    task.rule_version, task.rule_state = found.version, state_of(rule, today)
    task.save(force_insert=True)
    details = {"rule": rule, "version": found.version}
    audit.record(actor, ADDED, subject_kind="task", subject_id=task.pk, about=held.pk, details=details)
    return task


def recount_all(actor: Actor) -> int:
    """Count anew the open deadlines of one organisation whose rules have changed; says how many were told of.

    Each member's own tasks are read as that member sees them, so that those of restricted cases are found too, and by
    nobody else. Raises `Locked`.
    """
    today, told = walking.today(), 0
    for member_id in organisations.members_visible_to(actor).values_list("pk", flat=True):
        with tenancy.scope(org=actor.org_id, member=member_id):
            told += sum(_recount(actor, one, today) for one in _changed(actor, member_id, today))
    return told


def _changed(actor: Actor, member_id: uuid.UUID, today: dt.date) -> list[Task]:
    mine = Task.objects.filter(org_id=actor.org_id, owner_id=member_id, state=TaskState.OPEN)
    mine = mine.exclude(rule="").select_related("data_key", "case").select_for_update(of=("self",))
    return [one for one in mine.order_by("pk") if one.rule_state != state_of(one.rule, today)]


def _recount(actor: Actor, task: Task, today: dt.date) -> bool:
    """Whether its owner has to be told."""
    found = _answer(task, today)
    last: dt.date | None = found.result.get("last_day") if found else None
    before = (task.due_on, task.rule_notice)
    task.rule_state = state_of(task.rule, today)
    if found is None or last is None:
        task.rule_notice = RuleNotice.SILENT
    else:
        task.rule_version = found.version
        if last != task.due_on:
            task.was_due_on, task.due_on, task.rule_notice = task.due_on, last, RuleNotice.MOVED
    task.save(update_fields=["rule_state", "rule_version", "rule_notice", "was_due_on", "due_on"])
    if (task.due_on, task.rule_notice) == before:
        return False
    details = {"rule": task.rule, "version": task.rule_version, "notice": str(task.rule_notice)}
    audit.record(actor, CHANGED, subject_kind="task", subject_id=task.pk, about=task.case_id, details=details)
    return True


def _answer(task: Task, today: dt.date) -> Answer | None:
    try:
        return evaluate(task.rule, today, task.rule_facts or {})
    except GuidanceError:
        return None


def see_rule_change(actor: StaffActor, task: Task) -> Task:
    """Its reader knows; the notice goes."""
    require(actor, "case.write", task.case)
    held = hold_child(actor, task, "see_rule_change")
    if held.rule_notice:
        held.rule_notice, held.was_due_on = "", None
        held.save(update_fields=["rule_notice", "was_due_on"])
        audit.record(actor, SEEN, subject_kind="task", subject_id=held.pk, about=held.case_id)
    return held


def state_of(rule: str, on: dt.date) -> str:
    """Twelve characters that change when the files of the rule do, or when another version of it begins to hold.

    "-" for a rule that is there no more.
    """
    known = rules().get(rule)
    if known is None:
        return "-"
    parts = [
        (one.id, one.value, one.valid_from, one.valid_to, one.review, one.holds(on))
        for name in known.uses
        if name in the_book().parameters
        for one in the_book().parameters[name].versions
    ]
    disputed = [one.id for one in the_book().conflicts if one.parameter in known.uses and one.decided is None]
    return hashlib.sha256(repr((parts, disputed)).encode()).hexdigest()[:12]
