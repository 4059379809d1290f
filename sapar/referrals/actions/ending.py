"""A referral ends: taken back, or by time. What ends it from below stands in `effects.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects, tenancy
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.flow import ReferralState, WithdrawnBecause
from sapar.referrals.models import Referral

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.organisations.actor import SystemActor

audit.name("referral.withdrawn", _("Referral withdrawn"))
audit.name("referral.expired", _("Referral not answered in time"))


def withdraw(actor: Actor, referral: Referral) -> Referral:
    """Take a referral back; the other organisation sees nothing of the people any more."""
    held = hold(actor, referral, "withdraw")
    move(held, "withdraw", withdrawn_because=WithdrawnBecause.SENDER)
    announce_withdrawn(actor, held)
    return held


def announce_withdrawn(actor: Actor, referral: Referral) -> None:
    """Tell both sides and whoever is wired; the database has moved the row already."""
    tell(actor, "referral.withdrawn", referral, because=referral.withdrawn_because)
    effects.announce(actor, "referral.withdrawn", referral_id=referral.pk)


def expire_due(actor: SystemActor) -> int:
    """End what nobody answered in time and what outlived its consent, restricted cases too. The job's verb; how many."""
    from_org_id = actor.org_id
    if from_org_id is None:
        return 0
    with tenancy.scope(org=from_org_id, door="jobs"), connection.cursor() as cursor:
        cursor.execute("select referral_id, case_id, to_org_id, to_case_id, after, because from referrals_let_time_pass()")
        rows = cursor.fetchall()
    for key, case_id, to_org_id, to_case_id, after, because in rows:
        # The row itself may be hidden from a job, which is named on no restricted case; the ids are all that is told.
        ended = Referral(
            pk=key, from_org_id=from_org_id, case_id=case_id, to_org_id=to_org_id, to_case_id=to_case_id, state=after,
            withdrawn_because=because, offered_at=timezone.now(),
        )  # fmt: skip
        if after == ReferralState.EXPIRED:
            tell(actor, "referral.expired", ended)
            effects.announce(actor, "referral.expired", referral_id=key)
        else:
            announce_withdrawn(actor, ended)
    return len(rows)
