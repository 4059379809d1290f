"""A CSV file of categorical columns becomes integer codes, in one pass and without holding the text.

Arrow reads in blocks and gives each column as a dictionary; only codes of two bytes are kept (16 MB a million rows of
eight columns). What is not a category is refused by name: numbers that run on, free words, identifiers.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as arrow_csv

from sapar.insight.disclosure import noise
from sapar.insight.disclosure.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Codes: TypeAlias = npt.NDArray[np.int16]

MOST_DIMENSIONS = 12
MOST_CATEGORIES = 250
MOST_NUMBERS = 60  # distinct numbers in one column before it counts as a measurement
LONGEST_CATEGORY = 120
_BLOCK_BYTES = 8 << 20
_OTHER_SIGNS = ";\t|"


@dataclass(frozen=True)
class Records:
    """`codes[d][row]` indexes `categories[d]`, which are sorted. `contributor[row]`: which organisation, or None."""

    names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: tuple[Codes, ...]
    contributor: npt.NDArray[np.int32] | None = None

    @property
    def rows(self) -> int:
        return len(self.codes[0])

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(one) for one in self.categories)


def read(
    path: Path, dimensions: Sequence[str] = (), contributor: str = "", where: Mapping[str, str] | None = None
) -> Records:
    """Raises Unfit with what is wrong, where, and what to do. Without `dimensions` every column counts but the
    contributor's and those of `where` (column: the one value that rows must have)."""
    header, where = _header(path), where or {}
    names = _chosen(header, dimensions, contributor, where)
    columns = [_Column(name) for name in names]
    organisations = _Column(contributor, most=1 << 20) if contributor else None
    wanted = [*columns, organisations] if organisations else columns
    for batch in _batches(path, header, [one.name for one in wanted], where):
        for number, column in enumerate(wanted):
            column.add(batch.column(number))
    if not sum(map(len, columns[0].parts)):
        chosen = " that match" if where else ""
        raise Unfit(f"{path} has a header but no rows{chosen}. There is nothing to count.")
    done = [one.done() for one in columns]
    return Records(
        tuple(names),
        tuple(one[0] for one in done),
        tuple(one[1].astype(np.int16) for one in done),
        organisations.done()[1] if organisations else None,
    )


def fingerprints(path: Path, secret: bytes, where: Mapping[str, str] | None = None) -> noise.Keys:
    """For every row a secret number made of all its columns, in the order of `read`. Which columns a release shows makes no
    difference to it."""
    header, parts = _header(path), []
    for batch in _batches(path, header, header, where or {}):
        mixed = np.zeros(batch.num_rows, dtype=np.uint64)
        for number, name in enumerate(header):
            column = batch.column(number)
            seeds = noise.word_seeds(column.dictionary.to_pylist(), name, secret)
            mixed += seeds[column.indices.to_numpy(zero_copy_only=False)]
        parts.append(mixed)
    return np.concatenate(parts)


def _batches(path: Path, header: list[str], wanted: list[str], where: Mapping[str, str]) -> Iterator[Any]:
    """Blocks of rows that match `where`, the wanted columns first."""
    unknown = [column for column in where if column not in header]
    if unknown:
        raise Unfit(f"--where names columns that the file does not have: {', '.join(unknown)}.")
    try:
        with _open(path, header, list(dict.fromkeys([*wanted, *where]))) as batches:
            for batch in batches:
                mask = None
                for column, value in where.items():
                    same = compute.equal(batch.column(column).cast(pa.string()), value)
                    mask = same if mask is None else compute.and_(mask, same)
                yield batch if mask is None else batch.filter(mask)
    except (pa.ArrowInvalid, UnicodeDecodeError) as fault:
        raise Unfit(_broken(path, str(fault))) from None


def columns(path: Path) -> tuple[str, ...]:
    """The names in the file's first line."""
    return tuple(_header(path))


