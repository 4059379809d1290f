"""What referrals do when something below them happens; wired in `config`.

By then the database has closed the grants and emptied the packets in the same transaction: here it is only told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.functions import TransactionNow
from django.db.models import Q

from sapar.referrals.actions.ending import announce_withdrawn, tell_ended_with, withdraw
from sapar.referrals.flow import ReferralState, WithdrawnBecause
from sapar.referrals.models import Referral

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def consent_ended(actor: Actor, consent_id: uuid.UUID) -> None:
    """After "consent.withdrawn" and "consent.expired": tell of the referrals that rested on it."""
    tell_ended_with(actor, consent_id)


def person_erased(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased" and its effects on cases: tell of referrals that lost their case's words with it.

    Those that rested on the person's own consents were told of as these were withdrawn.
    """
    lost = Q(case__data_key__erased_at__isnull=False, case__participants__person_id=person_id)
    told = Q(rests_on__consent__withdrawn_at__isnull=False)
    rows = Referral.objects.filter(
        from_org_id=actor.org_id, state=ReferralState.WITHDRAWN, ended_at=TransactionNow()
    )
    rows = rows.exclude(withdrawn_because=WithdrawnBecause.SENDER).select_related("from_org", "to_org")
    for referral in rows.filter(lost).exclude(told).distinct().order_by("pk"):
        announce_withdrawn(actor, referral)


def case_closed(actor: Actor, case_id: uuid.UUID) -> None:
    """After "case.closed": what nobody has answered yet is taken back. Work that others have begun goes on."""
    open_offers = Referral.objects.filter(from_org_id=actor.org_id, case_id=case_id)
    for referral in open_offers.filter(state__in=(ReferralState.DRAFT, ReferralState.OFFERED)).order_by("pk"):
        withdraw(actor, referral)
