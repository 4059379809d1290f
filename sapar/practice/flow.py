"""From a draft to a published entry: the writer sends it, two other people read it."""

from sapar.common.flow import Flow
from sapar.practice.codes import State

ENTRY = Flow(
    {
        (State.DRAFT, "send"): State.WAITING,
        (State.DRAFT, "drop"): State.DROPPED,
        (State.WAITING, "second"): State.SECONDED,
        (State.WAITING, "return"): State.DRAFT,
        (State.SECONDED, "publish"): State.PUBLISHED,
        (State.SECONDED, "return"): State.DRAFT,
        (State.PUBLISHED, "withdraw"): State.WITHDRAWN,
        (State.WITHDRAWN, "rework"): State.DRAFT,
        (State.WITHDRAWN, "drop"): State.DROPPED,
    }
)
