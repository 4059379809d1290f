"""Every write of the package: files taken out of the office, taking part in the region's picture, releases of it."""

from sapar.insight.actions.overview import take_all, take_table
from sapar.insight.actions.participation import agree, stop
from sapar.insight.actions.releases import CUT_OFF_DAYS, DOOR, Wanted, ask, decide, withdraw
from sapar.insight.actions.research import answer_request, ask_to_count, count_for, withdraw_request

__all__ = [
    "answer_request",
    "ask_to_count",
    "count_for",
    "withdraw_request",
    "CUT_OFF_DAYS",
    "DOOR",
    "Wanted",
    "agree",
    "ask",
    "decide",
    "stop",
    "take_all",
    "take_table",
    "withdraw",
]
