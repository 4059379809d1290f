"""The course of a notice: an organisation decides once, and may make itself known later than that."""

from sapar.acquaintance.codes import NoticeState
from sapar.common.flow import Flow

NOTICE = Flow(
    {
        (NoticeState.OPEN, "make_known"): NoticeState.KNOWN,
        (NoticeState.OPEN, "leave"): NoticeState.LEFT,
        (NoticeState.LEFT, "make_known"): NoticeState.KNOWN,
        # Nobody else is there any more: a consent was taken back, a case closed.
        (NoticeState.OPEN, "lapse"): NoticeState.OVER,
    }
)
