"""Every write of monitoring."""

from sapar.monitoring.actions.concerns import drop, raise_concern, reply, second, uphold
from sapar.monitoring.actions.feedback import TooMany, review, tell
from sapar.monitoring.actions.reckoning import reckon, reckon_all
from sapar.monitoring.actions.reminders import remind, remind_again, remind_by_mail, settle
from sapar.monitoring.actions.visits import Seen, give_evidence, write_visit

__all__ = [
    "Seen",
    "TooMany",
    "drop",
    "give_evidence",
    "raise_concern",
    "reckon",
    "reckon_all",
    "remind",
    "remind_again",
    "remind_by_mail",
    "reply",
    "review",
    "second",
    "settle",
    "tell",
    "uphold",
    "write_visit",
]
