"""Every state and every verb, by the verbs themselves: what the table allows happens, all else is refused."""

from __future__ import annotations

import itertools

import pytest

from sapar.audit.models import Event
from sapar.cases import actions, flow, queries
from sapar.cases.actions import PaperWords
from sapar.cases.codes import CaseState, PaperState, ProblemState, TaskState
from sapar.cases.models import Case, Paper, Problem, Task
from sapar.common.errors import IllegalMove

pytestmark = pytest.mark.django_db

CASE_WAY = {"open": [], "waiting": ["wait"], "closed": ["close"]}
PAPER_WAY = {state: state for state in PaperState.values}


def move_case(actor, case: Case, verb: str) -> Case:
    if verb == "wait":
        return actions.wait(actor, case, "partner")
    if verb == "close":
        return actions.close(actor, case, {one.pk: "partly" for one in case.problems.all()})
    return {"resume": actions.resume, "reopen": actions.reopen}[verb](actor, case)


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(CaseState.values, flow.CASE.verbs)))
def test_case(bakyt, case, in_osh, state, verb):
    for step in CASE_WAY[state]:
        move_case(bakyt, case, step)
    before = Event.objects.count()
    if flow.CASE.allows(state, verb):
        assert move_case(bakyt, case, verb).state == flow.CASE.move(state, verb)
        return
    with pytest.raises(IllegalMove):
        move_case(bakyt, case, verb)
    assert queries.get(bakyt, case.pk).state == state
    assert Event.objects.count() == before


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(ProblemState.values, flow.PROBLEM.verbs)))
def test_problem(bakyt, case, in_osh, state, verb):
    problem = case.problems.first()
    if state == ProblemState.SETTLED:
        actions.settle_problem(bakyt, problem, "solved")

    def act():
        return (
            actions.settle_problem(bakyt, problem, "partly")
            if verb == "settle"
            else actions.reopen_problem(bakyt, problem)
        )

    if flow.PROBLEM.allows(state, verb):
        assert act().state == flow.PROBLEM.move(state, verb)
        return
    with pytest.raises(IllegalMove):
        act()
    assert Problem.objects.get(pk=problem.pk).state == state


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(TaskState.values, flow.TASK.verbs)))
def test_task(bakyt, case, in_osh, state, verb):
    task = actions.add_task(bakyt, case, "Write to the embassy.")
    for step in {"open": [], "done": ["finish"], "dropped": ["drop"]}[state]:
        actions.move_task(bakyt, task, step)
    if flow.TASK.allows(state, verb):
        assert actions.move_task(bakyt, task, verb).state == flow.TASK.move(state, verb)
        return
    with pytest.raises(IllegalMove):
        actions.move_task(bakyt, task, verb)
    assert Task.objects.get(pk=task.pk).state == state


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(PaperState.values, flow.PAPER.verbs)))
def test_paper(bakyt, case, in_osh, state, verb):
    person = case.participants.first().person
    paper = actions.add_paper(bakyt, case, person, PaperWords("passport", state))
    if flow.PAPER.allows(state, verb):
        assert actions.move_paper(bakyt, paper, verb).state == flow.PAPER.move(state, verb)
        return
    with pytest.raises(IllegalMove):
        actions.move_paper(bakyt, paper, verb)
    assert Paper.objects.get(pk=paper.pk).state == state


CLOSED_VERBS = {
    "amend": lambda actor, case: actions.amend(actor, case, actions.Amendment("x"), version=case.version),
    "hand_over": lambda actor, case: actions.hand_over(actor, case, actor.membership),
    "add_problem": lambda actor, case: actions.add_problem(actor, case, "debt"),
    "settle": lambda actor, case: actions.settle_problem(actor, case.problems.first(), "solved"),
    "add_task": lambda actor, case: actions.add_task(actor, case, "x"),
    "add_paper": lambda actor, case: actions.add_paper(
        actor, case, case.participants.first().person, PaperWords("passport")
    ),
    "change_participant": lambda actor, case: actions.change_participant(
        actor, case.participants.first(), role="helped", relation="self"
    ),
    "attach_file": lambda actor, case: actions.attach_file(actor, case, None),
}


@pytest.mark.parametrize("verb", CLOSED_VERBS)
def test_a_closed_case_takes_nothing_but_a_note(bakyt, case, in_osh, verb):
    closed = move_case(bakyt, case, "close")
    with pytest.raises(IllegalMove):
        CLOSED_VERBS[verb](bakyt, closed)
    assert actions.add_note(bakyt, closed, "She called again.").pk
