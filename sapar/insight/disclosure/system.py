"""What the unknown cells of a lattice obey: signed sums with known right sides, and the intervals that follow.

This is the protector's own view: it knows the counts. `attack` builds its view from published files alone and shares no
code with this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sapar.insight.disclosure.lattice import Ints, Lattice

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class System:
    """`cells` are unknown (sorted). Entry i says: in equation `equation[i]` the cell number `cell[i]` has `sign[i]` (+1 a
    part, -1 the total). Equations are renumbered densely; `names[e]` is the lattice's number of equation e."""

    cells: Ints
    equation: Ints
    cell: Ints
    sign: Floats
    names: Ints

    def sums(self, values: Floats) -> Floats:
        """Signed sum of each equation over values of the unknown cells."""
        return np.bincount(self.equation, self.sign * values[self.cell], minlength=len(self.names)).astype(
            np.float64
        )


def of(lattice: Lattice, cells: Ints) -> System:
    """All equations that hold at least one of the cells."""
    pieces: list[tuple[Ints, Ints, float]] = []
    table_of = lattice.table_of(cells)
    for number in np.unique(table_of):
        table, where = lattice.tables[number], np.flatnonzero(table_of == number)
        if table:
            named = lattice.part_equations(table, cells[where])
            pieces.append((named.ravel(), np.repeat(where, named.shape[1]), 1.0))
        if lattice.as_total[table]:
            named = lattice.total_equations(table, cells[where])
            pieces.append((named.ravel(), np.repeat(where, named.shape[1]), -1.0))
    if not pieces:
        none = np.empty(0, dtype=np.int64)
        return System(cells, none, none, np.empty(0), none)
    names, equation = np.unique(np.concatenate([one[0] for one in pieces]), return_inverse=True)
    sign = np.concatenate([np.full(len(one[0]), one[2]) for one in pieces])
    return System(cells, equation.astype(np.int64), np.concatenate([one[1] for one in pieces]), sign, names)


@dataclass(frozen=True)
class Bounds:
    """What follows for each unknown cell; `entry_low` and `entry_high` say what each single equation alone allows."""

    low: Floats
    high: Floats
    entry_low: Floats
    entry_high: Floats


def intervals(
    system: System, right: Floats, ceiling: float, *, floor: float = 0.0, rounds: int = 200
) -> Bounds:
    """Interval propagation to its fixed point, for whole numbers from `floor` to `ceiling`."""
    low, high = np.full(len(system.cells), floor), np.full(len(system.cells), float(ceiling))
    entry = (np.zeros(len(system.cell)), np.full(len(system.cell), float(ceiling)))
    for _round in range(rounds):
        entry = _implied(system, right, low, high)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, system.cell, entry[0])
        np.minimum.at(new_high, system.cell, entry[1])
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return Bounds(low, high, *entry)


def _implied(system: System, right: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    positive = system.sign > 0
    least = np.where(positive, low[system.cell], -high[system.cell])
    most = np.where(positive, high[system.cell], -low[system.cell])
    size = len(system.names)
    rest_least = np.bincount(system.equation, least, minlength=size)[system.equation] - least
    rest_most = np.bincount(system.equation, most, minlength=size)[system.equation] - most
    bottom, top = right[system.equation] - rest_most, right[system.equation] - rest_least
    return np.where(positive, bottom, -top), np.where(positive, top, -bottom)
