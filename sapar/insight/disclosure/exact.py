"""Exact mode: true counts, and holes that cannot be filled in.

Hide what is small; complete until no line gives a hidden cell away; prove each hidden cell by a witness; hide more where
there is none; withhold a whole table where even that does not help. Every cell that stays has its proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure import repair, suppress, witness
from sapar.insight.disclosure.errors import Unfit

if TYPE_CHECKING:
    from sapar.insight.disclosure.cube import Cube
    from sapar.insight.disclosure.lattice import Ints, Lattice, Table
    from sapar.insight.disclosure.suppress import Mask
    from sapar.insight.disclosure.system import Floats

_ROUNDS = 400


@dataclass(frozen=True)
class Demand:
    """What must be kept. `least`: what remains of a line when all shown is subtracted. `width`: the proven width of each
    hidden cell's interval. `first`: hidden by rule. `known`: the reader has these cells already."""

    least: float
    width: Floats
    first: Mask
    known: Mask
    classes: dict[int, Ints] = field(default_factory=dict)


@dataclass(frozen=True)
class Hidden:
    """`proven[cell]` is a width that some witness reaches. Withheld tables are hidden whole and not published."""

    mask: Mask
    proven: Floats
    withheld: tuple[Table, ...]


def protect(cube: Cube, demand: Demand) -> Hidden:
    """Raises Unfit where not even one column can be shown."""
    work = _Work(cube, demand)
    for _round in range(_ROUNDS):
        if work.complete() and work.prove():
            return Hidden(work.hidden, work.proven, tuple(sorted(work.withheld)))
    raise Unfit(
        "These tables do not come to rest. Leave a column out with --dimensions, or use --mode noise."
    )


class _Work:
    def __init__(self, cube: Cube, demand: Demand) -> None:
        self.cube, self.demand, self.lattice = cube, demand, cube.lattice
        self.hidden = demand.first.copy()
        self.width = np.where(demand.known, 0.0, demand.width)
        self.proven = np.zeros(self.lattice.cells)
        self.withheld: set[Table] = set()
        self.may = suppress.plausible(self.lattice, cube.counts) & ~demand.known
        self.may[0] = False

    def complete(self) -> bool:
        """Complements; False where a table had to be withheld instead."""
        wanted = np.where(self.width > 0, np.maximum(self.width, self.demand.least), 0.0)
        task = suppress.Task(self.lattice, self.cube.counts, wanted)
        self.hidden, stuck = suppress.complete(task, self.hidden, self.may)
        self._withhold(stuck)
        return not len(stuck)

    def prove(self) -> bool:
        """True when every hidden cell has its witness."""
        usable = self.hidden & ~self.demand.known
        wanted = np.where(self.hidden & (self.proven < self.width), self.width, 0.0)
        found = witness.proven(self.lattice, self.cube.counts, usable, wanted, self.demand.classes)
        self.proven = np.maximum(self.proven, found)
        lacking = np.flatnonzero(self.hidden & (self.proven < self.width))
        if not len(lacking):
            return True
        task = suppress.Task(self.lattice, self.cube.counts, self.width, self.demand.classes)
        remedy = repair.wider(task, usable, self.may, lacking)
        self.proven[remedy.proven] = self.width[remedy.proven]
        self.hidden[remedy.hide] = True
        if not len(remedy.hide) and not len(remedy.proven):
            self._withhold(lacking)
        return False

    def _withhold(self, cells: Ints) -> None:
        """The largest tables among those of the cells; with a smaller table go all that would add up to it."""
        if not len(cells):
            return
        tables = {self.lattice.tables[number] for number in np.unique(self.lattice.table_of(cells))}
        longest = max(map(len, tables))
        for table in self.lattice.tables:
            if table and any(len(one) == longest and set(one) <= set(table) for one in tables):
                span = self.lattice.span(table)
                self.withheld.add(table)
                self.hidden[span], self.width[span] = True, 0.0
        if all((one,) in self.withheld for one in range(len(self.lattice.sizes))):
            raise Unfit(
                "No column can be shown safely: too few records, or earlier releases say too much. "
                "Merge rare categories, or use --mode noise or private."
            )


def share_hidden(lattice: Lattice, counts: Ints, hidden: Mask, threshold: int) -> float:
    """Of the cells that reach the threshold, how many are hidden all the same."""
    large = counts >= threshold
    large[0] = False
    return float((hidden & large).sum() / max(1, large.sum()))
