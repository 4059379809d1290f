"""How a commitment stands, and which judgement of two monitors moves it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sapar.common.flow import Flow
from sapar.watch.codes import State

COMMITMENT = Flow(
    {
        (State.PROPOSED, "confirm"): State.MADE,
        (State.PROPOSED, "drop"): State.DROPPED,
        (State.MADE, "begin"): State.IN_WORK,
        (State.MADE, "keep"): State.KEPT,
        (State.MADE, "break"): State.BROKEN,
        (State.MADE, "overtake"): State.OVERTAKEN,
        (State.MADE, "drop"): State.DROPPED,
        (State.IN_WORK, "keep"): State.KEPT,
        (State.IN_WORK, "break"): State.BROKEN,
        (State.IN_WORK, "overtake"): State.OVERTAKEN,
        (State.IN_WORK, "drop"): State.DROPPED,
        # What was kept can be taken back, what was broken can be made good.
        (State.KEPT, "break"): State.BROKEN,
        (State.KEPT, "overtake"): State.OVERTAKEN,
        (State.BROKEN, "keep"): State.KEPT,
        (State.BROKEN, "begin"): State.IN_WORK,
        (State.BROKEN, "overtake"): State.OVERTAKEN,
    }
)

VERBS = {
    "confirm": _("It was promised"),
    "begin": _("It is in work"),
    "keep": _("It was kept"),
    "break": _("It was broken"),
    "overtake": _("Events have overtaken it"),
    "drop": _("It was written down by mistake"),
}
