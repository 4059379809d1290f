"""The course of a case: amended, handed over, waiting, closed, reopened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import policy, queries
from sapar.cases.actions.held import hold, hold_open
from sapar.cases.actions.problems import settle_held
from sapar.cases.actions.tasks import move_held
from sapar.cases.actions.words import long_words
from sapar.cases.codes import Industry, ProblemState, TaskState, WaitingFor
from sapar.cases.flow import CASE
from sapar.cases.models import Problem, Task
from sapar.common import effects
from sapar.common.errors import Invalid, Stale
from sapar.organisations.guard import require
from sapar.people import lists

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

audit.name("case.amended", _("Case amended"))
audit.name("case.waiting", _("Case waits"))
audit.name("case.resumed", _("Case goes on"))
audit.name("case.closed", _("Case closed"))
audit.name("case.reopened", _("Case open again"))


@dataclass(frozen=True)
class Amendment:
    """What can be changed about the case itself."""

    story: str
    language: str = ""
    country: str = ""
    province: str = ""
    industry: str = ""


def amend(actor: StaffActor, case: Case, amendment: Amendment, *, version: int) -> Case:
    """Replace story and place; raises `Stale` when somebody changed these since `version` was read.

    That the case was handed over or waits meanwhile is no reason to refuse.
    """
    require(actor, "case.write", case)
    held = hold_open(actor, case, "amend")
    if held.version != version and queries.wrote_since(actor, held, version):
        raise Stale
    if amendment.country and amendment.country not in lists.country_codes():
        raise Invalid({"country": __("Please choose from the list.")})
    if amendment.language and amendment.language not in lists.LANGUAGES:
        raise Invalid({"language": __("Please choose from the list.")})
    if amendment.industry not in ("", *Industry.values):
        raise Invalid({"industry": __("Please choose from the list.")})
    queries.forms_open(actor, held).filter(member_id=actor.member_id).delete()
    held.story = long_words(amendment.story, "story")
    held.language, held.country, held.province = amendment.language, amendment.country, amendment.province
    held.industry = amendment.industry
    return _keep(actor, held, "case.amended")


def wait(actor: StaffActor, case: Case, waiting_for: str) -> Case:
    require(actor, "case.write", case)
    held = hold(actor, case)
    held.state = CASE.move(held.state, "wait")
    if waiting_for not in WaitingFor.values:
        raise Invalid({"waiting_for": __("Say for whom the case waits.")})
    held.waiting_for = waiting_for
    return _keep(actor, held, "case.waiting", waiting=waiting_for)


def resume(actor: StaffActor, case: Case) -> Case:
    require(actor, "case.write", case)
    held = hold(actor, case)
    held.state, held.waiting_for = CASE.move(held.state, "resume"), ""
    return _keep(actor, held, "case.resumed")


def close(
    actor: StaffActor,
    case: Case,
    outcomes: Mapping[uuid.UUID, str],
    *,
    closed_at: dt.datetime | None = None,
) -> Case:
    """Close it, giving every problem that is still open its outcome (problem id: outcome). Open tasks are dropped.

    `closed_at` is for what ended before it was written down here. Raises `Invalid` at "outcome-<problem id>" for a
    problem without one, at "closed_at" for a time before the opening or yet to come.
    """
    require(actor, "case.close", case)
    held = hold(actor, case)
    policy.require_named(actor, held, "case.close")
    after = CASE.move(held.state, "close")
    if closed_at and not held.opened_at <= closed_at <= timezone.now():
        raise Invalid({"closed_at": __("A case closes after it was opened, and not in the future.")})
    open_problems = list(_open(Problem, actor, held, ProblemState.OPEN))
    missing = [one for one in open_problems if not outcomes.get(one.pk)]
    if missing:
        raise Invalid({f"outcome-{one.pk}": __("Say what came of the problem.") for one in missing})
    for problem in open_problems:
        settle_held(actor, problem, outcomes[problem.pk])
    for task in _open(Task, actor, held, TaskState.OPEN):
        move_held(actor, task, "drop")
    held.state, held.closed_at, held.waiting_for = after, closed_at or timezone.now(), ""
    _keep(
        actor, held, "case.closed", **({"happened": closed_at.astimezone(dt.UTC).date()} if closed_at else {})
    )
    effects.announce(actor, "case.closed", case_id=held.pk)
    return held


def _open(model: type[Problem] | type[Task], actor: StaffActor, case: Case, state: str):  # type: ignore[no-untyped-def] # rows of the one model or of the other
    return (
        model._default_manager.select_for_update()
        .filter(org_id=actor.org_id, case=case, state=state)
        .order_by("pk")
    )


def reopen(actor: StaffActor, case: Case) -> Case:
    require(actor, "case.close", case)
    held = hold(actor, case)
    policy.require_named(actor, held, "case.close")
    held.state, held.closed_at = CASE.move(held.state, "reopen"), None
    return _keep(actor, held, "case.reopened")


def _keep(actor: StaffActor, held: Case, verb: str, **details: object) -> Case:
    held.version += 1
    held.save()
    audit.record(actor, verb, subject_kind="case", subject_id=held.pk, about=held.pk, details=details)
    return held
