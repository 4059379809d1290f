"""What cases keep: the case itself, the work in it, and who holds or opens it.

The histories (`CaseVersion`, `ProblemVersion`, `PaperVersion`, `ServiceGivenVersion`, `OtherPartyVersion`) are put here by `history.tracked`.
"""

from sapar.cases.models.case import Case, CaseAccess, CaseCounter, Note, Paper, Participant, Problem, Task
from sapar.cases.models.course import GlassBreak, Handover, OpenForm
from sapar.cases.models.work import FollowUp, OtherParty, Project, ServiceGiven

__all__ = [
    "Case",
    "CaseAccess",
    "CaseCounter",
    "FollowUp",
    "GlassBreak",
    "Handover",
    "Note",
    "OpenForm",
    "OtherParty",
    "Paper",
    "Participant",
    "Problem",
    "Project",
    "ServiceGiven",
    "Task",
]
