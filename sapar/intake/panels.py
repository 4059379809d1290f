"""What intake shows on the pages of lower layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels
from sapar.intake import queries

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


def contacts_of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """The talks of a case, for whoever reads contacts."""
    found = queries.of_case(actor, case.pk) if actor.may("contact.read") else []
    return ("intake/panels/contacts.html", {"contacts": found}) if found else None


def register() -> None:
    panels.register("contacts", contacts_of_case)
