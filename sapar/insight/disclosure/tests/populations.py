"""Fictional records: a hidden group decides which categories are likely, so that tables are skewed as real ones are."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

NAMES = ("province", "topic", "age", "sex", "outcome")
SIZES = (9, 8, 5, 2, 4)


def codes(rows: int, seed: int = 1, sizes: Sequence[int] = SIZES) -> list[npt.NDArray[np.int16]]:
    chance = np.random.default_rng(seed)
    group = chance.integers(0, 4, rows)
    columns = []
    for size in sizes:
        column = np.empty(rows, dtype=np.int16)
        for one in range(4):
            weights = chance.lognormal(0, 1, size) / np.arange(1, size + 1)
            column[group == one] = chance.choice(size, int((group == one).sum()), p=weights / weights.sum())
        columns.append(column)
    return columns


def rows(amount: int, seed: int = 1) -> list[list[str]]:
    """Lines of text; the organisation, in the last column, lies within the province."""
    columns = codes(amount, seed)
    chance = np.random.default_rng(seed + 1000)
    part = chance.integers(0, 4, amount)
    return [
        [*(f"{name} {code}" for name, code in zip(NAMES, line, strict=True)), f"org {line[0]}-{part[number]}"]
        for number, line in enumerate(zip(*columns, strict=True))
    ]


def write(
    path: Path, lines: Sequence[Sequence[str]], names: Sequence[str] = (*NAMES, "organisation")
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened)
        sheet.writerow(names)
        sheet.writerows(lines)
    return path
