"""The course of an export of everything that an organisation has."""

from __future__ import annotations

from sapar.common.flow import Flow
from sapar.keeping.codes import ExportState as S

EXPORT = Flow(
    {
        (S.ASKED, "approve"): S.APPROVED,
        (S.ASKED, "refuse"): S.REFUSED,
        (S.ASKED, "withdraw"): S.WITHDRAWN,
        (S.ASKED, "expire"): S.EXPIRED,
        (S.APPROVED, "make"): S.MAKING,
        (S.APPROVED, "withdraw"): S.WITHDRAWN,
        (S.APPROVED, "fail"): S.FAILED,
        (S.MAKING, "finish"): S.READY,
        (S.MAKING, "fail"): S.FAILED,
        (S.READY, "take"): S.TAKEN,
        (S.READY, "withdraw"): S.WITHDRAWN,
        (S.READY, "expire"): S.EXPIRED,
    }
)
RUNNING = (S.ASKED, S.APPROVED, S.MAKING, S.READY)
