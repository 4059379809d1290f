"""`python -m bench.picture [--rows 1000000]`: the region's snapshot on generated records, beside pyarrow's own grouping. JSON.

Grouped and kept as Parquet, one quarter frozen, and laid out a line a record for the protection.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as parquet

from bench import machine, place
from sapar.insight.snapshot import reduce

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUARTERS = [f"{year}-Q{number}" for year in range(2022, 2027) for number in range(1, 5)]
SIZES = {"topic": 26, "country": 12, "language": 8, "channel": 6, "result": 10, "org": 400}


def main() -> int:
    parser = argparse.ArgumentParser("bench.picture", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    amount = parser.parse_args().rows
    folder = place.cache() / "picture"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    records = _records(amount)
    figures = {"rows": amount, "machine": machine.described(), "before": machine.load()}
    figures |= _ours(records, folder) | _pyarrow(records, folder)
    figures["ratio_to_pyarrow"] = round(figures["group_s"] / figures["pyarrow_group_s"], 2)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures["after"] = machine.load()
    print(json.dumps(figures, indent=2))
    return 0


def _records(amount: int) -> pa.Table:
    dice = random.Random(3)
    columns = {
        name: [f"{name}-{number}" for number in dice.choices(range(size), range(size, 0, -1), k=amount)]
        for name, size in SIZES.items()
    }
    return pa.table(columns | {"quarter": dice.choices(QUARTERS, k=amount), "n": [1] * amount})


def _ours(records: pa.Table, folder: Path) -> dict[str, float]:
    whole, frozen, rows = folder / "all.parquet", folder / "frozen.parquet", folder / "rows.csv"
    columns = ["quarter", *SIZES]
    found = {"group_s": _timed(lambda: reduce.write(records, columns, whole))}
    found["freeze_s"] = _timed(lambda: reduce.freeze(whole, QUARTERS[-1], frozen))
    found["rows_s"] = _timed(lambda: reduce.as_rows(frozen, columns, rows))
    return found


def _pyarrow(records: pa.Table, folder: Path) -> dict[str, float]:
    """The baseline: the same grouping and file by the library that Parquet comes from."""

    def group() -> None:
        grouped = records.group_by(["quarter", *SIZES]).aggregate([("n", "sum")])
        parquet.write_table(grouped, folder / "arrow.parquet")

    return {"pyarrow_group_s": _timed(group)}


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


if __name__ == "__main__":
    raise SystemExit(main())
