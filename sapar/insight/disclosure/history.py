"""What earlier releases gave away, laid over the cells of a new one, and which cells may say something new.

A cell is updated only where its count differs from every number ever published for it by nothing or by at least the
threshold. Otherwise the last published number is carried forward and marked. Once hidden, always hidden. Changes have
sums like counts have: where the change of a total less all changes shown below it would leave a small remainder, more
cells are carried, until none is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure import folder, system
from sapar.insight.disclosure.ties import classes as tie_classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.disclosure.folder import Marks, Release
    from sapar.insight.disclosure.lattice import Group, Ints, Lattice, Table
    from sapar.insight.disclosure.suppress import Mask
    from sapar.insight.disclosure.ties import Tie

_ROUNDS = 100


@dataclass(frozen=True)
class Layer:
    """One earlier release over the new lattice. `marks` is OUTSIDE where it says nothing about a cell. `same_people` is
    False where it counted another selection of people."""

    values: Ints
    marks: Marks
    same_people: bool


@dataclass(frozen=True)
class Names:
    """Columns and categories of the new release, and the selection (`where`) it is limited to."""

    columns: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    where: dict[str, str]


def layers(names: Names, lattice: Lattice, earlier: Sequence[Release]) -> list[Layer]:
    """A layer for every earlier release; two for one that holds the new selection as a category of its own tables."""
    found = []
    for release in earlier:
        before: dict[str, str] = release.notes.get("where", {})
        plain = _layer(names, lattice, release, {}, same_people=before == names.where)
        found.append(plain)
        further = {column: word for column, word in names.where.items() if before.get(column) != word}
        if further and all(column in release.names for column in further):
            found.append(_layer(names, lattice, release, further, same_people=True))
    return found


def _layer(
    names: Names, lattice: Lattice, release: Release, fixed: dict[str, str], *, same_people: bool
) -> Layer:
    values = np.zeros(lattice.cells, dtype=np.int64)
    marks = np.full(lattice.cells, folder.OUTSIDE, dtype=np.int8)
    for table in lattice.tables:
        columns = [names.columns[one] for one in table]
        wanted = {*columns, *fixed}
        if wanted <= set(release.names) and len(wanted) == len(columns) + len(fixed) <= release.lattice.order:
            part = _slice(names, release, table, fixed)
            lattice.view(values, table)[...], lattice.view(marks, table)[...] = part
    return Layer(values, marks, same_people)


def _slice(names: Names, release: Release, table: Table, fixed: dict[str, str]) -> tuple[Ints, Marks]:
    """The earlier table with its axes and categories in the new order; what it did not know was zero."""
    columns = [names.columns[one] for one in table]
    axes = {name: release.names.index(name) for name in (*columns, *fixed)}
    kept = tuple(sorted(axes.values()))
    values, marks = (release.lattice.view(one, kept) for one in (release.values, release.marks))
    order = [kept.index(axes[name]) for name in (*columns, *fixed)]
    values, marks = values.transpose(order), marks.transpose(order)
    words = [names.categories[one] for one in table] + [(word,) for word in fixed.values()]
    for axis, (name, wanted) in enumerate(zip((*columns, *fixed), words, strict=True)):
        places = {word: number for number, word in enumerate(release.categories[axes[name]])}
        index = np.array([places.get(word, -1) for word in wanted])
        published = (marks != folder.OUTSIDE).any()
        values, marks = values.take(index, axis=axis), marks.take(index, axis=axis)
        if published and (index < 0).any():
            missing = np.moveaxis(np.broadcast_to(index < 0, np.moveaxis(values, axis, -1).shape), -1, axis)
            values, marks = (
                np.where(missing, 0, values),
                np.where(missing, folder.SHOWN, marks).astype(np.int8),
            )
    shape = tuple(len(names.categories[one]) for one in table)
    return values.reshape(shape), marks.reshape(shape)


@dataclass(frozen=True)
class Bound:
    """What ties to columns of earlier releases ask for. `classes`: see `witness.proven`. `hidden`: parts of a cell that an
    earlier release hides. `known`: cells that are all there is of a cell an earlier release shows or hides."""

    classes: dict[int, Ints]
    hidden: Mask
    known: Mask


def bind(
    names: Names, lattice: Lattice, counts: Ints, ties: Sequence[Tie], earlier: Sequence[Release], least: int
) -> Bound:
    """Ties from new columns to columns that only earlier releases have. `least`: the threshold."""
    hidden, known = np.zeros(lattice.cells, dtype=bool), np.zeros(lattice.cells, dtype=bool)
    classes: dict[int, Ints] = {}
    for tie in ties:
        fine = names.columns.index(tie.finer)
        words = names.categories[fine]
        own = tie_classes(tie, words)
        before = classes.get(fine, np.zeros_like(own))
        classes[fine] = np.unique(before * (own.max() + 1) + own, return_inverse=True)[1].astype(np.int64)
        alone = np.bincount(own)[own] == 1
        swapped = Names(
            (*names.columns[:fine], tie.coarser, *names.columns[fine + 1 :]),
            (
                *names.categories[:fine],
                tuple(tie.above.get(one, "") for one in words),
                *names.categories[fine + 1 :],
            ),
            names.where,
        )
        for release in earlier:
            layer = _layer(swapped, lattice, release, {}, same_people=True)
            for table in lattice.tables:
                if fine in table:
                    marks = np.moveaxis(lattice.view(layer.marks, table), table.index(fine), -1)
                    np.moveaxis(lattice.view(hidden, table), table.index(fine), -1)[...] |= (
                        marks == folder.HIDDEN
                    )
                    np.moveaxis(lattice.view(known, table), table.index(fine), -1)[...] |= (
                        marks != folder.OUTSIDE
                    ) & alone
    return Bound(classes, hidden & (counts > 0), known)


def _carriers(counts: Ints, marked: Mask, classes: Ints, least: int) -> Mask:
    """Of the parts of each hidden cell the smallest that reaches `least`, or all that there are; along the last axis."""
    chosen = np.zeros(counts.shape, dtype=bool)
    for one in range(int(classes.max()) + 1):
        inside = np.flatnonzero(classes == one)
        part, asked = counts[..., inside], np.asarray(marked[..., inside].any(axis=-1))
        size = np.where(part >= least, part, np.iinfo(np.int64).max)
        smallest = (np.arange(len(inside)) == np.argmin(size, axis=-1)[..., None]) & (part >= least)
        some = smallest.any(axis=-1, keepdims=True)
        chosen[..., inside] = asked[..., None] & np.where(some, smallest, part > 0)
    return chosen


@dataclass
class State:
    """`hidden` cells show nothing; `carried` show `last`; `known` say the same as before, so hiding them helps nobody."""

    hidden: Mask
    carried: Mask
    last: Ints
    known: Mask


def begin(counts: Ints, small: Mask, found: Sequence[Layer], threshold: int) -> State:
    """The state that follows cell by cell. `small`: what has to be hidden by rule."""
    size = len(counts)
    last, published, known = (
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
    )
    near, kept = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for one in found:
        told = np.isin(one.marks, (folder.SHOWN, folder.CARRIED))
        gap = np.abs(counts - one.values)
        near |= told & (gap > 0) & (gap < threshold)
        if one.same_people:
            kept |= one.marks == folder.HIDDEN
            last, published = np.where(told, one.values, last), published | told
            known = np.where(told, gap == 0, known)
    carried = near & published & (last > 0) & ~kept
    hidden = kept | ((small | near) & ~carried)
    return State(hidden, carried, np.where(published, last, -1), known & ~hidden & ~carried)


def take(state: State, cells: Ints) -> None:
    """Makes cells unknown: carried where there is a number to carry, hidden otherwise."""
    cells = cells[~state.hidden[cells] & ~state.carried[cells]]
    old = cells[state.last[cells] > 0]
    state.carried[old] = True
    state.hidden[cells[state.last[cells] <= 0]] = True
    state.known[cells] = False


def settle(lattice: Lattice, counts: Ints, state: State, found: Sequence[Layer], threshold: int) -> bool:
    """Carries more until no remainder of changes is small, between the new release and every earlier one. True if it
    changed anything."""
    first = _unknown(state)
    before = -1
    while before != _unknown(state):
        before = _unknown(state)
        for one in found:
            _settle_one(lattice, counts, state, one, threshold)
    return _unknown(state) != first


def _unknown(state: State) -> int:
    return int((state.carried | state.hidden).sum())


def _settle_one(lattice: Lattice, counts: Ints, state: State, layer: Layer, threshold: int) -> None:
    for remedy in (_remainders, _pinned):
        for _round in range(_ROUNDS):
            before = _unknown(state)
            take(state, remedy(lattice, counts, state, layer, threshold))
            if _unknown(state) == before:
                break


def _difference(counts: Ints, state: State, layer: Layer) -> tuple[Ints, Mask]:
    """Known changes (0 elsewhere) and which cells' changes the reader does not know."""
    unknown = state.hidden | state.carried | (layer.marks != folder.SHOWN)
    return np.where(unknown, 0, counts - layer.values), unknown


