"""No organisation's caseload may be inferred: the p-percent rule, on counts of records.

A cell is dominated when the second largest contributor, who knows its own part, could reckon the largest one's part to
within `PERCENT` of it: total - largest - second < PERCENT % of largest; or when fewer than `LEAST` contributed. (The rule
as statistical offices use it: Hundepool et al., *Statistical Disclosure Control*, 2012, section 4.2.2.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure.cube import Cube, count

if TYPE_CHECKING:
    import numpy.typing as npt

    from sapar.insight.disclosure.reading import Records
    from sapar.insight.disclosure.suppress import Mask

PERCENT = 15
LEAST = 3


def dominated(codes: npt.NDArray[np.int16], size: int, contributor: npt.NDArray[np.int32] | None) -> Mask:
    """For one column: which categories give an organisation away. Nothing is, where no contributor is known."""
    if contributor is None:
        return np.zeros(size, dtype=np.bool_)
    givers = int(contributor.max()) + 1
    counts = np.bincount(codes.astype(np.int64) * givers + contributor, minlength=size * givers)
    return _rule(np.sort(counts.reshape(size, givers), axis=1))


def cells(records: Records, cube: Cube) -> tuple[Mask, npt.NDArray[np.float64]]:
    """For every cell of the cube: is it dominated, and how wide its interval must then be (in records)."""
    flags, width = np.zeros(cube.lattice.cells, dtype=np.bool_), np.zeros(cube.lattice.cells)
    if records.contributor is None:
        return flags, width
    largest, second, givers = _top(records, cube)
    rest = cube.counts - largest - second
    flags = (cube.counts > 0) & ((givers < LEAST) | (rest * 100 < PERCENT * largest))
    flags[0] = False
    return flags, np.where(flags, np.ceil(largest * PERCENT / 100), 0.0)


def _top(records: Records, cube: Cube) -> tuple[npt.NDArray[np.int64], ...]:
    """Largest and second largest contribution and the number of contributors of each cell, one organisation at a time."""
    largest, second, givers = (np.zeros(cube.lattice.cells, dtype=np.int64) for _one in range(3))
    contributor = records.contributor
    assert contributor is not None  # noqa: S101 - `cells` has looked
    order = np.argsort(contributor, kind="stable")
    edges = np.flatnonzero(np.diff(contributor[order])) + 1
    for rows in np.split(order, edges):
        own = count([one[rows] for one in records.codes], cube.lattice.sizes, cube.lattice.order).counts
        second = np.maximum(second, np.minimum(largest, own))
        largest = np.maximum(largest, own)
        givers += own > 0
    return largest, second, givers


def _rule(ordered: npt.NDArray[np.int64]) -> Mask:
    total = ordered.sum(axis=1)
    largest = ordered[:, -1]
    second = ordered[:, -2] if ordered.shape[1] > 1 else np.zeros_like(largest)
    few = (ordered > 0).sum(axis=1) < LEAST
    return np.asarray((total > 0) & (few | ((total - largest - second) * 100 < PERCENT * largest)))
