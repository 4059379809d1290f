"""Which way a referral can go, and while which states the other side may see anything at all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.common.flow import Flow


class ReferralState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    IN_WORK = "in-work", _("In work")
    COMPLETED = "completed", _("Completed")


class DeclineReason(models.TextChoices):
    NO_CAPACITY = "no-capacity", _("No capacity now")
    NOT_OUR_WORK = "not-our-work", _("Not what we do")
    NOT_OUR_PLACE = "not-our-place", _("Not where we work")
    NOT_REACHED = "not-reached", _("Could not reach the person")
    CONFLICT = "conflict", _("Conflict of interest")
    OTHER = "other", _("Another reason")


class WithdrawnBecause(models.TextChoices):
    SENDER = "sender", _("The organisation that sent it took it back")
    CONSENT = "consent", _("The person has withdrawn consent")
    CONSENT_ENDED = "consent-ended", _("The time of the consent is over")


S = ReferralState

REFERRAL = Flow(
    {
        (S.DRAFT, "offer"): S.OFFERED,
        (S.DRAFT, "withdraw"): S.WITHDRAWN,
        (S.OFFERED, "accept"): S.ACCEPTED,
        (S.OFFERED, "decline"): S.DECLINED,
        (S.OFFERED, "expire"): S.EXPIRED,
        (S.OFFERED, "withdraw"): S.WITHDRAWN,
        (S.ACCEPTED, "start"): S.IN_WORK,
        (S.ACCEPTED, "withdraw"): S.WITHDRAWN,
        (S.ACCEPTED, "complete"): S.COMPLETED,
        (S.IN_WORK, "complete"): S.COMPLETED,
        (S.IN_WORK, "withdraw"): S.WITHDRAWN,
    }
)

# While the referral is in one of these, the receiving side may read the packet (as far as the consent covers).
SEEN_IN = (S.OFFERED, S.ACCEPTED, S.IN_WORK)
# Still on its way: neither side has ended it.
RUNNING = (S.DRAFT, S.OFFERED, S.ACCEPTED, S.IN_WORK)
# Verbs of the sending and of the receiving side; "expire" is the clock's. The end of a consent withdraws by itself.
SENDER_VERBS = ("offer", "withdraw")
RECEIVER_VERBS = ("accept", "decline", "start", "complete")


def side_of(verb: str) -> str:
    """Who may do it: "sender", "receiver", or "clock" for what time does. The database knows the same sides."""
    if verb in SENDER_VERBS:
        return "sender"
    return "receiver" if verb in RECEIVER_VERBS else "clock"
