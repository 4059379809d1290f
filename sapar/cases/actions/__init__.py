"""Every write about cases."""

from sapar.cases.actions.access import lift, restrict
from sapar.cases.actions.course import Amendment, amend, close, reopen, resume, wait
from sapar.cases.actions.deadlines import add_deadline, recount_all, see_rule_change
from sapar.cases.actions.editing import open_form
from sapar.cases.actions.files import attach_file, give_file
from sapar.cases.actions.follow_ups import plan_follow_up, record_follow_up
from sapar.cases.actions.glass import break_glass, mend_glass, review_glass
from sapar.cases.actions.handing_over import accept_handover, hand_over, hand_over_all
from sapar.cases.actions.notes import add_note
from sapar.cases.actions.opening import Opening, open_case
from sapar.cases.actions.papers import PaperWords, add_paper, move_paper
from sapar.cases.actions.participants import Someone, add_participant, change_participant
from sapar.cases.actions.parties import PartyWords, add_party, correct_party, withdraw_party
from sapar.cases.actions.problems import add_problem, reopen_problem, settle_problem
from sapar.cases.actions.projects import (
    ProjectWords,
    add_project,
    change_project,
    close_project,
    reopen_project,
)
from sapar.cases.actions.services import ServiceWords, add_service, correct_service, withdraw_service
from sapar.cases.actions.taking_back import take_back
from sapar.cases.actions.tasks import add_task, move_task

__all__ = [
    "Amendment",
    "Opening",
    "PaperWords",
    "PartyWords",
    "ProjectWords",
    "ServiceWords",
    "Someone",
    "accept_handover",
    "add_deadline",
    "recount_all",
    "see_rule_change",
    "add_note",
    "add_paper",
    "add_participant",
    "add_party",
    "add_problem",
    "add_project",
    "add_service",
    "add_task",
    "amend",
    "attach_file",
    "break_glass",
    "change_participant",
    "change_project",
    "close",
    "close_project",
    "correct_party",
    "correct_service",
    "give_file",
    "hand_over",
    "hand_over_all",
    "lift",
    "mend_glass",
    "move_paper",
    "open_form",
    "move_task",
    "open_case",
    "plan_follow_up",
    "record_follow_up",
    "reopen",
    "reopen_problem",
    "reopen_project",
    "restrict",
    "resume",
    "review_glass",
    "settle_problem",
    "take_back",
    "wait",
    "withdraw_party",
    "withdraw_service",
]
