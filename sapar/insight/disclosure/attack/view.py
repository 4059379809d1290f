"""What a release says, as numbers with bounds and sums that must hold between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sapar.insight.disclosure import folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sapar.insight.disclosure.folder import Release
    from sapar.insight.disclosure.ties import Tie

Floats: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Table: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class View:
    """One unknown for every cell of every table that is published or follows from one. `matrix @ x == 0` holds for the true
    counts; `low <= x <= high` is what the files say of each; `asked` marks the cells that were to stay hidden."""

    starts: dict[Table, int]
    shapes: dict[Table, tuple[int, ...]]
    matrix: Any
    low: Floats
    high: Floats
    asked: Mask

    def part(self, vector: npt.NDArray[Any], table: Table) -> npt.NDArray[Any]:
        shape = self.shapes[table]
        begin = self.starts[table]
        return vector[begin : begin + int(np.prod(shape, dtype=np.int64))].reshape(shape)

    def place(self, number: int) -> tuple[Table, tuple[int, ...]]:
        """Table and categories of an unknown."""
        table = max((one for one in self.starts if self.starts[one] <= number), key=self.starts.__getitem__)
        spot = np.unravel_index(number - self.starts[table], self.shapes[table]) if table else ()
        return table, tuple(int(one) for one in spot)


def of(release: Release, ties: Sequence[Tie] = ()) -> View:
    """The view of one release; `ties` are what the reader knows about columns that follow from one another."""
    published = [
        one
        for one in release.lattice.tables
        if (release.lattice.view(release.marks, one) != folder.OUTSIDE).any()
    ]
    tables = sorted(
        {part for one in published for size in range(len(one) + 1) for part in combinations(one, size)},
        key=lambda one: (len(one), one),
    )
    shapes = {one: tuple(len(release.categories[axis]) for axis in one) for one in tables}
    starts, end = {}, 0
    for one in tables:
        starts[one] = end
        end += int(np.prod(shapes[one], dtype=np.int64))
    low, high, asked = _bounds(release, starts, shapes, end)
    sums = sparse.vstack([_sums(starts, shapes, end), _tied(release, ties, starts, shapes, end)]).tocsr()
    return View(starts, shapes, sums, low, high, asked)


def _bounds(
    release: Release, starts: dict[Table, int], shapes: dict[Table, tuple[int, ...]], end: int
) -> tuple[Floats, Floats, Mask]:
    low, high, asked = np.zeros(end), np.zeros(end), np.zeros(end, dtype=np.bool_)
    slack = float(release.notes.get("noise", {}).get("bound", 0))
    most = float(release.values[0]) + slack if release.marks[0] in {folder.SHOWN, folder.NOISE} else np.inf
    for table, begin in starts.items():
        span = slice(begin, begin + int(np.prod(shapes[table], dtype=np.int64)))
        values = release.lattice.view(release.values, table).ravel().astype(float)
        marks = release.lattice.view(release.marks, table).ravel()
        exact, rough = marks == folder.SHOWN, marks == folder.NOISE
        low[span] = np.where(exact, values, np.where(rough, np.maximum(values - slack, 0), 0))
        high[span] = np.where(exact, values, np.where(rough, values + slack, most))
        asked[span] = marks == folder.HIDDEN
    if not np.isfinite(most):
        first = low[: 1 + sum(shapes[one][0] for one in starts if len(one) == 1)]
        high[~np.isfinite(high)] = 100.0 * (first.sum() + 1000.0)
    return low, high, asked


def _sums(starts: dict[Table, int], shapes: dict[Table, tuple[int, ...]], end: int) -> Any:
    rows, columns, signs, count = [], [], [], 0
    for table, axis, total in _pairs(starts):
        above = np.arange(int(np.prod(shapes[total], dtype=np.int64)))
        parts = np.broadcast_to(np.expand_dims(above.reshape(shapes[total]), axis), shapes[table]).ravel()
        rows += [count + parts, count + above]
        columns += [starts[table] + np.arange(len(parts)), starts[total] + above]
        signs += [np.ones(len(parts)), -np.ones(len(above))]
        count += len(above)
    if not rows:
        return sparse.csr_matrix((0, end))
    joined = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(joined, shape=(count, end))


def _tied(
    release: Release,
    ties: Sequence[Tie],
    starts: dict[Table, int],
    shapes: dict[Table, tuple[int, ...]],
    end: int,
) -> Any:
    """Sums of finer cells that a tie makes equal to coarser ones."""
    blocks = [sparse.csr_matrix((0, end))]
    for tie in ties:
        if tie.finer not in release.names or tie.coarser not in release.names:
            continue
        fine, coarse = release.names.index(tie.finer), release.names.index(tie.coarser)
        places = {word: number for number, word in enumerate(release.categories[coarse])}
        above = np.array([places.get(tie.above.get(word, ""), -1) for word in release.categories[fine]])
        for table in starts:
            swapped = tuple(sorted((*(one for one in table if one != fine), coarse)))
            if fine in table and coarse not in table and swapped in starts and (above >= 0).all():
                blocks.append(_tied_table(table, swapped, (fine, coarse, above), (starts, shapes, end)))
    return sparse.vstack(blocks).tocsr()


def _tied_table(
    table: Table, swapped: Table, tie: tuple[int, int, Numbers], frame: tuple[Any, Any, int]
) -> Any:
    (fine, coarse, above), (starts, shapes, end) = tie, frame
    where = np.indices(shapes[table]).reshape(len(table), -1)
    spots = {one: where[axis] for axis, one in enumerate(table)}
    spots[coarse] = above[spots.pop(fine)]
    row = np.ravel_multi_index([spots[one] for one in swapped], shapes[swapped])
    size = int(np.prod(shapes[swapped], dtype=np.int64))
    rows = np.concatenate([row, np.arange(size)])
    columns = np.concatenate([starts[table] + np.arange(len(row)), starts[swapped] + np.arange(size)])
    signs = np.concatenate([np.ones(len(row)), -np.ones(size)])
    return sparse.csr_matrix((signs, (rows, columns)), shape=(size, end))


def _pairs(tables: dict[Table, int]) -> Iterator[tuple[Table, int, Table]]:
    for table in tables:
        for axis in range(len(table)):
            yield table, axis, table[:axis] + table[axis + 1 :]
