"""The course of a release, and of a request for tables of one's own."""

from __future__ import annotations

from sapar.common.flow import Flow
from sapar.insight.codes import ReleaseState, RequestState

R = ReleaseState

RELEASE = Flow(
    {
        (R.ASKED, "make"): R.MAKING,
        (R.ASKED, "withdraw"): R.WITHDRAWN,
        (R.MAKING, "finish"): R.READY,
        (R.MAKING, "block"): R.BLOCKED,
        (R.MAKING, "fail"): R.FAILED,
        (R.READY, "publish"): R.PUBLISHED,
        (R.READY, "refuse"): R.REFUSED,
        (R.READY, "withdraw"): R.WITHDRAWN,
    }
)

Q = RequestState

# Two organisations agree one after the other; one of them is enough to refuse.
RESEARCH = Flow(
    {
        (Q.ASKED, "approve"): Q.HALF,
        (Q.ASKED, "refuse"): Q.REFUSED,
        (Q.ASKED, "withdraw"): Q.WITHDRAWN,
        (Q.HALF, "approve"): Q.APPROVED,
        (Q.HALF, "refuse"): Q.REFUSED,
        (Q.HALF, "withdraw"): Q.WITHDRAWN,
        (Q.APPROVED, "withdraw"): Q.WITHDRAWN,
    }
)
