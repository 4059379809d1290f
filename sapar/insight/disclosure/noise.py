"""Noise mode: every cell gets a small error that its own records decide, so the same records always get the same error.

The cell-key method (Fraser and Wooton 2005, as the Australian Bureau of Statistics and Eurostat's census use it): each
record has a secret random key; the keys of a cell's records are added; a table of probabilities turns the sum into an
error. Whoever asks twice, or asks for the same people by another way, gets the same answer, so nothing can be averaged out.
The error is a discretised normal one, cut at `BOUND`; a true zero stays zero. A count below the threshold is hidden.
"""

from __future__ import annotations

import hashlib
import math
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from sapar.insight.disclosure.cube import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.disclosure.lattice import Ints, Lattice

Keys: TypeAlias = npt.NDArray[np.uint64]

BOUND = 10
SPREAD = 2.0  # standard deviation of the error, in records
_BITS = 26  # keys below 2**26: ten million of them add up exactly in a double


def word_seeds(words: Sequence[str], column: str, secret: bytes) -> Keys:
    """A secret number for every category of a column (BLAKE2 with the secret as its key)."""
    return np.array(
        [
            int.from_bytes(
                hashlib.blake2b(f"{column}\0{word}".encode(), key=secret, digest_size=8).digest(), "little"
            )
            for word in words
        ],
        dtype=np.uint64,
    )


def record_keys(mixed: Keys) -> npt.NDArray[np.int64]:
    """A key for every record from its secret number; equal records are told apart by counting them."""
    order = np.argsort(mixed, kind="stable")
    ordered = mixed[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sizes = np.diff(np.append(starts, len(ordered)))
    turn = np.empty(len(ordered), dtype=np.uint64)
    turn[order] = np.arange(len(ordered)) - np.repeat(starts, sizes)
    return (scramble(mixed + turn * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _BITS)).astype(np.int64)


def scramble(numbers: Keys) -> Keys:
    """The finishing step of SplitMix64: every bit of the input moves every bit of the output."""
    mixed = numbers ^ (numbers >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed = mixed * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def cell_keys(
    lattice: Lattice, codes: Sequence[npt.NDArray[np.integer]], keys: npt.NDArray[np.int64]
) -> Ints:
    """The sum of the records' keys for every cell of every table, modulo 2**26."""
    sums = np.zeros(lattice.cells)
    done: set[tuple[int, ...]] = set()
    weights = keys.astype(np.float64)
    for block in blocks(lattice.sizes, lattice.order):
        code = np.ravel_multi_index([codes[one] for one in block], [lattice.sizes[one] for one in block])
        filled = np.bincount(code, weights, minlength=math.prod(lattice.sizes[one] for one in block))
        filled = filled.reshape([lattice.sizes[one] for one in block])
        for length in range(lattice.order + 1):
            for table in combinations(block, length):
                if table not in done:
                    done.add(table)
                    others = tuple(axis for axis, one in enumerate(block) if one not in table)
                    lattice.view(sums, table)[...] = filled.sum(axis=others)
    return np.mod(sums, 2.0**_BITS).astype(np.int64)


def chances(spread: float = SPREAD, bound: int = BOUND) -> npt.NDArray[np.float64]:
    """The probability of each error from -bound to bound: a discrete normal one, symmetric, so its mean is nought."""
    steps = np.arange(-bound, bound + 1)
    weights = np.exp(-(steps**2) / (2 * spread**2))
    return np.asarray(weights / weights.sum())


def errors(keys: Ints, secret: bytes, spread: float = SPREAD, bound: int = BOUND) -> Ints:
    """The error of each cell by its key: uniform bits looked up in the cumulated chances."""
    salt = word_seeds(["cells"], "", secret)[0]
    uniform = scramble(keys.astype(np.uint64) + salt) / 2.0**64
    edges = np.cumsum(chances(spread, bound))
    found = np.searchsorted(edges, uniform, side="right") - bound
    return np.minimum(found, bound).astype(np.int64)


def perturbed(counts: Ints, noise: Ints, threshold: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Counts with their errors, and which cells are hidden: those that stand for somebody and stay below the threshold.

    A cell whose true count reaches the threshold is never hidden: its error is turned round where it would fall below.
    """
    shown = counts + noise
    low = (counts >= threshold) & (shown < threshold)
    shown = np.where(low, counts - noise, shown)
    shown = np.where(counts == 0, 0, shown)
    return shown, (counts > 0) & (counts < threshold)