def _remainders(lattice: Lattice, counts: Ints, state: State, layer: Layer, threshold: int) -> Ints:
    change, unknown = _difference(counts, state, layer)
    chosen = [np.empty(0, dtype=np.int64)]
    for group in lattice.groups:
        lines = _bad_lines(lattice, group, change, unknown, threshold)
        if len(lines):
            chosen.append(_helpful(lattice, group, lines, change, unknown, threshold))
    return np.unique(np.concatenate(chosen))


def _bad_lines(lattice: Lattice, group: Group, change: Ints, unknown: Mask, threshold: int) -> Ints:
    """Equations whose known members leave a small change for the unknown ones, be they a group of parts or the total."""
    parts = lattice.view(change, group.table).sum(axis=group.axis)
    rest = lattice.view(change, group.total) - parts
    open_parts = lattice.view(unknown, group.table).any(axis=group.axis)
    open_total = lattice.view(unknown, group.total)
    bad = (rest != 0) & (np.abs(rest) < threshold) & (open_parts ^ open_total)
    return np.flatnonzero(bad.ravel()) + group.first


def _helpful(
    lattice: Lattice, group: Group, lines: Ints, change: Ints, unknown: Mask, threshold: int
) -> Ints:
    """In each line the smallest known change that lifts the remainder to the threshold; else the largest there is."""
    cells = lattice.lines(group, lines)
    moved = change[cells]
    rest = moved[:, -1] - moved[:, :-1].sum(axis=1)
    after = np.abs(rest[:, None] + np.where(np.arange(cells.shape[1]) == cells.shape[1] - 1, -moved, moved))
    usable = (moved != 0) & ~unknown[cells]
    cost = np.where(after >= threshold, np.abs(moved), 1e9 - np.abs(moved)).astype(float)
    cost[:, -1] *= 4
    cost[~usable] = np.inf
    best = np.argmin(cost, axis=1)
    rows = np.arange(len(cells))
    found: Ints = cells[rows, best][np.isfinite(cost[rows, best])]
    return found


