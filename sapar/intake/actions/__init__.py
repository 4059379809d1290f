"""Every write of intake."""

from sapar.intake.actions.callbacks import called_back
from sapar.intake.actions.calls import TooMany, leave
from sapar.intake.actions.requests import admit, answer, close, log_request, release, take
from sapar.intake.actions.talks import link_to_case, log, look_up, open_case

__all__ = [
    "TooMany",
    "admit",
    "answer",
    "called_back",
    "close",
    "leave",
    "link_to_case",
    "log",
    "log_request",
    "look_up",
    "open_case",
    "release",
    "take",
]
