"""What else to hide where a hidden cell has no witness yet: the corners of the cheapest move that would be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure import witness

if TYPE_CHECKING:
    from sapar.insight.disclosure.lattice import Ints, Lattice, Table
    from sapar.insight.disclosure.suppress import Mask, Task
    from sapar.insight.disclosure.system import Floats

_PARTNERS = 8
_NEVER = 1e15


@dataclass(frozen=True)
class Remedy:
    """`hide` are further cells to hide; `proven` are cells that then have a witness, by construction."""

    hide: Ints
    proven: Ints


def wider(task: Task, hidden: Mask, may: Mask, lacking: Ints) -> Remedy:
    """Moves for the `lacking` hidden cells, each by its width. May leave some without."""
    added = hidden.copy()
    price = np.where(hidden, 0.0, np.where(may, task.counts + 1.0, _NEVER))
    lattice = task.lattice
    left = set(lacking.tolist())
    if lattice.order == 3:
        left -= _by_rectangles(task, price, added, left)
    of_table = lattice.table_of(lacking)
    for number in np.unique(of_table):
        table = lattice.tables[number]
        if len(table) == lattice.order:
            cells = np.array([one for one in lacking[of_table == number] if one in left], dtype=np.int64)
            if len(cells):
                stuck = _by_boxes(task, price, added, table, cells)
                added[_parents(task, may & ~added, table, stuck)] = True
                left -= set(cells.tolist()) - set(stuck.tolist())
    proven = [one for one in lacking.tolist() if one not in left]
    return Remedy(np.flatnonzero(added & ~hidden), np.array(proven, dtype=np.int64))


def _parents(task: Task, may: Mask, table: Table, cells: Ints) -> Ints:
    """The smallest cell above each: where its line is too thin for any box, the line's sum has to become unknown too."""
    lattice = task.lattice
    if not len(cells) or len(table) < 3:
        return np.empty(0, dtype=np.int64)
    equations = lattice.part_equations(table, cells)
    above = np.column_stack(
        [
            column - group.first + lattice.span(group.total).start
            for group, column in zip(lattice.as_part[table], equations.T, strict=True)
        ]
    )
    cost = np.where(may[above], task.counts[above], np.iinfo(np.int64).max)
    best = np.argmin(cost, axis=1)
    rows = np.arange(len(cells))
    found = above[rows, best][cost[rows, best] < np.iinfo(np.int64).max]
    return np.unique(found).astype(np.int64)


def _by_boxes(task: Task, price: Floats, added: Mask, table: Table, cells: Ints) -> Ints:
    """Hides the cheapest box of each cell; returns the cells that have none."""
    lattice = task.lattice
    where = np.column_stack(lattice.coordinates(table, cells))
    view = (lattice.view(task.counts, table), lattice.view(price, table))
    need = task.width[cells]
    best, chosen = np.full(len(cells), _NEVER), [np.zeros(len(cells), dtype=np.int64)] * len(table)
    partners = [
        _cheap_partners(*view, where, axis, need, task.classes.get(table[axis])) for axis in range(len(table))
    ]
    for picks in np.ndindex(*(one.shape[1] for one in partners)):
        pick = [partners[axis][:, turn] for axis, turn in enumerate(picks)]
        cost = np.where(_split(task, table, where, pick), _NEVER, _box_price(*view, where, pick, need))
        better = cost < best
        best[better] = cost[better]
        chosen = [np.where(better, new, old) for new, old in zip(pick, chosen, strict=True)]
    fit = best < _NEVER
    mask = lattice.view(added, table)
    for corner in np.ndindex(*([2] * len(table))):
        mask[tuple((chosen[axis] if far else where[:, axis])[fit] for axis, far in enumerate(corner))] = True
    return cells[~fit]


def _split(task: Task, table: Table, where: Ints, pick: list[Ints]) -> Mask:
    """Boxes that would move people from one class to another."""
    found = np.zeros(len(where), dtype=np.bool_)
    for axis, dimension in enumerate(table):
        group = task.classes.get(dimension)
        if group is not None:
            found |= group[pick[axis]] != group[where[:, axis]]
    return found


def _cheap_partners(
    counts: Ints, price: Floats, where: Ints, axis: int, need: Floats, group: Ints | None
) -> Ints:
    rest = tuple(np.delete(where, axis, axis=1).T)
    cost = np.moveaxis(price, axis, -1)[rest].copy()
    cost[np.moveaxis(counts, axis, -1)[rest] < need[:, None]] += _NEVER / 1e3
    cost[np.arange(len(where)), where[:, axis]] = np.inf
    if group is not None:
        cost[group[None, :] != group[where[:, axis]][:, None]] = np.inf
    most = min(_PARTNERS, counts.shape[axis] - 1)
    return np.argsort(cost, axis=1, kind="stable")[:, :most].astype(np.int64)


