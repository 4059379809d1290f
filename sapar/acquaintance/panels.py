"""What acquaintance shows on the page of a case and on the page of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.acquaintance import queries
from sapar.acquaintance.codes import TAKING_PART
from sapar.cases import panels, presence

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


_THERE = "select 1 from acquaintance_entry where org_id = %(org)s and case_id = %(case)s and ended_at is null"


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """How it stands with each who is helped; nothing where the case or the organisation is left out."""
    is_left_out = case.restricted or case.is_closed or case.is_erased or actor.org.kind not in TAKING_PART
    if is_left_out or not actor.may("case.write"):
        return None
    standings = queries.of_case(actor, case)
    if not standings:
        return None
    context = {
        "case": case,
        "standings": standings,
        "may_enter": actor.may(queries.ENTER),
        "may_answer": actor.may(queries.ANSWER),
        "may_withdraw": actor.may("consent.withdraw"),
    }
    return "acquaintance/on_case.html", context


def of_day(actor: StaffActor, _day: object) -> tuple[str, dict[str, Any]] | None:
    """That something waits to be decided or read."""
    waiting = queries.waiting(actor) if actor.may(queries.ANSWER) else 0
    return ("acquaintance/of_day.html", {"waiting": waiting}) if waiting else None


def register() -> None:
    presence.also("acquaintance", _THERE)
    panels.register("acquaintance", of_case)
    panels.DAY.register("acquaintance", of_day)
