"""Every write about acquaintance."""

from sapar.acquaintance.actions.answering import answer, settle
from sapar.acquaintance.actions.entering import Said, enter, withdraw
from sapar.acquaintance.actions.meeting import LONGEST_WAIT, meet

__all__ = ["LONGEST_WAIT", "Said", "answer", "enter", "meet", "settle", "withdraw"]
