"""Every write about cases."""

from sapar.cases.actions.access import lift, restrict
from sapar.cases.actions.course import Amendment, amend, close, hand_over, reopen, resume, wait
from sapar.cases.actions.files import attach_file, give_file
from sapar.cases.actions.notes import add_note
from sapar.cases.actions.opening import Opening, open_case
from sapar.cases.actions.papers import PaperWords, add_paper, move_paper
from sapar.cases.actions.participants import Someone, add_participant, change_participant
from sapar.cases.actions.problems import add_problem, reopen_problem, settle_problem
from sapar.cases.actions.taking_back import take_back
from sapar.cases.actions.tasks import add_task, move_task

__all__ = [
    "Amendment",
    "Opening",
    "PaperWords",
    "Someone",
    "add_note",
    "add_paper",
    "add_participant",
    "add_problem",
    "add_task",
    "amend",
    "attach_file",
    "change_participant",
    "close",
    "give_file",
    "hand_over",
    "lift",
    "move_paper",
    "move_task",
    "open_case",
    "reopen",
    "reopen_problem",
    "restrict",
    "resume",
    "settle_problem",
    "take_back",
    "wait",
]
