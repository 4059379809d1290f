"""Charts as plain figures, ready to be drawn by a template: bars of kinds, columns of months. Nothing runs in the browser.

Shares are in per cent of the longest bar; places of columns in the units of the drawing, see `WIDTH` and `HEIGHT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 320, 120
MOST_BARS = 8
_GAP = 0.28


@dataclass(frozen=True)
class Bar:
    """One kind with its count. `share` is what is drawn: per cent of the longest, never less than a visible sliver."""

    label: str
    value: int
    share: float


@dataclass(frozen=True)
class Column:
    """One month. `x`, `y`, `width`, `height` of the block; `middle` is where its words are centred."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def above(self) -> float:
        """Where the figure stands."""
        return self.y - 4


def bars(counts: Sequence[tuple[str, int]], *, most: int = MOST_BARS) -> list[Bar]:
    """The kinds with something in them, the most frequent first; what does not fit is one bar of its own."""
    ordered = sorted(((label, n) for label, n in counts if n), key=lambda one: (-one[1], one[0]))
    shown, rest = ordered[:most], ordered[most:]
    if len(rest) == 1:
        shown, rest = ordered, []
    if rest:
        words = ngettext("%(count)d other kind", "%(count)d other kinds", len(rest)) % {"count": len(rest)}
        shown = [*shown, (words, sum(n for _label, n in rest))]
    longest = max((n for _label, n in shown), default=0)
    return [Bar(label, n, max(round(100 * n / longest, 1), 0.5)) for label, n in shown]


def columns(counts: Sequence[tuple[str, int]]) -> list[Column]:
    """One column a month, all from the same ground; a month without anything keeps its place."""
    if not counts:
        return []
    step = WIDTH / len(counts)
    highest = max(n for _label, n in counts) or 1
    return [
        Column(
            label,
            n,
            x=round(place * step + step * _GAP / 2, 2),
            y=round(HEIGHT - HEIGHT * n / highest, 2),
            width=round(step * (1 - _GAP), 2),
            height=round(HEIGHT * n / highest, 2),
        )
        for place, (label, n) in enumerate(counts)
    ]
