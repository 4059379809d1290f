"""The tables that lie beside this file: letters, conventions, suffixes, lists. Each row names its source."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "tables"


def rows(name: str) -> list[dict[str, str]]:
    """All rows of a table, in the file's order."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Cue:
    """What in a name's Latin letters speaks for a convention. The first `group` that speaks stands in for the plain
    reading; a cue without a group adds one more reading."""

    convention: str
    group: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Suffix:
    """An ending that says whose name it is (`father`, `family`) and, where it does, the sex of its bearer."""

    kind: str
    sex: str
    pattern: re.Pattern[str]


@cache
def cyrillic() -> dict[str, str]:
    return {row["letters"]: row["sound"] for row in rows("cyrillic.csv")}


@cache
def conventions() -> dict[str, dict[str, str]]:
    """Sounds by letters for each convention; all stand on the plain one."""
    plain: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {"plain": plain}
    for row in rows("latin.csv"):
        found.setdefault(row["convention"], dict(plain))[row["letters"]] = row["sound"]
    return found


@cache
def cues() -> tuple[Cue, ...]:
    return tuple(Cue(row["convention"], row["group"], re.compile(row["pattern"])) for row in rows("cues.csv"))


@cache
def suffixes() -> tuple[Suffix, ...]:
    return tuple(
        Suffix(row["kind"], row["sex"], re.compile(f"(?:{row['pattern']})$")) for row in rows("suffixes.csv")
    )


@cache
def any_suffix() -> re.Pattern[str]:
    """Matches where one of the suffixes does: most words are done with one look."""
    return re.compile("(?:" + "|".join(row["pattern"] for row in rows("suffixes.csv")) + ")$")
