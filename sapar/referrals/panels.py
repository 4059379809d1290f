"""What referrals show on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels
from sapar.referrals import queries

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """Referrals that went out of the case; for a case opened by one, the people as long as they may be seen."""
    if not actor.may("referral.read"):
        return None
    found = queries.of_case(actor, case)
    context = {
        "case": case,
        "sent": [one for one in found if one.from_org_id == actor.org_id],
        "received": [
            (one, queries.open_packet(actor, one)) for one in found if one.to_org_id == actor.org_id
        ],
        "may_offer": actor.may("referral.offer") and not (case.is_closed or case.is_erased),
    }
    return "referrals/on_case.html", context


def register() -> None:
    panels.register("referrals", of_case)
