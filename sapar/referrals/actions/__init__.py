"""Every write about referrals."""

from sapar.referrals.actions.answering import accept, decline
from sapar.referrals.actions.disclosing import Ground, disclose, review
from sapar.referrals.actions.ending import expire_due, withdraw
from sapar.referrals.actions.offering import Plan, draft, offer
from sapar.referrals.actions.outside import Answer, Given, hand_over, make_link, type_answer
from sapar.referrals.actions.working import complete, report, settle_reported, start

__all__ = [
    "Answer",
    "Given",
    "Ground",
    "Plan",
    "accept",
    "complete",
    "decline",
    "disclose",
    "draft",
    "expire_due",
    "hand_over",
    "make_link",
    "offer",
    "report",
    "review",
    "settle_reported",
    "start",
    "type_answer",
    "withdraw",
]
