"""A referral ends: taken back, or by time. What ends it from below stands in `effects.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects, tenancy
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.flow import ReferralState, WithdrawnBecause
from sapar.referrals.models import Referral

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sapar.common.actor import Actor
    from sapar.organisations.actor import SystemActor

audit.name("referral.withdrawn", _("Referral withdrawn"))
audit.name("referral.expired", _("Referral not answered in time"))
audit.name("disclosure.escalated", _("Disclosure without consent waits for a second person"))
audit.name("disclosure.lapsed", _("Disclosure without consent not reviewed in time"))


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
        lapsed = _lapsed(actor, from_org_id)
        rows = _ended("select * from referrals_let_time_pass()", from_org_id)
    for referral in lapsed:
        announce_withdrawn(actor, referral)
    for referral in rows:
        if referral.state == ReferralState.EXPIRED:
            tell(actor, "referral.expired", referral)
            effects.announce(actor, "referral.expired", referral_id=referral.pk)
        else:
            announce_withdrawn(actor, referral)
    return len(rows) + len(lapsed)


def _lapsed(actor: SystemActor, from_org_id: uuid.UUID) -> list[Referral]:
    """Disclosures that nobody reviewed: said at half of the time, ended after it. Gives the referrals that ended so."""
    for disclosure_id, case_id in _rows("select * from referrals_escalate_disclosures()"):
        audit.record(
            actor, "disclosure.escalated", subject_kind="disclosure", subject_id=disclosure_id, about=case_id
        )
    ended = []
    for disclosure_id, *row in _rows("select * from referrals_let_disclosures_lapse()"):
        referral = _as_referral(row, from_org_id)
        audit.record(
            actor,
            "disclosure.lapsed",
            subject_kind="disclosure",
            subject_id=disclosure_id,
            about=referral.case_id,
        )
        if referral.state:
            ended.append(referral)
    return ended


def tell_ended_with(actor: Actor, consent_id: uuid.UUID) -> None:
    """Tell of the referrals that the database has just withdrawn because this consent ended."""
    if actor.org_id is not None:
        for referral in _ended("select * from referrals_ended_with(%s)", actor.org_id, str(consent_id)):
            announce_withdrawn(actor, referral)


def tell_ended_by_review(actor: Actor, disclosure_id: uuid.UUID) -> None:
    """Tell of the referral that a refused review has just ended."""
    if actor.org_id is not None:
        for referral in _ended(
            "select * from referrals_ended_by_review(%s)", actor.org_id, str(disclosure_id)
        ):
            announce_withdrawn(actor, referral)


def _ended(statement: str, from_org_id: uuid.UUID, *values: str) -> list[Referral]:
    return [_as_referral(row, from_org_id) for row in _rows(statement, *values)]


def _rows(statement: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _as_referral(row: Sequence[Any], from_org_id: uuid.UUID) -> Referral:
    """A row of ids as a referral that is never saved: the row itself may be hidden from a job, which is named on no
    restricted case."""
    key, case_id, to_org_id, to_case_id, way, after, because, offered_at = row
    return Referral(
        pk=key, from_org_id=from_org_id, case_id=case_id, to_org_id=to_org_id, to_case_id=to_case_id, way=way, state=after,
        withdrawn_because=because, offered_at=offered_at,
    )  # fmt: skip