def _header(path: Path) -> list[str]:
    if not path.is_file():
        raise Unfit(
            f"{path} is not there, or is no file. Give a CSV file with the names of its columns in line 1."
        )
    if path.stat().st_size == 0:
        raise Unfit(
            f"{path} is empty. The first line must name the columns, each further line is one record."
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            header = next(csv.reader(opened), [])
    except UnicodeDecodeError:
        raise Unfit(_broken(path, "utf")) from None
    if not header or any(not name.strip() for name in header):
        raise Unfit(f"{path}, line 1: every column needs a name. Give the empty ones a name or remove them.")
    if len(header) == 1 and any(sign in header[0] for sign in _OTHER_SIGNS):
        raise Unfit(
            f"{path}, line 1: the whole line is one column, {header[0][:40]!r}. Save the file with commas between the columns."
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise Unfit(
            f"{path}, line 1: column names stand there twice: {', '.join(twice[:5])}. Rename one of each."
        )
    return header


def _chosen(
    header: list[str], dimensions: Sequence[str], contributor: str, where: Mapping[str, str]
) -> list[str]:
    unknown = [name for name in (*dimensions, *([contributor] if contributor else [])) if name not in header]
    if unknown:
        known = ", ".join(header[:20]) + (" …" if len(header) > 20 else "")
        raise Unfit(f"There is no column {', '.join(map(repr, unknown))}. The file has: {known}.")
    if contributor in dimensions and contributor:
        raise Unfit(
            f"{contributor!r} cannot be a dimension and the contributor at once: a table by contributor shows each one's caseload."
        )
    names = list(dict.fromkeys(dimensions)) or [
        name for name in header if name != contributor and name not in where
    ]
    if len(names) > MOST_DIMENSIONS:
        raise Unfit(
            f"{len(names)} columns are too many; at most {MOST_DIMENSIONS} can be crossed safely. "
            f"Choose them: --dimensions {','.join(header[:3])},…"
        )
    if not names:
        raise Unfit("No column is left to count by.")
    return names


def _open(path: Path, header: list[str], wanted: list[str]) -> Any:
    kind = pa.dictionary(pa.int32(), pa.string())
    return arrow_csv.open_csv(
        path,
        read_options=arrow_csv.ReadOptions(block_size=_BLOCK_BYTES, column_names=header, skip_rows=1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(wanted, kind), include_columns=wanted, strings_can_be_null=False
        ),
    )


def _broken(path: Path, fault: str) -> str:
    with path.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as where:
                return (
                    f"{path}, line {number}, byte {where.start + 1}: this is not UTF-8. "
                    "Save the file as “CSV UTF-8”; nothing was guessed."
                )
    if fault.startswith("Empty CSV"):
        return f"{path} has a header but no rows. There is nothing to count."
    return f"{path} cannot be read as CSV: {fault.strip().splitlines()[0]} Every row needs as many fields as the header."


class _Column:
    """Collects one column's codes and its categories in order of appearance."""

    def __init__(self, name: str, most: int = MOST_CATEGORIES) -> None:
        self.name, self.most = name, most
        self.index: dict[str, int] = {}
        self.parts: list[npt.NDArray[np.int32]] = []

    def add(self, array: Any) -> None:
        words = array.dictionary.to_pylist()
        renumbered = np.array([self.index.setdefault(one, len(self.index)) for one in words], dtype=np.int32)
        if len(self.index) > self.most:
            raise Unfit(self._too_many(len(array)))
        self.parts.append(renumbered[array.indices.to_numpy(zero_copy_only=False)])

    def _too_many(self, rows: int) -> str:
        words, name = list(self.index), self.name
        if _numeric(words):
            return (
                f"Column {name!r} holds numbers that run on ({len(words)} different ones or more). "
                "Cut it into bands first, for instance 0-17, 18-29, 30-44, or leave it out with --dimensions."
            )
        if np.mean([len(one) for one in words]) > 40 or np.mean([" " in one.strip() for one in words]) > 0.9:
            return f"Column {name!r} looks like free text. Words of people never go into tables; leave it out with --dimensions."
        more = (
            "like a name or a number of each record"
            if len(words) > 0.5 * rows
            else "more than tables can show safely"
        )
        return f"Column {name!r} has over {self.most} categories, {more}. Merge the rare ones, or leave it out with --dimensions."

    def done(self) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
        """Sorted categories and the codes into them."""
        words = sorted(self.index)
        if self.most == MOST_CATEGORIES:
            self._look(words)
        order = np.empty(len(words), dtype=np.int32)
        order[[self.index[one] for one in words]] = np.arange(len(words), dtype=np.int32)
        return tuple(words), order[np.concatenate(self.parts)]

    def _look(self, words: list[str]) -> None:
        rows = sum(len(part) for part in self.parts)
        if _numeric(words) and (
            len(words) > MOST_NUMBERS or any("." in one for one in words) and len(words) > 12
        ):
            raise Unfit(self._too_many(rows))
        longest = max(words, key=len, default="")
        if len(longest) > LONGEST_CATEGORY:
            raise Unfit(
                f"Column {self.name!r} looks like free text: a value of {len(longest)} letters. "
                "Words of people never go into tables; leave it out with --dimensions."
            )


def _numeric(words: list[str]) -> bool:
    filled = [one for one in words if one.strip()]
    try:
        [float(one.replace(",", ".")) for one in filled]
    except ValueError:
        return False
    return bool(filled)