def _box_price(counts: Ints, price: Floats, where: Ints, pick: list[Ints], need: Floats) -> Floats:
    cost = np.zeros(len(where))
    lose, gain = np.full(len(where), np.inf), np.full(len(where), np.inf)
    for corner in np.ndindex(*([2] * counts.ndim)):
        spot = tuple(pick[axis] if far else where[:, axis] for axis, far in enumerate(corner))
        cost += price[spot]
        side = lose if sum(corner) % 2 else gain
        np.minimum(side, counts[spot], out=side)
    return np.where(lose + gain >= need, np.minimum(cost, _NEVER), _NEVER)


def _by_rectangles(task: Task, price: Floats, added: Mask, left: set[int]) -> set[int]:
    """Rectangles around hidden two-way cells, for them and for the cells below them; returns those that were helped."""
    lattice = task.lattice
    helped: set[int] = set()
    for table in lattice.tables:
        if len(table) == 2:
            first = lattice.span(table).start
            for flat in np.flatnonzero(lattice.view(added, table).ravel()):
                wanted = _below(lattice, table, int(first + flat), left - helped)
                if wanted:
                    helped |= _one_rectangle(task, price, added, table, int(first + flat), wanted)
    return helped


def _below(lattice: Lattice, table: Table, cell: int, left: set[int]) -> dict[int, tuple[int, int] | None]:
    """Of `left` the cell itself (None) and the three-way cells below it (third dimension, its category)."""
    wanted: dict[int, tuple[int, int] | None] = {cell: None} if cell in left else {}
    below = witness.children(lattice, table, cell)
    wanted.update({one: (third, category) for one, third, category in below if one in left})
    return wanted


def _one_rectangle(
    task: Task, price: Floats, added: Mask, table: Table, cell: int, wanted: dict[int, tuple[int, int] | None]
) -> set[int]:
    lattice = task.lattice
    a, b = (int(one[0]) for one in lattice.coordinates(table, np.array([cell])))
    need = max(float(task.width[one]) for one in wanted)
    groups = [task.classes.get(one) for one in table]
    flat = _turn_price(lattice.view(task.counts, table), lattice.view(price, table), (a, b), need, groups)
    total, deep = flat.copy(), {}
    for third in range(len(lattice.sizes)):
        if third in table:
            continue
        three = tuple(sorted((*table, third)))
        counts, cost = (
            np.moveaxis(lattice.view(one, three), three.index(third), -1) for one in (task.counts, price)
        )
        deep[third] = _turn_price(counts, cost, (a, b), need, groups)
        asked = [spot[1] for spot in wanted.values() if spot and spot[0] == third]
        total += np.minimum(deep[third][:, :, asked], 1e9).sum(axis=2) if asked else deep[third].min(axis=2)
    far = np.unravel_index(int(np.argmin(total)), total.shape)
    if total[far] >= _NEVER:
        return set()
    return _hide_rectangle(lattice, added, table, ((a, b), (int(far[0]), int(far[1]))), deep, wanted) | {cell}


def _turn_price(
    counts: Ints, price: Floats, where: tuple[int, int], need: float, groups: witness.Groups
) -> Floats:
    a, b = where
    cost: Floats = price + price[a, b] + price[:, b][:, None] + price[a][None, :]
    poor = (counts[:, b][:, None] < need) | (counts[a][None, :] < need)
    cost = np.where(poor, _NEVER, np.minimum(cost, _NEVER))
    cost[a] = _NEVER
    cost[:, b] = _NEVER
    cost[witness.apart(groups[0], a)] = _NEVER
    cost[:, witness.apart(groups[1], b)] = _NEVER
    return cost


def _hide_rectangle(
    lattice: Lattice,
    added: Mask,
    table: Table,
    corners: tuple[tuple[int, int], tuple[int, int]],
    deep: dict[int, Floats],
    wanted: dict[int, tuple[int, int] | None],
) -> set[int]:
    (a, b), (far_a, far_b) = corners
    square = (np.array([a, a, far_a, far_a]), np.array([b, far_b, b, far_b]))
    lattice.view(added, table)[square] = True
    helped = set()
    for third, cost in deep.items():
        reach = cost[far_a, far_b]
        asked = {cell: spot[1] for cell, spot in wanted.items() if spot and spot[0] == third}
        fit = {cell: one for cell, one in asked.items() if reach[one] < _NEVER}
        helped |= set(fit)
        three = tuple(sorted((*table, third)))
        mask = np.moveaxis(lattice.view(added, three), three.index(third), -1)
        for category in {*fit.values(), int(np.argmin(reach))}:
            if reach[category] < _NEVER:
                mask[(*square, np.full(4, category))] = True
    return helped
