"""Which way a screening and a kind of help can go."""

from __future__ import annotations

from sapar.common.flow import Flow
from sapar.screening.codes import ScreeningState as S
from sapar.screening.codes import SupportState as H

SCREENING = Flow(
    {
        (S.BEGUN, "finish"): S.FINISHED,
        (S.BEGUN, "withdraw"): S.WITHDRAWN,
        (S.FINISHED, "withdraw"): S.WITHDRAWN,
    }
)

SUPPORT = Flow(
    {
        (H.WANTED, "begin"): H.UNDER_WAY,
        (H.WANTED, "finish"): H.DONE,
        (H.WANTED, "decline"): H.NOT_WANTED,
        (H.WANTED, "lack"): H.NOT_TO_BE_HAD,
        (H.UNDER_WAY, "finish"): H.DONE,
        (H.UNDER_WAY, "decline"): H.NOT_WANTED,
        (H.UNDER_WAY, "lack"): H.NOT_TO_BE_HAD,
        (H.DONE, "want"): H.WANTED,
        (H.NOT_WANTED, "want"): H.WANTED,
        (H.NOT_TO_BE_HAD, "want"): H.WANTED,
    }
)
