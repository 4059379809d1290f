"""What screening shows on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels, presence
from sapar.screening import queries
from sapar.screening.codes import ScreeningState

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


_THERE = "select 1 from screening_screening where org_id = %(org)s and case_id = %(case)s"


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """How far screening and help have come; nothing for who may not screen."""
    if not actor.may("screening.do") or case.is_erased:
        return None
    rows = presence.of(actor, case).rows("screening", queries.screenings)
    found = [one for one in rows if one.state != ScreeningState.WITHDRAWN]
    context = {
        "case": case,
        "screenings": found,
        "supports": queries.supports(actor, case) if found else [],
    }
    return "screening/on_case.html", context


def register() -> None:
    presence.also("screening", _THERE)
    panels.register("screening", of_case)
