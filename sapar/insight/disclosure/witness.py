"""Proofs that a hidden cell stays hidden: another table, equal in everything that is shown, with a different count there.

The proof is a *move*. Three-way: over the corners of a box (a or a', b or b', c or c') counts go up and down by turns, so
every line keeps its sum. Two-way: the same over a rectangle, carried into every three-way table at one category of the
third dimension. All cells that move must be hidden, and those that go down must have enough to lose. Boxes without a
common corner add up. What a move reaches is a lower bound of the interval of any attacker with any method of reckoning
from these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from sapar.insight.disclosure.lattice import Ints, Lattice, Table
    from sapar.insight.disclosure.suppress import Mask
    from sapar.insight.disclosure.system import Floats

Classes: TypeAlias = "dict[int, Ints]"
Groups: TypeAlias = "list[Ints | None]"

_TRIES = (4, 8, 12)  # how many partners on each axis


def proven(
    lattice: Lattice, counts: Ints, hidden: Mask, wanted: Floats, classes: Classes | None = None
) -> Floats:
    """A proven width for the hidden cells whose `wanted` is above 0; it stops looking once that is reached.

    `classes[dimension][category]`: moves along that dimension stay within a class, so that sums by class stay too.
    """
    classes = classes or {}
    width = np.zeros(lattice.cells)
    for table in lattice.tables:
        if len(table) == lattice.order:
            view = lattice.view(width, table)
            groups = [classes.get(one) for one in table]
            own = [lattice.view(one, table) for one in (counts, hidden, wanted)]
            view[...] = _boxes(own[0], own[1], own[2], groups)
    if lattice.order == 3:
        for table in lattice.tables:
            if len(table) == 2:
                _rectangles(lattice, (counts, hidden, wanted), table, width, classes)
    return width


def _boxes(counts: Ints, hidden: Mask, wanted: Floats, groups: Groups) -> Floats:
    """Boxes of a table with as many axes as the lattice goes deep; only there nothing lies below a cell."""
    width = np.zeros(counts.shape)
    worth = np.where(hidden, counts, -1)
    for tries in _TRIES:
        cells = np.argwhere(hidden & (width < wanted))
        if not len(cells):
            break
        found = _best(worth, cells, tries, groups)
        width[tuple(cells.T)] = np.maximum(found, width[tuple(cells.T)])
    return width


def _best(worth: Ints, cells: Ints, tries: int, groups: Groups) -> Floats:
    """For each cell the better of the best single box and the best set of boxes without a common corner."""
    partners = [_partners(worth, cells, axis, tries, groups[axis]) for axis in range(worth.ndim)]
    most = min(one.shape[1] for one in partners)
    best = np.zeros(len(cells))
    own = worth[tuple(cells.T)].astype(float)
    if most == 0:
        return best
    for shifts in np.ndindex(*([most] * (worth.ndim - 1))):
        up, down = np.zeros(len(cells)), np.zeros(len(cells))
        for turn in range(most):
            picks = [partners[0][:, turn]] + [
                partners[axis + 1][:, (turn + shift) % most] for axis, shift in enumerate(shifts)
            ]
            lose, gain = _corners(worth, cells, picks)
            fit = (lose >= 0) & (gain >= 0)
            up += np.where(fit, lose, 0)
            down += np.where(fit, gain, 0)
        np.maximum(best, up + np.minimum(down, own), out=best)
    return best


def _partners(worth: Ints, cells: Ints, axis: int, tries: int, group: Ints | None) -> Ints:
    """The fullest hidden cells of each cell's line along an axis, as categories."""
    lines = np.moveaxis(worth, axis, -1)[tuple(np.delete(cells, axis, axis=1).T)].copy()
    lines[np.arange(len(cells)), cells[:, axis]] = -2
    if group is not None:
        lines[group[None, :] != group[cells[:, axis]][:, None]] = -2
    most = min(tries, worth.shape[axis] - 1)
    if most <= 0:
        return np.empty((len(cells), 0), dtype=np.int64)
    found = np.argpartition(-lines, most - 1, axis=1)[:, :most]
    order = np.argsort(-np.take_along_axis(lines, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1).astype(np.int64)


def _corners(worth: Ints, cells: Ints, picks: list[Ints]) -> tuple[Ints, Ints]:
    """The least of the corners that go down when the cell goes up, and the least of those that go up with it.

    -1 where a corner is not hidden; the cell itself is left out.
    """
    lose = np.full(len(cells), np.iinfo(np.int64).max)
    gain = lose.copy()
    for corner in np.ndindex(*([2] * worth.ndim)):
        if not any(corner):
            continue
        where = tuple(picks[axis] if far else cells[:, axis] for axis, far in enumerate(corner))
        side = lose if sum(corner) % 2 else gain
        np.minimum(side, worth[where], out=side)
    return lose, gain


@dataclass(frozen=True)
class Rectangle:
    """What is reachable around one two-way cell (a, b), for every (a', b'): `flat` by the two-way table alone, `deep[d]` for
    each category of a third dimension d."""

    flat: Floats
    deep: dict[int, Floats]

    def at(self, dimension: int, category: int) -> float:
        """The most that the three-way cell at this category can move."""
        others = [one.max(axis=2) for third, one in self.deep.items() if third != dimension]
        reach = [self.flat, self.deep[dimension][:, :, category], *others]
        return float(np.minimum.reduce(reach).max())

    def itself(self) -> float:
        return float(np.minimum.reduce([self.flat, *(one.max(axis=2) for one in self.deep.values())]).max())


def rectangle(
    lattice: Lattice, known: tuple[Ints, Mask], table: Table, where: tuple[int, int], groups: Groups
) -> Rectangle:
    """How far (a, b) can go up, counts of 0 to lose being a reach of 0."""
    counts, hidden = known
    worth = np.where(lattice.view(hidden, table), lattice.view(counts, table), -1)
    flat = _turn(worth, where, groups)
    deep = {}
    for third in range(len(lattice.sizes)):
        if third not in table:
            three = tuple(sorted((*table, third)))
            axis = three.index(third)
            body = np.where(lattice.view(hidden, three), lattice.view(counts, three), -1)
            deep[third] = _turn(np.moveaxis(body, axis, -1), where, groups)
    return Rectangle(flat, deep)


def _turn(worth: Ints, where: tuple[int, int], groups: Groups) -> Floats:
    a, b = where
    lose = np.minimum(worth[:, b][:, None], worth[a][None, :])
    fit = (lose >= 0) & (worth >= 0) & (worth[a, b] >= 0)
    reach = np.where(fit, lose, 0).astype(float)
    reach[a] = 0
    reach[:, b] = 0
    reach[apart(groups[0], a)] = 0
    reach[:, apart(groups[1], b)] = 0
    return reach


def apart(group: Ints | None, category: int) -> Mask | Ints:
    """Categories of another class."""
    return np.empty(0, dtype=np.int64) if group is None else np.asarray(group != group[category])


def _rectangles(
    lattice: Lattice, known: tuple[Ints, Mask, Floats], table: Table, width: Floats, classes: Classes
) -> None:
    """Widths of hidden two-way cells and of the three-way cells below them, where they are still wanted."""
    counts, hidden, wanted = known
    groups = [classes.get(one) for one in table]
    first = lattice.span(table).start
    for flat in np.flatnonzero(lattice.view(hidden, table)):
        cell = int(first + flat)
        below = children(lattice, table, cell)
        open_ones = [one for one in below if hidden[one[0]] and width[one[0]] < wanted[one[0]]]
        if open_ones or width[cell] < wanted[cell]:
            a, b = divmod(int(flat), lattice.sizes[table[1]])
            around = rectangle(lattice, (counts, hidden), table, (a, b), groups)
            width[cell] = max(width[cell], around.itself())
            for one, third, category in open_ones:
                width[one] = max(width[one], around.at(third, category))


def children(lattice: Lattice, table: Table, cell: int) -> list[tuple[int, int, int]]:
    """The three-way cells that add up to a two-way one: (cell, third dimension, its category)."""
    found = []
    for group in lattice.as_total[table]:
        line = lattice.lines(group, np.array([group.first + cell - lattice.span(table).start]))[0, :-1]
        found += [(int(one), group.table[group.axis], number) for number, one in enumerate(line)]
    return found
