"""What referrals show on the page of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels, presence
from sapar.referrals import queries

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor


_THERE = """
    select 1 from referrals_referral where from_org_id = %(org)s and case_id = %(case)s
    union all select 1 from referrals_referral where to_org_id = %(org)s and to_case_id = %(case)s
"""


def of_case(actor: StaffActor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """Referrals that went out of the case; for a case opened by one, the people as long as they may be seen."""
    if not actor.may("referral.read"):
        return None
    found = presence.of(actor, case).rows("referrals", queries.of_case)
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
    presence.also("referrals", _THERE)
    panels.register("referrals", of_case)
