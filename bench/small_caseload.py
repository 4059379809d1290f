"""`python -m bench.small_caseload`: what a quarter of four organisations leaves to be shown, in tables of two columns beside three.
JSON.

The same records, the same protection; three seeds each, the least and the most of them. `share_of_large_cells_hidden`: of the
cells that reach the threshold; those of a table that is withheld whole are among them neither way.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from bench import machine, place
from sapar.insight.disclosure.protect import Wish, release

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {"topic": 20, "country": 5, "language": 6, "place": 14, "sex": 2, "age": 6}
KINDS = {"contacts": ("topic", "country", "language"), "cases": ("place", "sex", "age")}
# One organisation has four talks of ten, the smallest one.
SHARES = (0.4, 0.3, 0.2, 0.1)
RECORDS = (900, 1500, 2500, 4000, 15_000, 60_000)
SEEDS = 3


def main() -> int:
    folder = place.cache() / "small"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    figures: dict[str, Any] = {"machine": machine.described(), "before": machine.load(), "kinds": {}}
    for kind, dimensions in KINDS.items():
        figures["kinds"][kind] = [_of(folder, dimensions, amount) for amount in RECORDS]
    figures["after"] = machine.load()
    print(json.dumps(figures, indent=2))
    return 0


def _of(folder: Path, dimensions: tuple[str, ...], amount: int) -> dict[str, Any]:
    found: dict[str, Any] = {"records": amount}
    for depth in (2, 3):
        facts = [_facts(folder, dimensions, amount, depth, seed) for seed in range(SEEDS)]
        found[f"depth_{depth}"] = {
            name: [min(one[name] for one in facts), max(one[name] for one in facts)]
            for name in ("shown", "hidden", "withheld_tables", "share_of_large_cells_hidden")
        }
    return found


def _facts(folder: Path, dimensions: tuple[str, ...], amount: int, depth: int, seed: int) -> dict[str, Any]:
    path = folder / f"{'-'.join(dimensions)}-{amount}-{seed}.csv"
    if not path.exists():
        _write(path, dimensions, amount, seed)
    wish = Wish(dimensions=dimensions, contributor="org", depth=depth, attack_seconds=0.3)
    return release(path, wish).facts


def _write(path: Path, dimensions: tuple[str, ...], amount: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    group = chance.integers(0, 4, amount)
    columns = {"org": chance.choice(len(SHARES), amount, p=SHARES).astype(str)}
    for name in dimensions:
        size = SIZES[name]
        column = np.empty(amount, dtype=np.int64)
        for one in range(4):
            weights = chance.lognormal(0, 1, size) / np.arange(1, size + 1)
            inside = group == one
            column[inside] = chance.choice(size, int(inside.sum()), p=weights / weights.sum())
        columns[name] = np.array([f"{name}{code}" for code in column])
    arrow_csv.write_csv(pa.table(columns), path)


if __name__ == "__main__":
    raise SystemExit(main())
