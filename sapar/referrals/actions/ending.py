"""A referral ends: taken back, or by time. What ends it from below stands in `effects.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects, tenancy
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.flow import ReferralState, WithdrawnBecause
from sapar.referrals.models import Referral

if TYPE_CHECKING:
    import uuid

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
    with tenancy.scope(org=from_org_id, door="jobs"):
        rows = _ended("select * from referrals_let_time_pass()", from_org_id)
    for referral in rows:
        if referral.state == ReferralState.EXPIRED:
            tell(actor, "referral.expired", referral)
            effects.announce(actor, "referral.expired", referral_id=referral.pk)
        else:
            announce_withdrawn(actor, referral)
    return len(rows)


def tell_ended_with(actor: Actor, consent_id: uuid.UUID) -> None:
    """Tell of the referrals that the database has just withdrawn because this consent ended."""
    if actor.org_id is not None:
        for referral in _ended("select * from referrals_ended_with(%s)", actor.org_id, str(consent_id)):
            announce_withdrawn(actor, referral)


def _ended(statement: str, from_org_id: uuid.UUID, *values: str) -> list[Referral]:
    """Rows of ids as referrals that are never saved: the rows themselves may be hidden from a job, which is named on no
    restricted case."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        Referral(
            pk=key, from_org_id=from_org_id, case_id=case_id, to_org_id=to_org_id, to_case_id=to_case_id, state=after,
            withdrawn_because=because, offered_at=offered_at,
        )
        for key, case_id, to_org_id, to_case_id, after, because, offered_at in rows
    ]  # fmt: skip
