"""Which way a referral can go, and while which states the other side may see anything at all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.common.flow import Flow
from sapar.referrals.link_codes import DeclineReason


class ReferralState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    IN_WORK = "in-work", _("In work")
    COMPLETED = "completed", _("Completed")


class WithdrawnBecause(models.TextChoices):
    SENDER = "sender", _("The organisation that sent it took it back")
    CONSENT = "consent", _("The person has withdrawn consent")
    CONSENT_ENDED = "consent-ended", _("The time of the consent is over")
    DISCLOSURE = "disclosure", _("The disclosure without consent was not upheld, or its time is over")


class DisclosureState(models.TextChoices):
    """Something goes out without consent at once; a second person says within a day whether that was right."""

    WAITING = "waiting", _("Waits for a second person")
    UPHELD = "upheld", _("Upheld by a second person")
    REFUSED = "refused", _("Refused by a second person")
    LAPSED = "lapsed", _("Nobody looked at it in time")


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

D = DisclosureState

DISCLOSURE = Flow(
    {(D.WAITING, "uphold"): D.UPHELD, (D.WAITING, "refuse"): D.REFUSED, (D.WAITING, "lapse"): D.LAPSED}
)

# While the referral is in one of these, the receiving side may read the packet (as far as the consent covers).
SEEN_IN = (S.OFFERED, S.ACCEPTED, S.IN_WORK)
# Still on its way: neither side has ended it.
RUNNING = (S.DRAFT, S.OFFERED, S.ACCEPTED, S.IN_WORK)
# Accepted and not over: there is something to report on.
AT_WORK = (S.ACCEPTED, S.IN_WORK)
# Verbs of the sending and of the receiving side; "expire" is the clock's. The end of a consent withdraws by itself.
SENDER_VERBS = ("offer", "withdraw")
RECEIVER_VERBS = ("accept", "decline", "start", "complete")


def side_of(verb: str) -> str:
    """Who may do it: "sender", "receiver", or "clock" for what time does. The database knows the same sides."""
    if verb in SENDER_VERBS:
        return "sender"
    return "receiver" if verb in RECEIVER_VERBS else "clock"


__all__ = [
    "AT_WORK", "DISCLOSURE", "RECEIVER_VERBS", "REFERRAL", "RUNNING", "SEEN_IN", "SENDER_VERBS", "DeclineReason",
    "DisclosureState", "ReferralState", "WithdrawnBecause", "side_of",
]  # fmt: skip
