"""Reading the tables: editions of the indicators by id and by day, and the other frames they are looked at in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sapar.screening.indicators.model import (
    RECRUITED,
    Decision,
    Dimension,
    Edition,
    EditionBroken,
    Indicator,
    NoEdition,
    Result,
    Source,
    Weight,
)

if TYPE_CHECKING:
    import datetime as dt

TABLES = Path(__file__).parent / "tables"
EDITIONS = ("delphi-2009",)
_WEIGHTS = {"S": Weight.STRONG, "M": Weight.MEDIUM, "W": Weight.WEAK, "": None}


@dataclass(frozen=True)
class Part:
    """Which answers speak for one element of a frame: single indicators, whole dimensions."""

    indicators: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """Another way to look at the same answers: Palermo's act, means and purpose, or involuntariness and menace."""

    source: Source
    parts: dict[str, Part]
    means: dict[str, Part]


@cache
def edition(code: str) -> Edition:
    """The edition that a screening was made with. Raises `NoEdition`."""
    if code not in EDITIONS:
        raise NoEdition(code)
    return read(TABLES, code)


def on(day: dt.date) -> Edition:
    """The edition that holds on a day. Raises `NoEdition`; it never takes the nearest."""
    for code in EDITIONS:
        found = edition(code)
        if found.holds_from <= day and (found.holds_until is None or day <= found.holds_until):
            return found
    raise NoEdition(day.isoformat())


@cache
def palermo() -> Frame:
    return _frame("palermo-2000", ("act", "purpose"))


@cache
def forced_labour() -> Frame:
    return _frame("icls-2018", ("involuntary", "menace"))


@cache
def eleven() -> Source:
    return _source(_yaml(TABLES / "ilo-2012.yaml"))


def sources() -> list[Source]:
    """Every table that a result leans on, in the order the page names them."""
    return [*(edition(code).source for code in EDITIONS), eleven(), palermo().source, forced_labour().source]


def read(folder: Path, code: str) -> Edition:
    """An edition from `<code>.yaml` and `<code>.csv` in a folder. Raises `EditionBroken` with the place."""
    head = _yaml(folder / f"{code}.yaml")
    hard = {one["id"]: int(one["hard"]) for one in _csv(folder / "asking.csv")}
    rows = _csv(folder / f"{code}.csv")
    indicators = {row["id"]: _indicator(row, hard) for row in rows}
    if len(indicators) != len(rows):
        raise EditionBroken(f"{code}.csv: an id stands there twice")
    made = Edition(
        source=_source(head),
        holds_from=head["holds_from"],
        holds_until=head["holds_until"],
        indicators=indicators,
        found_when=tuple({Weight(name): many for name, many in line.items()} for line in head["found_when"]),
        decisions=tuple(_decision(entry) for entry in head["decisions"]),
    )
    _check(made)
    return made


def _indicator(row: dict[str, str], hard: dict[str, int]) -> Indicator:
    try:
        return Indicator(
            id=row["id"],
            dimension=Dimension(row["dimension"]),
            label=row["indicator"],
            ilo11=tuple(int(number) for number in row["ilo11"].split()),
            adult=_WEIGHTS[row["adult"]],
            child=_WEIGHTS[row["child"]],
            hard=hard[row["id"]],
        )
    except (KeyError, ValueError) as wrong:
        raise EditionBroken(f"{row.get('id')}: {wrong}") from wrong


def _decision(entry: dict[str, Any]) -> Decision:
    return Decision(
        code=entry["code"],
        result=Result.of(entry["result"]),
        whom=entry["for"],
        needs=tuple(frozenset(line) for line in entry["needs"]),
        reading=entry.get("reading", ""),
    )


def _check(made: Edition) -> None:
    results = [one.result for one in made.decisions]
    if results != sorted(results, reverse=True):
        raise EditionBroken(f"{made.id}: the rules do not go from the gravest to the slightest")
    known = {*Dimension, RECRUITED}
    for one in made.decisions:
        strange = frozenset().union(*one.needs) - known
        if strange or one.whom not in ("adult", "child", "both"):
            raise EditionBroken(f"{made.id}, {one.code}: {sorted(strange) or one.whom}")


def _frame(code: str, names: tuple[str, ...]) -> Frame:
    entry = _yaml(TABLES / f"{code}.yaml")
    means = {name: _part(part) for name, part in entry.get("means", {}).items()}
    return Frame(_source(entry), {name: _part(entry[name]) for name in names}, means)


def _part(entry: dict[str, list[str]]) -> Part:
    return Part(tuple(entry.get("indicators", ())), tuple(entry.get("dimensions", ())))


def _source(entry: dict[str, Any]) -> Source:
    names = ("id", "title", "publisher", "published", "taken_from", "taken_on", "licence", "checked_by")
    return Source(**{name: entry[name] for name in names if name in entry})


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
