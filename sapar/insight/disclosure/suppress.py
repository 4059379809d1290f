"""Which cells to hide so that no hidden one can be computed: primary by rule, then complements line by line.

Interval propagation finds the lines that give a hidden cell away; each such line gets one more unknown cell, the cheapest
that helps. `certify` then proves, or asks for more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sapar.insight.disclosure import system

if TYPE_CHECKING:
    from sapar.insight.disclosure.lattice import Group, Ints, Lattice
    from sapar.insight.disclosure.system import Bounds, Floats, System

Mask = npt.NDArray[np.bool_]
_ROUNDS = 200


@dataclass(frozen=True)
class Task:
    """`counts` is additive over the lattice. `width[cell]`: how wide the interval of a hidden cell must stay.
    `classes`: see `witness.proven`."""

    lattice: Lattice
    counts: Ints
    width: Floats
    classes: dict[int, Ints] = field(default_factory=dict)


def small(counts: Ints, threshold: int) -> Mask:
    """Cells that stand for somebody and for fewer than `threshold`."""
    return (counts > 0) & (counts < threshold)


def plausible(lattice: Lattice, counts: Ints) -> Mask:
    """Cells that a reader cannot call zero by a glance at the smaller tables."""
    mask = counts > 0
    for group in lattice.groups:
        inside, above = lattice.view(mask, group.table), lattice.view(counts, group.total) > 0
        if len(group.table) == 1:
            inside[...] = True
        elif group.axis == 0:
            inside[...] = np.expand_dims(above, group.axis)
        else:
            inside &= np.expand_dims(above, group.axis)
    return mask


def complete(task: Task, hidden: Mask, may: Mask) -> tuple[Mask, Ints]:
    """`hidden` with complements, until interval propagation leaves every hidden cell its width; and the cells for which no
    complement is left."""
    hidden = hidden.copy()
    for _round in range(_ROUNDS):
        cells = np.flatnonzero(hidden)
        found = system.of(task.lattice, cells)
        bounds = system.intervals(found, found.sums(task.counts[cells].astype(float)), float(task.counts[0]))
        exposed = bounds.high - bounds.low < task.width[cells]
        if not exposed.any():
            return hidden, np.empty(0, dtype=np.int64)
        added = _complements(task, found, bounds, exposed, hidden, may)
        if not len(added):
            break
        hidden[added] = True
    return hidden, cells[exposed]


def _complements(task: Task, found: System, bounds: Bounds, exposed: Mask, hidden: Mask, may: Mask) -> Ints:
    """For every line that alone is too narrow for an exposed cell, the cheapest further unknown."""
    wide = np.minimum(bounds.entry_high, task.counts[0]) - np.maximum(bounds.entry_low, 0)
    weak = exposed[found.cell] & (wide < task.width[found.cells[found.cell]])
    if not weak.any():
        weak = exposed[found.cell]
    names, first = np.unique(found.names[found.equation[weak]], return_index=True)
    lacking = found.equation[weak][first]
    right = np.abs(found.sums(task.counts[found.cells].astype(float)))[lacking]
    need = task.width[found.cells[found.cell[weak][first]]]
    short = right < need
    lonely = _lonely(task.lattice, found)
    for totals in (False, True):
        chosen = [
            _cheapest(task, group, names[which], (short[which], lonely, hidden, may), totals=totals)
            for group, which in _by_group(task.lattice, names)
        ]
        added = np.unique(np.concatenate(chosen))
        if len(added):
            break
    return added


def _by_group(lattice: Lattice, names: Ints) -> list[tuple[Group, Ints]]:
    belongs = np.searchsorted(lattice.firsts, names, side="right") - 1
    return [(lattice.groups[one], np.flatnonzero(belongs == one)) for one in np.unique(belongs)]


def _lonely(lattice: Lattice, found: System) -> Mask:
    """Equations without any unknown cell yet: one more unknown there would stand alone."""
    lonely = np.ones(lattice.equations, dtype=np.bool_)
    lonely[found.names] = False
    return lonely


def _cheapest(
    task: Task, group: Group, names: Ints, marks: tuple[Mask, Mask, Mask, Mask], *, totals: bool
) -> Ints:
    short, lonely, hidden, may = marks
    lines = task.lattice.lines(group, names)
    counts = task.counts[lines]
    cost = counts + 5.0
    cost[:, :-1] *= 1.0 + 2.0 * _loneliness(task.lattice, group, lines[:, :-1], lonely)
    cost[:, -1] *= 1.0 if totals else np.inf
    cost[hidden[lines] | ~may[lines]] = np.inf
    cost[short[:, None] & (counts == 0)] += 1e12
    best = np.argmin(cost, axis=1)
    rows = np.arange(len(lines))
    fit = np.isfinite(cost[rows, best])
    found: Ints = lines[rows, best][fit]
    return found


def _loneliness(lattice: Lattice, group: Group, cells: Ints, lonely: Mask) -> Floats:
    flat = lattice.part_equations(group.table, cells.ravel())
    others = np.delete(flat, group.axis, axis=1)
    found: Floats = lonely[others].sum(axis=1).reshape(cells.shape).astype(float)
    return found
