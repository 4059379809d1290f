"""All attacks on some releases, and what came of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sapar.insight.disclosure.attack import between, joint, reckon, view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sapar.insight.disclosure.attack.view import Floats, Mask, Table
    from sapar.insight.disclosure.folder import Release
    from sapar.insight.disclosure.ties import Tie

LISTED = 50  # cells named in a report


@dataclass
class Outcome:
    """What one release gave away. `exact[method]` counts hidden cells whose number came out, `narrow` those whose interval is
    narrower than the width; `cells` names the first of them; `programs` says how many had linear programs of their own."""

    release: str
    mode: str
    hidden: int = 0
    exact: dict[str, int] = field(default_factory=dict)
    narrow: int = 0
    narrowest: float | None = None
    programs: int = 0
    cells: list[dict[str, Any]] = field(default_factory=list)
    found: dict[tuple[Table, tuple[int, ...]], float] = field(default_factory=dict, repr=False)
    seconds: float = 0.0

    @property
    def succeeded(self) -> bool:
        return bool(sum(self.exact.values()) or self.narrow)


def on_release(
    release: Release,
    name: str,
    seconds: float = 20.0,
    known: Mapping[int, float] | None = None,
    ties: Sequence[Tie] = (),
) -> Outcome:
    """`known`: unknowns of the view whose value another release gives. Differentially private figures have no sums to use."""
    began = time.monotonic()
    outcome = Outcome(name, str(release.notes.get("mode", "")))
    if outcome.mode == "private":
        return outcome
    seen = view.of(release, ties)
    low, high = seen.low.copy(), seen.high.copy()
    for cell, value in (known or {}).items():
        low[cell] = high[cell] = value
    outcome.hidden = int(seen.asked.sum())
    outcome.exact["filled"] = int((seen.asked & (high <= low)).sum())
    given = reckon.problem(seen.matrix, low, high)
    bounds, certain = _by_sums(outcome, given, seen.asked[given.names])
    asked = seen.asked[given.names]
    width = float(release.notes.get("width", 1))
    _programs(outcome, given, bounds, asked & ~certain, width, seconds)
    gap = bounds[1] - bounds[0]
    thin = asked & ~certain & (gap < width)
    outcome.narrow = int(thin.sum())
    outcome.narrowest = float(gap[asked].min()) if asked.any() else None
    lost = (certain & asked) | thin
    _name(outcome, release, seen, (given.names[lost], bounds[0][lost], bounds[1][lost]))
    outcome.seconds = round(time.monotonic() - began, 2)
    return outcome


def _by_sums(outcome: Outcome, given: reckon.Problem, asked: Mask) -> tuple[tuple[Floats, Floats], Mask]:
    """Subtraction, intervals and rank, each counted for what the ones before did not find; bounds and certain cells."""
    by_sums = reckon.subtraction(given)
    bounds = reckon.intervals(given)
    pinned = bounds[0] == bounds[1]
    ranked = _ranked(given, by_sums | pinned)
    outcome.exact["subtraction"] = int((by_sums & asked).sum())
    outcome.exact["intervals"] = int((pinned & asked & ~by_sums).sum())
    outcome.exact["rank"] = int((ranked & asked & ~by_sums & ~pinned).sum())
    return bounds, by_sums | pinned | ranked


def _ranked(given: reckon.Problem, known: Mask) -> Mask:
    """Rank decides only what subtraction and intervals left open; noisy numbers have no exact sums."""
    return np.zeros_like(known) if known.all() else reckon.determined(given)


def _programs(
    outcome: Outcome,
    given: reckon.Problem,
    bounds: tuple[Floats, Floats],
    asked: Mask,
    width: float,
    seconds: float,
) -> None:
    """Linear programs, the narrowest intervals first; improves `bounds` in place."""
    low, high = bounds
    tightened = reckon.Problem(given.matrix, given.right, low, high, given.names)
    candidates = np.flatnonzero(asked & (high - low >= width))
    order = candidates[np.argsort((high - low)[candidates], kind="stable")]
    ends = reckon.programs(tightened, order, seconds)
    for cell, (least, most) in ends.items():
        low[cell], high[cell] = max(low[cell], least), min(high[cell], most)
    outcome.programs = len(ends)
    outcome.exact["programs"] = sum(1 for cell in ends if low[cell] >= high[cell])


def _name(outcome: Outcome, release: Release, seen: view.View, found: tuple[Any, Floats, Floats]) -> None:
    for number, least, most in zip(*found, strict=True):
        table, spot = seen.place(int(number))
        if least == most:
            outcome.found[table, spot] = float(least)
        if len(outcome.cells) < LISTED:
            outcome.cells.append(
                {"cell": words(release, table, spot), "at_least": float(least), "at_most": float(most)}
            )


def words(release: Release, table: Table, spot: tuple[int, ...]) -> dict[str, str]:
    return {
        release.names[one]: release.categories[one][where] for one, where in zip(table, spot, strict=True)
    }


@dataclass
class Differences:
    """What two releases give away together."""

    older: str
    newer: str
    counts: dict[str, int]
    cells: list[dict[str, Any]]

    @property
    def succeeded(self) -> bool:
        return bool(sum(self.counts.values()))


def on_pair(older: Release, newer: Release, names: tuple[str, str]) -> Differences:
    """Changes below the newer release's threshold that come to light. Rough modes have no changes to compare."""
    rough = {"noise", "private"}
    if rough & {older.notes.get("mode"), newer.notes.get("mode")}:
        return Differences(*names, {}, [])
    threshold = int(newer.notes.get("threshold", 1))
    found = between.attack(between.lay(older, newer), threshold)
    counts: dict[str, int] = {}
    for one in found:
        counts[one.method] = counts.get(one.method, 0) + 1
    cells = [
        {"method": one.method, "cell": words(newer, one.table, one.spot), "change": one.change}
        for one in found
    ]
    return Differences(*names, counts, cells[:LISTED])


