"""Attacks on two releases at once: what changed, and what one shows of the other's holes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure import folder
from sapar.insight.disclosure.attack import reckon, view

if TYPE_CHECKING:
    from sapar.insight.disclosure.attack.view import Floats, Mask, Table, View
    from sapar.insight.disclosure.folder import Release


@dataclass(frozen=True)
class Change:
    """A change of fewer than the threshold that comes to light, or a hole that is filled. `spot` are category numbers in
    the newer release."""

    method: str
    table: Table
    spot: tuple[int, ...]
    change: float


@dataclass(frozen=True)
class Pair:
    """Old numbers laid over the cells of the new view: NaN where the old release has no such cell, hides or carries it."""

    new: View
    release: Release
    old: Floats
    was_hidden: Mask
    is_current: Mask

    @property
    def same_people(self) -> bool:
        """Do all counts that both show agree? Then both are about the same records, as far as anybody can see."""
        both = ~np.isnan(self.old) & self.is_current
        return bool(both.any() and (self.old[both] == self.new.low[both]).all())


def lay(older: Release, newer: Release) -> Pair:
    """Matches columns and categories by name; a category that the older one does not know was zero there."""
    seen = view.of(newer)
    old = np.full(len(seen.low), np.nan)
    was_hidden, is_current = np.zeros(len(old), dtype=np.bool_), np.zeros(len(old), dtype=np.bool_)
    for table in seen.starts:
        marks = newer.lattice.view(newer.marks, table)
        seen.part(is_current, table)[...] = marks == folder.SHOWN
        names = [newer.names[one] for one in table]
        if all(name in older.names for name in names):
            values, hidden = _old(older, newer, table)
            seen.part(old, table)[...] = values
            seen.part(was_hidden, table)[...] = hidden
    return Pair(seen, newer, old, was_hidden, is_current)


def _old(older: Release, newer: Release, table: Table) -> tuple[Floats, Mask]:
    axes = [older.names.index(newer.names[one]) for one in table]
    kept = tuple(sorted(axes))
    values = older.lattice.view(older.values, kept).astype(float)
    marks = older.lattice.view(older.marks, kept)
    values = np.where(marks == folder.SHOWN, values, np.nan)
    back = [kept.index(one) for one in axes]
    values, marks = values.transpose(back), marks.transpose(back)
    published = bool((marks != folder.OUTSIDE).any())
    for axis, (one, was) in enumerate(zip(table, axes, strict=True)):
        places = {word: number for number, word in enumerate(older.categories[was])}
        index = np.array([places.get(word, -1) for word in newer.categories[one]])
        values, marks = values.take(index, axis=axis), marks.take(index, axis=axis)
        if published:
            missing = np.expand_dims(index < 0, tuple(range(1, len(table) - axis)))
            values = np.where(missing, 0.0, values)
            marks = np.where(missing, folder.SHOWN, marks).astype(np.int8)
    return values, marks == folder.HIDDEN


def attack(pair: Pair, threshold: int) -> list[Change]:
    """All attacks on a pair."""
    found = _plain(pair, threshold) + _filled(pair)
    return found + _residues(pair, threshold) + _followed(pair, threshold)


def _difference(pair: Pair) -> tuple[Floats, Mask]:
    known = ~np.isnan(pair.old) & pair.is_current
    return np.where(known, pair.new.low - pair.old, 0.0), known


def _named(pair: Pair, method: str, cells: Floats | Mask, change: Floats) -> list[Change]:
    return [Change(method, *pair.new.place(int(one)), float(change[one])) for one in np.flatnonzero(cells)]


def _plain(pair: Pair, threshold: int) -> list[Change]:
    difference, known = _difference(pair)
    small = known & (difference != 0) & (np.abs(difference) < threshold)
    return _named(pair, "difference", small, difference)


def _filled(pair: Pair) -> list[Change]:
    """Holes of the older release that the newer one fills while every other number stays the same."""
    if not pair.same_people:
        return []
    return _named(pair, "filled", pair.was_hidden & pair.is_current, pair.new.low)


def _residues(pair: Pair, threshold: int) -> list[Change]:
    """What remains of a total's change when all known changes below it are taken away: the change of a group."""
    difference, known = _difference(pair)
    matrix = pair.new.matrix
    open_parts = np.asarray(abs(matrix) @ (~known).astype(float)).ravel()
    total_known = np.asarray(matrix.minimum(0) @ known.astype(float)).ravel() < 0
    residue = np.asarray(matrix @ difference).ravel()
    small = total_known & (open_parts > 0) & (np.abs(residue) > 0.5) & (np.abs(residue) < threshold)
    totals = matrix.minimum(0).tocsr()
    return [
        Change("residue", *pair.new.place(int(totals[row].indices[0])), float(-residue[row]))
        for row in np.flatnonzero(small)
    ]


def _followed(pair: Pair, threshold: int) -> list[Change]:
    """Changes that subtraction and intervals pin down, for a reader who knows that records only came (or only went)."""
    difference, known = _difference(pair)
    if not known.any():
        return []
    sign = 1.0 if (difference[known] >= 0).all() else -1.0 if (difference[known] <= 0).all() else 0.0
    span = np.abs(difference).max() * 10 + 1e6
    low = np.where(known, sign * difference if sign else difference, 0.0 if sign else -span)
    high = np.where(known, low, span)
    given = reckon.problem(pair.new.matrix, low, high)
    found = reckon.intervals(replace(given), rounds=60)
    pinned = (found[0] == found[1]) & (np.abs(found[0]) > 0.5) & (np.abs(found[0]) < threshold)
    change = np.zeros(len(known))
    change[given.names] = found[0] * (sign or 1.0)
    marked = np.zeros(len(known), dtype=np.bool_)
    marked[given.names[pinned]] = True
    return _named(pair, "followed", marked, change)
