"""Every write of screening, actor first."""

from sapar.screening.actions.asking import Asked, finish, forget, keep, withdraw
from sapar.screening.actions.deciding import Decided, determine, withdraw_determination
from sapar.screening.actions.duties import DutyWords, confirm_duty, end_duty, notify
from sapar.screening.actions.exchanging import bring_in, give_out
from sapar.screening.actions.supporting import SAYS_WHY, move_support, want_support
from sapar.screening.actions.training import end_training, record_training

__all__ = [
    "SAYS_WHY",
    "Asked",
    "Decided",
    "DutyWords",
    "bring_in",
    "confirm_duty",
    "determine",
    "end_duty",
    "end_training",
    "finish",
    "forget",
    "give_out",
    "keep",
    "move_support",
    "notify",
    "record_training",
    "want_support",
    "withdraw",
    "withdraw_determination",
]