def everything(
    releases: Sequence[tuple[str, Release]],
    seconds: float = 20.0,
    *,
    newest_only: bool = False,
    ties: Sequence[Tie] = (),
) -> dict[str, Any]:
    """Each release alone, with what others say about the same people, and every pair. The report in JSON's shape.

    `newest_only` spares the earlier ones the linear programs: they had theirs when they were made.
    """
    last = len(releases) - 1
    alone = [
        on_release(
            release,
            name,
            seconds if number == last or not newest_only else 0.0,
            _elsewhere(releases, number),
            ties,
        )
        for number, (name, release) in enumerate(releases)
    ]
    alone += _together(releases, seconds, ties)
    pairs = [
        on_pair(older, newer, (was, name))
        for number, (name, newer) in enumerate(releases)
        for was, older in releases[:number]
    ]
    return {
        "succeeded": any(one.succeeded for one in alone) or any(one.succeeded for one in pairs),
        "releases": [{key: value for key, value in vars(one).items() if key != "found"} for one in alone],
        "pairs": [vars(one) for one in pairs],
        "outcomes": alone,
    }


def _elsewhere(releases: Sequence[tuple[str, Release]], number: int) -> dict[int, float]:
    """Numbers that other releases about the same people show for cells this one hides."""
    own, known = releases[number][1], {}
    for other, (_name_of, release) in enumerate(releases):
        if other != number and "private" not in {own.notes.get("mode"), release.notes.get("mode")}:
            pair = between.lay(release, own)
            if pair.same_people:
                cells = np.flatnonzero(pair.new.asked & ~np.isnan(pair.old))
                known.update({int(cell): float(pair.old[cell]) for cell in cells})
    return known


def _together(releases: Sequence[tuple[str, Release]], seconds: float, ties: Sequence[Tie]) -> list[Outcome]:
    """The newest release and all earlier ones with other columns about the same people, as one."""
    exact = [one for one in releases if one[1].notes.get("mode") == "exact"]
    if len(exact) < 2:
        return []
    newest = exact[-1][1]
    same = [
        one
        for one in exact[:-1]
        if between.lay(one[1], newest).same_people and set(one[1].names) - set(newest.names)
    ]
    if not same:
        return []
    whole = joint.joined([*(one[1] for one in same), newest])
    names = " + ".join(one[0] for one in (*same, exact[-1]))
    return [on_release(whole, names, seconds, ties=ties)] if whole else []
