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
# Who may offer may also type back what was answered by phone or on paper.
TYPED_BACK = "referral.offer"


def side(actor: Actor, referral: Referral) -> str:
    """ "sender" or "receiver"; raises `NotVisible` for anybody else."""
    if actor.org_id == referral.from_org_id:
        return "sender"
    if actor.org_id == referral.to_org_id and not referral.is_outside:
        return "receiver"
    raise NotVisible


def _whose(referral: Referral, verb: str) -> tuple[str, str]:
    """(side, right): what the other side would do in Sapar, the sender types back where nobody of it is here."""
    if verb == "report" or side_of(verb) == "receiver":
        return ("sender", TYPED_BACK) if referral.is_outside else ("receiver", RIGHTS[verb])
    return side_of(verb), RIGHTS.get(verb, "")


def require_verb(actor: Actor, referral: Referral, verb: str) -> None:
    """Raise `Denied` unless the role carries the right and the verb is this side's to do."""
    wanted, right = _whose(referral, verb)
    require(actor, right, referral)
    if side(actor, referral) != wanted:
        raise Denied(right, subject_kind="referral", subject_id=referral.pk)


def verbs(actor: Actor, referral: Referral) -> list[str]:
    """What this actor may do with the referral now; for the buttons of a page."""
    mine = side(actor, referral)
    return [
        verb
        for verb in REFERRAL.verbs_from(referral.state)
        if _whose(referral, verb)[0] == mine and actor.may(_whose(referral, verb)[1])
    ]
