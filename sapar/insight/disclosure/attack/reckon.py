"""The attacks on one set of sums: subtraction, interval propagation, exact rank, linear programs on blocks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, sparse
from scipy.sparse import linalg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.insight.disclosure.attack.view import Floats, Mask, Numbers

_EPSILON = 1e-7
_BLOCK = 400  # unknowns of one linear program


@dataclass(frozen=True)
class Problem:
    """`matrix @ x == right` for the cells that are still open, each between `low` and `high`. `names` are their numbers."""

    matrix: Any
    right: Floats
    low: Floats
    high: Floats
    names: Numbers


def problem(matrix: Any, low: Floats, high: Floats) -> Problem:
    """Moves what is known to the right side and drops the sums in which nothing is open."""
    names = np.flatnonzero(high > low)
    right = -(matrix @ np.where(high > low, 0.0, low))
    opened = matrix.tocsc()[:, names].tocsr()
    rows = np.flatnonzero(np.diff(opened.indptr))
    return Problem(opened[rows], right[rows], low[names], high[names], names)


def subtraction(given: Problem) -> Mask:
    """Cells that come out by taking known numbers from a sum in which nothing else is unknown, again and again."""
    known, left, counts = (
        np.zeros(len(given.names), dtype=np.bool_),
        given.right.copy(),
        np.diff(given.matrix.indptr),
    )
    values = given.low.copy()
    columns = given.matrix.tocsc()
    while True:
        single = np.flatnonzero(counts == 1)
        if not len(single):
            return known
        lone = given.matrix[single] @ sparse.diags_array((~known).astype(float))
        lone.eliminate_zeros()
        found, first = np.unique(lone.tocoo().col, return_index=True)
        if not len(found):
            return known
        values[found] = left[single[lone.tocoo().row[first]]] / lone.tocoo().data[first]
        known[found] = True
        part = columns[:, found]
        left -= part @ values[found]
        counts = counts - np.asarray(abs(part).sum(axis=1)).ravel().astype(counts.dtype)


def intervals(given: Problem, rounds: int = 300) -> tuple[Floats, Floats]:
    """The least and the most of each cell by each sum in turn, to the fixed point."""
    plus, minus = given.matrix.maximum(0), (-given.matrix).maximum(0)
    entries = given.matrix.tocoo()
    sign = entries.data > 0
    low, high = given.low.copy(), given.high.copy()
    for _round in range(rounds):
        least, most = plus @ low - minus @ high, plus @ high - minus @ low
        room_up = (given.right - least)[entries.row]
        room_down = (given.right - most)[entries.row]
        up = np.where(sign, low[entries.col] + room_up, high[entries.col] - room_down)
        down = np.where(sign, high[entries.col] + room_down, low[entries.col] - room_up)
        new_low, new_high = low.copy(), high.copy()
        np.minimum.at(new_high, entries.col, np.floor(up + _EPSILON))
        np.maximum.at(new_low, entries.col, np.ceil(down - _EPSILON))
        if np.array_equal(new_low, low) and np.array_equal(new_high, high):
            break
        low, high = new_low, new_high
    return low, high


def determined(given: Problem, seed: int = 1) -> Mask:
    """Cells whose value follows from the sums by any linear combination: those on which no solution of the homogeneous
    system has weight. Two random vectors are projected onto its null space; a weight of nearly nothing in both is none."""
    rng, fixed = np.random.default_rng(seed), np.ones(len(given.names), dtype=np.bool_)
    if not given.matrix.shape[0] or not len(given.names):
        return np.zeros(len(given.names), dtype=np.bool_)
    scale = sparse.diags_array(1.0 / np.sqrt(np.diff(given.matrix.indptr)))
    rows = (scale @ given.matrix).tocsr()
    for _turn in range(2):
        drawn = rng.standard_normal(len(given.names))
        solved = linalg.lsmr(rows.T, drawn, atol=1e-11, btol=1e-11, maxiter=3000)[0]
        fixed &= np.abs(drawn - rows.T @ solved) < 1e-5
    return fixed


def programs(given: Problem, order: Iterable[int], seconds: float) -> dict[int, tuple[float, float]]:
    """Exact least and most of single cells by linear programs over the sums around each, for as long as `seconds` last.

    Cells outside a block stay within their bounds, so what comes out is true of the whole system too.
    """
    until, found = time.monotonic() + seconds, {}
    columns = given.matrix.tocsc()
    for cell in order:
        if time.monotonic() > until:
            break
        found[int(cell)] = _program(given, columns, int(cell))
    return found


def _program(given: Problem, columns: Any, cell: int) -> tuple[float, float]:
    inside = _around(given, columns, cell)
    rows = np.unique(
        np.concatenate([columns.indices[columns.indptr[c] : columns.indptr[c + 1]] for c in inside])
    )
    part = given.matrix[rows]
    outside = np.setdiff1d(np.unique(part.indices), inside)
    rest = part[:, outside]
    plus, minus = rest.maximum(0), (-rest).maximum(0)
    most = given.right[rows] - (plus @ given.low[outside] - minus @ given.high[outside])
    least = given.right[rows] - (plus @ given.high[outside] - minus @ given.low[outside])
    core = part[:, inside]
    bounds = np.column_stack([given.low[inside], given.high[inside]])
    goal = (inside == cell).astype(float)
    ends = []
    for sign in (1.0, -1.0):
        solved = optimize.linprog(
            sign * goal,
            A_ub=sparse.vstack([core, -core]).tocsr(),
            b_ub=np.concatenate([most, -least]),
            bounds=bounds,
            method="highs",
        )
        ends.append(
            sign * solved.fun if solved.status == 0 else given.low[cell] if sign > 0 else given.high[cell]
        )
    return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))


def _around(given: Problem, columns: Any, cell: int) -> Numbers:
    """Cells within a few sums of one, nearest first, at most `_BLOCK`."""
    inside, edge = {cell}, [cell]
    while edge and len(inside) < _BLOCK:
        following: list[int] = []
        for one in edge:
            for row in columns.indices[columns.indptr[one] : columns.indptr[one + 1]]:
                line = given.matrix.indices[given.matrix.indptr[row] : given.matrix.indptr[row + 1]]
                following += [int(other) for other in line if other not in inside]
                inside.update(int(other) for other in line)
            if len(inside) >= _BLOCK:
                break
        edge = following
    return np.array(sorted(inside), dtype=np.int64)
