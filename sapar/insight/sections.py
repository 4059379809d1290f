"""One finding of the overview: a sentence, a drawing of it, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from sapar.insight import charts
from sapar.insight.tables import Table
from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Finding = Callable[[Sequence[tuple[str, int]]], str]


@dataclass(frozen=True)
class Section:
    """`finding` is the heading: what the figures say, in a sentence. `code` names it in addresses and files."""

    code: str
    finding: str
    table: Table
    bars: list[charts.Bar] = field(default_factory=list)
    columns: list[charts.Column] = field(default_factory=list)
    note: str = ""

    @property
    def width(self) -> int:
        return charts.WIDTH

    @property
    def height(self) -> int:
        return charts.HEIGHT


@dataclass(frozen=True)
class Figure:
    """One number of the band on top, with what it counts."""

    value: int
    label: str
    note: str = ""
    tone: str = ""


def by_kind(
    code: str, title: str, heading: str, counts: Sequence[tuple[str, int]], finding: Finding
) -> Section:
    """Bars of kinds, the most frequent first. `heading` names the kinds, `finding` makes the sentence of them."""
    ordered = sorted(((label, n) for label, n in counts if n), key=lambda one: (-one[1], one[0]))
    table = Table(code, title, [heading, title], [[label, n] for label, n in ordered])
    return Section(code, finding(ordered) if ordered else heading, table, bars=charts.bars(ordered))


def number(value: int) -> str:
    """The number as the reader's language groups it."""
    return format_decimal(value, locale=babel_locale())
