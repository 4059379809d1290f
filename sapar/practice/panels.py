"""What the compendium shows on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels, presence
from sapar.practice import queries

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """What others did where the trouble was the same; nothing for a closed case."""
    if case.is_closed or case.is_erased or not actor.may("practice.read"):
        return None
    found = queries.of_case(actor, case.pk)
    return ("practice/staff/on_case.html", {"entries": found}) if found else None


def register() -> None:
    panels.register("practice", of_case)
    presence.also_ahead(queries.of_case_ahead)
