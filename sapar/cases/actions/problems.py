"""The problems of a case, and what came of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.codes import Outcome
from sapar.cases.flow import PROBLEM
from sapar.cases.models import Participant, Problem
from sapar.common.codes import codes_of
from sapar.common.errors import Invalid
from sapar.common.ready import insert
from sapar.directory.taxonomy import Problem as ProblemCode
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people.saving import save

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("problem.added", _("Problem added"))
audit.name("problem.settled", _("Problem settled"))
audit.name("problem.reopened", _("Problem open again"))

_PLACES = {"problem_once": "code", "problem_settled_has_outcome": "outcome"}


def add_problem(
    actor: StaffActor,
    case: Case,
    code: str,
    *,
    person: Person | None = None,
    once: uuid.UUID | None = None,
) -> Problem:
    """A problem of the whole case, or of one of its people. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_problem")
    if person and not Participant.objects.filter(org_id=actor.org_id, case=held, person=person).exists():
        raise Invalid({"person": __("This person is not in the case.")})
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Problem.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    problem = _add(actor, held, code, person)
    if once:
        sent.settle(actor, once, problem.pk)
    return problem


def add_codes(actor: StaffActor, case: Case, codes: Iterable[str]) -> None:
    """Several problems at once for a case that is just being opened, each once."""
    rows = [Problem(org_id=actor.org_id, case=case, code=_known(code)) for code in dict.fromkeys(codes)]
    for row in rows:
        insert(row)
        _record(actor, "problem.added", row)


def _add(actor: StaffActor, case: Case, code: str, person: Person | None) -> Problem:
    problem = Problem(org_id=actor.org_id, case=case, code=_known(code), person=person)
    save(problem, _PLACES)
    _record(actor, "problem.added", problem)
    return problem


def _known(code: str) -> str:
    if code not in codes_of(ProblemCode):
        raise Invalid({"code": __("Please choose from the list.")})
    return code


def settle_problem(actor: StaffActor, problem: Problem, outcome: str) -> Problem:
    """Say what came of it. Raises `Invalid` for no outcome, `IllegalMove` when it is settled already."""
    require(actor, "problem.settle", problem)
    return settle_held(actor, hold_child(actor, problem, "settle_problem"), outcome)


def settle_held(actor: StaffActor, held: Problem, outcome: str) -> Problem:
    """The same for a problem whose case is held."""
    held.state = PROBLEM.move(held.state, "settle")
    if outcome not in codes_of(Outcome):
        raise Invalid({"outcome": __("Say what came of the problem.")})
    held.outcome, held.settled_at = outcome, timezone.now()
    save(held, _PLACES)
    _record(actor, "problem.settled", held, outcome=outcome)
    return held


def reopen_problem(actor: StaffActor, problem: Problem) -> Problem:
    require(actor, "problem.settle", problem)
    held = hold_child(actor, problem, "reopen_problem")
    held.state = PROBLEM.move(held.state, "reopen")
    held.outcome, held.settled_at = "", None
    save(held, _PLACES)
    _record(actor, "problem.reopened", held)
    return held


def _record(actor: StaffActor, verb: str, problem: Problem, **more: str) -> None:
    details = {"problem": problem.code, **more}
    audit.record(
        actor, verb, subject_kind="problem", subject_id=problem.pk, about=problem.case_id, details=details
    )
