"""Private mode: differential privacy by OpenDP for a few chosen tables, out of one budget that is never given back.

Neighbouring data sets differ in one record. A record adds one to one cell of each table, so T tables have L1 sensitivity T
and share the release's epsilon. The error is OpenDP's discrete Laplace noise, drawn by its own cryptographic generator;
categories are taken as public. Every cell of the full cross gets a figure, zero ones too, and may come out negative.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sapar.insight.disclosure.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.disclosure.cube import Cube
    from sapar.insight.disclosure.lattice import Ints, Table

CONFIDENCE = 0.95
LIFETIME_EPSILON = 4.0


@dataclass(frozen=True)
class Private:
    """`counts` over all cells of the lattice; only those of `tables` are filled. 95 of 100 figures are within `error`."""

    counts: Ints
    tables: tuple[Table, ...]
    epsilon: float
    scale: float
    error: int


def spent(ledgers: Sequence[dict[str, Any]]) -> float:
    """Epsilon of all releases ever made; ledgers overlap, each release counts once."""
    once = {entry["id"]: float(entry["epsilon"]) for one in ledgers for entry in one.get("releases", [])}
    return sum(once.values())


def release(cube: Cube, tables: Sequence[Table], epsilon: float, left: float) -> Private:
    """Raises Unfit where the lifetime budget does not hold the release, and says what is left of it."""
    if not epsilon > 0:
        raise Unfit("Epsilon must be above 0. Common values are 0.1 to 1 for one release.")
    if epsilon > left + 1e-9:
        raise Unfit(
            f"The privacy budget has {max(left, 0):.3g} left and this release asks for {epsilon:.3g}. "
            "A budget is never reset: publish less often, fewer tables, or a smaller --epsilon."
        )
    scale = len(tables) / epsilon
    counts = np.zeros(cube.lattice.cells, dtype=np.int64)
    for table in tables:
        span = cube.lattice.span(table)
        counts[span] = laplace(cube.counts[span].tolist(), scale)
    return Private(counts, tuple(tables), epsilon, scale, error(scale))


def laplace(counts: list[int], scale: float) -> list[int]:
    """One draw of OpenDP's discrete Laplace mechanism for each count, checked against the epsilon we account for."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    mechanism = dp.m.make_laplace(*space, scale=scale)
    spends: float = mechanism.map(1)  # type: ignore[no-untyped-call] # OpenDP has no types
    assert spends <= 1 / scale * (1 + 1e-9)  # noqa: S101 - the ledger would lie otherwise
    return list(mechanism(counts))


def error(scale: float) -> int:
    """The half-width within which 95 of 100 draws of a discrete Laplace distribution with this scale fall."""
    decay = math.exp(-1 / scale)
    # P(|X| > k) = 2 * decay**(k + 1) / (1 + decay)
    return max(0, math.ceil(math.log((1 - CONFIDENCE) * (1 + decay) / 2) / math.log(decay)) - 1)
