"""Every write of intake."""

from sapar.intake.actions.attachments import attach, give
from sapar.intake.actions.callbacks import called_back, log_missed, no_answer, reached, stop
from sapar.intake.actions.calls import TooMany, leave
from sapar.intake.actions.claims import Busy, claim, let_go
from sapar.intake.actions.drafts import AlreadySaved, check_seen, drop, keep, pass_on, sweep
from sapar.intake.actions.requests import admit, answer, begin_call, close, log_request, release, take
from sapar.intake.actions.talks import link_to_case, log, look_up, open_case
from sapar.intake.actions.tries import Verdict, check_word, see

__all__ = [
    "AlreadySaved",
    "Verdict",
    "attach",
    "check_seen",
    "check_word",
    "drop",
    "give",
    "keep",
    "pass_on",
    "see",
    "sweep",
    "Busy",
    "TooMany",
    "admit",
    "answer",
    "begin_call",
    "called_back",
    "claim",
    "close",
    "leave",
    "let_go",
    "link_to_case",
    "log",
    "log_missed",
    "log_request",
    "look_up",
    "no_answer",
    "open_case",
    "reached",
    "release",
    "stop",
    "take",
]
