"""Which side of a referral somebody stands on, and what that side may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import Denied, NotVisible
from sapar.organisations.guard import require
from sapar.referrals.flow import REFERRAL, side_of

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.referrals.models import Referral

# The right that each verb of the flow asks for. A report goes with the work, so it asks what ending it asks.
RIGHTS = {
    "offer": "referral.offer",
    "withdraw": "referral.withdraw",
    "accept": "referral.answer",
    "decline": "referral.answer",
    "start": "referral.complete",
    "report": "referral.complete",
    "complete": "referral.complete",
}


def side(actor: Actor, referral: Referral) -> str:
    """ "sender" or "receiver"; raises `NotVisible` for anybody else."""
    if actor.org_id == referral.from_org_id:
        return "sender"
    if actor.org_id == referral.to_org_id:
        return "receiver"
    raise NotVisible


def require_verb(actor: Actor, referral: Referral, verb: str) -> None:
    """Raise `Denied` unless the role carries the right and the verb is this side's to do."""
    right = RIGHTS[verb]
    require(actor, right, referral)
    wanted = "receiver" if verb == "report" else side_of(verb)
    if side(actor, referral) != wanted:
        raise Denied(right, subject_kind="referral", subject_id=referral.pk)


def verbs(actor: Actor, referral: Referral) -> list[str]:
    """What this actor may do with the referral now; for the buttons of a page."""
    mine = side(actor, referral)
    return [
        verb
        for verb in REFERRAL.verbs_from(referral.state)
        if side_of(verb) == mine and actor.may(RIGHTS[verb])
    ]
