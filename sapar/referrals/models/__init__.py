"""The tables of referrals."""

from sapar.referrals.models.disclosure import Disclosure, DisclosurePerson
from sapar.referrals.models.outside import HandedOver, OutsideAnswer, SealedLink
from sapar.referrals.models.packet import Packet, ReportedOutcome
from sapar.referrals.models.referral import Grant, Referral, ReferralConsent

__all__ = [
    "Disclosure",
    "DisclosurePerson",
    "Grant",
    "HandedOver",
    "OutsideAnswer",
    "Packet",
    "Referral",
    "ReferralConsent",
    "ReportedOutcome",
    "SealedLink",
]
