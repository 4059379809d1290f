"""Which way a case and its problems, tasks and papers can go."""

from __future__ import annotations

from sapar.cases.codes import CaseState as C
from sapar.cases.codes import PaperState as P
from sapar.cases.codes import ProblemState, TaskState
from sapar.cases.work_codes import FollowUpState as F
from sapar.common.flow import Flow

CASE = Flow(
    {
        (C.OPEN, "wait"): C.WAITING,
        (C.WAITING, "resume"): C.OPEN,
        (C.OPEN, "close"): C.CLOSED,
        (C.WAITING, "close"): C.CLOSED,
        (C.CLOSED, "reopen"): C.OPEN,
    }
)

PROBLEM = Flow(
    {
        (ProblemState.OPEN, "settle"): ProblemState.SETTLED,
        (ProblemState.SETTLED, "reopen"): ProblemState.OPEN,
    }
)

TASK = Flow(
    {
        (TaskState.OPEN, "finish"): TaskState.DONE,
        (TaskState.OPEN, "drop"): TaskState.DROPPED,
        (TaskState.DONE, "reopen"): TaskState.OPEN,
        (TaskState.DROPPED, "reopen"): TaskState.OPEN,
    }
)

FOLLOW_UP = Flow(
    {
        (F.PLANNED, "reach"): F.REACHED,
        (F.PLANNED, "miss"): F.NOT_REACHED,
        (F.PLANNED, "drop"): F.DROPPED,
    }
)

PAPER = Flow(
    {
        (P.NEEDED, "apply"): P.APPLIED,
        (P.NEEDED, "receive"): P.HELD,
        (P.APPLIED, "receive"): P.HELD,
        (P.APPLIED, "refuse"): P.REFUSED,
        (P.REFUSED, "apply"): P.APPLIED,
        (P.TAKEN, "receive"): P.HELD,
        (P.TAKEN, "apply"): P.APPLIED,
        (P.LOST, "apply"): P.APPLIED,
        (P.LOST, "receive"): P.HELD,
        (P.HELD, "lose"): P.LOST,
        (P.HELD, "take"): P.TAKEN,
    }
)
