"""What intake shows on the pages of lower layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels, presence
from sapar.intake import queries, tries

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


def contacts_of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """The talks of a case, for whoever reads contacts."""
    found = queries.of_case(actor, case.pk) if actor.may("contact.read") else []
    return ("intake/panels/contacts.html", {"contacts": found}) if found else None


def tries_on_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """Who had to do with a number of a restricted case without being named on it; messages among them."""
    found = tries.of_case(actor, case.pk) if case.restricted and actor.may("contact.read") else []
    if not found:
        return None
    has_new = any(one.seen_at is None and one.member_id != actor.member_id for one in found)
    return ("intake/panels/tries.html", {"tries": found, "has_new": has_new, "case_id": case.pk})


def register() -> None:
    panels.register("tries", tries_on_case)
    panels.register("contacts", contacts_of_case)
    presence.also_ahead(queries.of_case_ahead)
