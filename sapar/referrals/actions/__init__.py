"""Every write about referrals."""

from sapar.referrals.actions.answering import accept, decline
from sapar.referrals.actions.ending import expire_due, withdraw
from sapar.referrals.actions.offering import Plan, draft, offer
from sapar.referrals.actions.working import complete, report, settle_reported, start

__all__ = [
    "Plan",
    "accept",
    "complete",
    "decline",
    "draft",
    "expire_due",
    "offer",
    "report",
    "settle_reported",
    "start",
    "withdraw",
]
