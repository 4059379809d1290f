"""The receiving side answers an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.common import effects
from sapar.common.errors import IllegalMove, Invalid
from sapar.referrals import queries
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.contents import Summary
from sapar.referrals.flow import DeclineReason

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.referrals.models import Referral

audit.name("referral.accepted", _("Referral accepted"))
audit.name("referral.declined", _("Referral declined"))


def accept(actor: StaffActor, referral: Referral, *, into: Case | None = None) -> Referral:
    """Take the work on: a case of one's own is opened with the problems and the place, or the open case `into` goes on.

    Who the people are is shown in that case through the grant for as long as it is open; it is never copied there.
    """
    held = hold(actor, referral, "accept")
    if held.answer_by <= timezone.now():
        raise Invalid({"": __("The time to answer is already over.")})
    own = _continued(actor, into) if into else _opened(actor, held)
    move(held, "accept", to_case_id=own.pk, answered_by_id=actor.member_id)
    tell(actor, "referral.accepted", held)
    effects.announce(actor, "referral.accepted", referral_id=held.pk)
    return held


def _continued(actor: StaffActor, into: Case) -> Case:
    case = case_queries.get(actor, into.pk)
    if case.is_closed or case.is_erased:
        raise IllegalMove(case.state, "accept")
    return case


def _opened(actor: StaffActor, held: Referral) -> Case:
    seen = queries.open_packet(actor, held).summary or Summary()
    opening = cases.Opening(
        problems=seen.problems,
        language=next(iter(seen.languages), ""),
        country=seen.country,
        province=seen.province,
    )
    return cases.open_case(actor, opening)


def decline(actor: StaffActor, referral: Referral, reason: str) -> Referral:
    """Say no and why, so that the sender can ask somebody else soon. Raises `Invalid`."""
    held = hold(actor, referral, "decline")
    if reason not in DeclineReason.values:
        raise Invalid({"reason": __("Say why it is declined.")})
    move(held, "decline", decline_reason=reason, answered_by_id=actor.member_id)
    tell(actor, "referral.declined", held, reason=reason)
    effects.announce(actor, "referral.declined", referral_id=held.pk)
    return held
