"""Fictional records for the bench of safe statistics: skewed categories that depend on a hidden group."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

NAMES = ("month", "province", "citizenship", "sex", "age", "topic", "channel", "outcome")
SIZES = (12, 20, 8, 3, 6, 25, 10, 5)
GROUPS = 6


def codes(rows: int, seed: int = 1) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    group = chance.integers(0, GROUPS, rows)
    columns = []
    for number, size in enumerate(SIZES):
        base = 1 / np.arange(1, size + 1) ** (1.0 if number % 2 else 0.6)
        column = np.empty(rows, dtype=np.int32)
        for one in range(GROUPS):
            weights = base * np.random.default_rng([number, one]).lognormal(0, 0.8, size)
            inside = group == one
            column[inside] = chance.choice(size, int(inside.sum()), p=weights / weights.sum())
        columns.append(column)
    return columns


def write(path: Path, columns: list[np.ndarray]) -> None:
    arrays = {}
    for name, size, column in zip(NAMES, SIZES, columns, strict=True):
        words = pa.array([f"{name}{one:02d}" for one in range(size)])
        arrays[name] = pa.DictionaryArray.from_arrays(pa.array(column), words).cast(pa.string())
    arrow_csv.write_csv(pa.table(arrays), path)


if __name__ == "__main__":
    write(Path(sys.argv[2]), codes(int(sys.argv[1])))
