"""The arithmetic on records, as Ibis expressions: the same code runs on any engine that Ibis speaks to."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

UNKNOWN = "unknown"


@contextmanager
def engine() -> Iterator[Any]:
    """DuckDB in this process, without a file of its own."""
    opened = ibis.duckdb.connect()
    try:
        yield opened
    finally:
        opened.disconnect()


def grouped(records: Any, columns: Sequence[str]) -> Any:
    """Equal records are one line with their number; "unknown" and "" are the same.

    DuckDB sums into 128 bits, which Parquet would keep as a fraction: Ibis casts to 32 bits, and leaves a cast to 64 out.
    """
    plain = {name: records[name].nullif(UNKNOWN).fill_null("") for name in columns}
    return (
        records.mutate(**plain)
        .group_by(list(columns))
        .agg(n=records.n.sum().cast("int32"))
        .order_by(list(columns))
    )


def of_quarter(records: Any, quarter: str) -> Any:
    return records.filter(records.quarter == quarter)


def one_each(records: Any, columns: Sequence[str]) -> Any:
    """A line for every record, as the protection reads them."""
    return records.mutate(one=ibis.range(0, records.n, 1).unnest()).select(*columns)


def by_quarter(records: Any) -> Any:
    return records.group_by("quarter").agg(n=records.n.sum().cast("int32")).order_by("quarter")


def write(records: pa.Table, columns: Sequence[str], path: Path) -> dict[str, int]:
    """As Parquet, grouped. Gives how many records each quarter has."""
    with engine() as opened:
        opened.to_parquet(grouped(ibis.memtable(records), columns), path)
        counted = opened.to_pyarrow(by_quarter(opened.read_parquet(path)))
    return dict(zip(counted["quarter"].to_pylist(), counted["n"].to_pylist(), strict=True))


def freeze(source: Path, quarter: str, path: Path) -> None:
    """The records of one quarter, and nothing else."""
    with engine() as opened:
        opened.to_parquet(of_quarter(opened.read_parquet(source), quarter), path)


def as_rows(source: Path, columns: Sequence[str], path: Path) -> int:
    """As CSV, a line a record; gives how many there are. A column that was not counted yet when the file was made is empty."""
    with engine() as opened:
        records = opened.read_parquet(source)
        records = records.mutate(**{one: ibis.literal("") for one in columns if one not in records.columns})
        total = opened.to_pyarrow(records.n.sum()).as_py() or 0
        opened.to_csv(one_each(records, columns), path)
    return int(total)
