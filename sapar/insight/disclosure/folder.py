"""What a release is on disk: `release.json`, `tables/A+B+C.csv`, the report, the ledger. Nothing secret is in it.

`release.json` also says which cells of the full cross are published by silence: in exact and noise mode a cell that is
not listed is zero. A withheld table has no file.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Ints: TypeAlias = npt.NDArray[np.int64]
Marks: TypeAlias = npt.NDArray[np.int8]

FORMAT = "sapar-release-1"
SHOWN, HIDDEN, CARRIED, NOISE, OUTSIDE = range(5)
WORDS = ("", "hidden", "carried", "noise")


@dataclass(frozen=True)
class Release:
    """`values` and `marks` run over all cells of the lattice; a hidden cell's value is -1, cells of tables that are not
    published are OUTSIDE. `notes` are further entries of `release.json` (mode, threshold, ...)."""

    names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    lattice: Lattice
    values: Ints
    marks: Marks
    notes: dict[str, Any] = field(default_factory=dict)


def write(release: Release, folder: Path, report: dict[str, Any], words: str, ledger: dict[str, Any]) -> None:
    """The folder must be new or empty. All files are written, or an OSError tells which was not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unfit(
            f"{folder} exists and is not an empty folder. Releases are never overwritten; choose a new name."
        )
    (folder / "tables").mkdir(parents=True)
    entries = [_table(release, folder, table) for table in release.lattice.tables if table]
    described = {
        "format": FORMAT,
        **release.notes,
        "records": {
            "count": int(release.values[0]) if release.marks[0] != HIDDEN else None,
            "mark": WORDS[release.marks[0]],
        },
        "dimensions": [
            {"name": name, "categories": list(words_of)}
            for name, words_of in zip(release.names, release.categories, strict=True)
        ],
        "tables": [one for one in entries if one["file"]],
        "withheld": [one["dimensions"] for one in entries if not one["file"]],
    }
    for name, content in (("release.json", described), ("report.json", report), ("ledger.json", ledger)):
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "report.txt").write_text(words, encoding="utf-8")


def _table(release: Release, folder: Path, table: tuple[int, ...]) -> dict[str, Any]:
    names = [release.names[one] for one in table]
    marks, values = (release.lattice.view(one, table).ravel() for one in (release.marks, release.values))
    entry: dict[str, Any] = {"dimensions": names, "file": None}
    if (marks == OUTSIDE).all():
        return entry
    entry["file"] = f"tables/{file_name(names)}"
    rows = np.flatnonzero((values != 0) | (marks != SHOWN))
    where = np.unravel_index(rows, release.lattice.shape(table))
    words = [
        np.array(release.categories[one], dtype=object)[part] for one, part in zip(table, where, strict=True)
    ]
    counts = np.where(marks[rows] == HIDDEN, "", values[rows].astype(str)).tolist()
    with (folder / entry["file"]).open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened, lineterminator="\n")
        sheet.writerow([*names, "count", "mark"])
        sheet.writerows(zip(*words, counts, np.array(WORDS)[marks[rows]].tolist(), strict=True))
    return {
        **entry,
        "shown": int((marks[rows] != HIDDEN).sum()),
        "hidden": int((marks[rows] == HIDDEN).sum()),
    }


def file_name(names: Iterable[str]) -> str:
    """`A+B+C.csv`; letters that a file system refuses become `_`."""
    return "+".join(re.sub(r'[\\/:*?"<>|+\x00-\x1f]', "_", name) for name in names) + ".csv"


def read(folder: Path) -> Release:
    """The release in a folder, as everybody sees it. Raises Unfit where it is not one of ours or is damaged."""
    try:
        described = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise Unfit(f"{folder} holds no release: release.json is missing or damaged.") from None
    if described.get("format") != FORMAT:
        raise Unfit(f"{folder}/release.json is of another format than {FORMAT}.")
    names = tuple(one["name"] for one in described["dimensions"])
    categories = tuple(tuple(one["categories"]) for one in described["dimensions"])
    lattice = Lattice.of(tuple(map(len, categories)))
    values, marks = np.zeros(lattice.cells, dtype=np.int64), np.full(lattice.cells, OUTSIDE, dtype=np.int8)
    total = described["records"]
    values[0] = -1 if total["count"] is None else total["count"]
    marks[0] = WORDS.index(total["mark"])
    release = Release(names, categories, lattice, values, marks, described)
    for entry in described["tables"]:
        _fill(release, folder / entry["file"], entry["dimensions"])
    return release


def _fill(release: Release, path: Path, names: list[str]) -> None:
    table = tuple(release.names.index(one) for one in names)
    release.lattice.view(release.marks, table)[...] = SHOWN
    places = [{word: number for number, word in enumerate(release.categories[one])} for one in table]
    with path.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows, None)
        columns = list(zip(*rows, strict=True))
    if not columns:
        return
    try:
        where = [[place[word] for word in column] for place, column in zip(places, columns, strict=False)]
        counts = [int(one) if one else -1 for one in columns[-2]]
        marks = list(map(WORDS.index, columns[-1]))
    except (KeyError, ValueError) as fault:
        raise Unfit(f"{path} is damaged: {fault}.") from None
    cells = release.lattice.cell(table, tuple(np.array(one, dtype=np.int64) for one in where))
    release.values[cells], release.marks[cells] = counts, marks


def ledger(folder: Path) -> dict[str, Any]:
    """The ledger of a release. Raises Unfit where it is missing or damaged: without it nobody knows what was spent."""
    try:
        found: dict[str, Any] = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
        _ids = [(entry["id"], float(entry["epsilon"])) for entry in found["releases"]]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise Unfit(
            f"{folder}/ledger.json is missing or damaged. Bring it back from a copy of the release."
        ) from None
    return found


def ledgers_beside(folder: Path) -> list[dict[str, Any]]:
    """The ledgers of all releases that lie in the same folder: a budget must not be forgotten with an argument."""
    return [ledger(one.parent) for one in sorted(folder.resolve().parent.glob("*/ledger.json"))]
