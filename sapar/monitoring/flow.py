"""The way of a concern: two monitors, the organisation's reply, and only then a warning.

An `asked` concern whose time for a reply is over stands as a warning by the rules, without a move (`rules.Concern`).
"""

from __future__ import annotations

from sapar.common.flow import Flow
from sapar.monitoring.staff_codes import ConcernState as S

CONCERN = Flow(
    {
        (S.RAISED, "second"): S.ASKED,
        (S.RAISED, "drop"): S.DROPPED,
        (S.ASKED, "reply"): S.REPLIED,
        (S.ASKED, "drop"): S.DROPPED,
        (S.REPLIED, "uphold"): S.UPHELD,
        (S.REPLIED, "drop"): S.DROPPED,
    }
)
