"""All one- to three-way tables of a few categorical columns, exact, from integer codes.

One `bincount` fills a block of four to six dimensions whose cross still fits the processor's cache; the tables inside the
block are sums of it. Eight dimensions of ordinary size need about ten passes over the rows instead of 56.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from sapar.insight.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints: TypeAlias = npt.NDArray[np.int64]
Table: TypeAlias = tuple[int, ...]

BLOCK_CELLS = 1 << 18  # 2 MB of counters
ROWS_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Cube:
    """`counts` holds every cell of every table, laid end to end as `lattice` says; `rows` is the number of records."""

    lattice: Lattice
    counts: Ints
    rows: int

    def table(self, dimensions: Table) -> Ints:
        """The counts of one table, shaped by its dimensions' sizes."""
        return self.lattice.view(self.counts, dimensions)


def count(codes: Sequence[npt.NDArray[np.integer]], sizes: Sequence[int], order: int = 3) -> Cube:
    """`codes[d][row]` is the category of a row in dimension d, from 0 to `sizes[d]` - 1. All arrays are equally long."""
    lattice = Lattice.of(tuple(sizes), order)
    counts = np.zeros(lattice.cells, dtype=np.int64)
    done: set[Table] = set()
    for block in blocks(lattice.sizes, lattice.order):
        filled = _fill(codes, lattice.sizes, block)
        for length in range(lattice.order + 1):
            for table in combinations(block, length):
                if table not in done:
                    done.add(table)
                    others = tuple(axis for axis, one in enumerate(block) if one not in table)
                    lattice.view(counts, table)[...] = filled.sum(axis=others)
    return Cube(lattice, counts, int(counts[0]))


def blocks(sizes: Sequence[int], order: int = 3) -> list[Table]:
    """Sets of dimensions that together hold every `order`-way table; each as large as the cache allows."""
    missing = set(combinations(range(len(sizes)), min(order, len(sizes))))
    found: list[Table] = []
    while missing:
        block = min(missing)
        while True:
            wider = [
                tuple(sorted((*block, one)))
                for one in range(len(sizes))
                if one not in block and _cells(sizes, (*block, one)) <= BLOCK_CELLS
            ]
            gains = [
                len(missing.intersection(combinations(one, order))) / _cells(sizes, one) for one in wider
            ]
            if not wider:
                break
            block = wider[int(np.argmax(gains))]
        missing -= set(combinations(block, min(order, len(sizes))))
        found.append(block)
    return found


def _cells(sizes: Sequence[int], block: Table) -> int:
    return int(np.prod([sizes[one] for one in block], dtype=np.int64))


def _fill(codes: Sequence[npt.NDArray[np.integer]], sizes: Sequence[int], block: Table) -> Ints:
    cells = _cells(sizes, block)
    filled = np.zeros(cells, dtype=np.int64)
    rows = len(codes[0]) if codes else 0
    for begin in range(0, rows, ROWS_AT_ONCE):
        part = slice(begin, begin + ROWS_AT_ONCE)
        code = codes[block[0]][part].astype(np.intp)
        for one in block[1:]:
            code *= sizes[one]
            code += codes[one][part]
        filled += np.bincount(code, minlength=cells)
    return filled.reshape([sizes[one] for one in block])
