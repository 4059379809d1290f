"""What screening shows on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels
from sapar.screening import queries
from sapar.screening.codes import ScreeningState

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """How far screening and help have come; nothing for who may not screen."""
    if not actor.may("screening.do") or case.is_erased:
        return None
    found = [one for one in queries.screenings(actor, case) if one.state != ScreeningState.WITHDRAWN]
    context = {
        "case": case,
        "screenings": found,
        "supports": queries.supports(actor, case) if found else [],
    }
    return "screening/on_case.html", context


def register() -> None:
    panels.register("screening", of_case)
