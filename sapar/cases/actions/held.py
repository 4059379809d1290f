"""Rows taken for a change: read anew, locked until the transaction ends, the case always before its children."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sapar.cases import queries
from sapar.cases.codes import CaseState
from sapar.common.errors import IllegalMove, NotVisible

if TYPE_CHECKING:
    from sapar.cases.models import Case, FollowUp, OtherParty, Paper, Problem, ServiceGiven, Task
    from sapar.common.actor import Actor

    Child = TypeVar("Child", Problem, Task, Paper, ServiceGiven, OtherParty, FollowUp)


def hold(actor: Actor, case: Case) -> Case:
    """The case as it is now; raises `NotVisible`."""
    held = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=case.pk).first()
    if held is None:
        raise NotVisible
    return held


def hold_open(actor: Actor, case: Case, verb: str) -> Case:
    """The same; raises `IllegalMove` for a closed case, which has to be reopened first."""
    held = hold_written(actor, case, verb)
    if held.state == CaseState.CLOSED:
        raise IllegalMove(held.state, verb)
    return held


def hold_written(actor: Actor, case: Case, verb: str) -> Case:
    """A case in whatever state, if words can still be sealed for it; raises `IllegalMove` once it was erased."""
    held = hold(actor, case)
    if held.is_erased:
        raise IllegalMove("erased", verb)
    return held


def hold_child(actor: Actor, child: Child, verb: str) -> Child:
    """A problem, task or another part of an open case, with its case."""
    return _hold_in(actor, hold_open(actor, child.case, verb), child)


def hold_any_child(actor: Actor, child: Child, verb: str) -> Child:
    """The same in a case of whatever state."""
    return _hold_in(actor, hold_written(actor, child.case, verb), child)


def _hold_in(actor: Actor, case: Case, child: Child) -> Child:
    rows = type(child)._default_manager.select_for_update(of=("self",))
    held = rows.filter(org_id=actor.org_id, case=case, pk=child.pk).first()
    if held is None:
        raise NotVisible
    held.case = case
    return held