def _pinned(lattice: Lattice, counts: Ints, state: State, layer: Layer, threshold: int) -> Ints:
    """Known neighbours of small changes that intervals pin down; where all known changes go one way, for a reader who
    knows that records only came, or only went."""
    change, unknown = _difference(counts, state, layer)
    known = change[~unknown]
    if not len(known):
        return np.empty(0, dtype=np.int64)
    most = float(np.abs(change).sum() + 1e6)
    both_ways = bool(known.min() < 0 < known.max())
    change = change if both_ways else np.abs(change)
    found = system.of(lattice, np.flatnonzero(unknown))
    right = _right(lattice, found, change)
    bounds = system.intervals(found, right, most, floor=-most if both_ways else 0.0, rounds=60)
    pinned = (bounds.low == bounds.high) & (bounds.low != 0)
    reached = pinned & (np.abs(bounds.low) < threshold)
    while reached.any():
        touched = np.unique(found.equation[reached[found.cell]])
        chosen = [
            _helpful(lattice, *one, change, unknown, threshold)
            for one in _grouped(lattice, found.names[touched])
        ]
        if sum(map(len, chosen)):
            return np.unique(np.concatenate(chosen))
        # All around is pinned too, by sums farther away: look there.
        wider = reached.copy()
        wider[found.cell[np.isin(found.equation, touched)]] = True
        wider &= pinned
        if np.array_equal(wider, reached):
            break
        reached = wider
    return np.empty(0, dtype=np.int64)


def _grouped(lattice: Lattice, names: Ints) -> list[tuple[Group, Ints]]:
    belongs = np.searchsorted(lattice.firsts, names, side="right") - 1
    return [(lattice.groups[int(one)], names[belongs == one]) for one in np.unique(belongs)]


def _right(lattice: Lattice, found: system.System, change: Ints) -> system.Floats:
    """For each equation the known total's change less the known parts' changes."""
    right = np.zeros(len(found.names))
    for group, names in _grouped(lattice, found.names):
        moved = change[lattice.lines(group, names)]
        right[np.searchsorted(found.names, names)] = moved[:, -1] - moved[:, :-1].sum(axis=1)
    return right
