"""The whole way of a release: rows, tables, protection, attack, and only then a folder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from sapar.insight.disclosure import (
    cube,
    dominance,
    exact,
    folder,
    history,
    noise,
    pool,
    private,
    reading,
    suppress,
    ties,
)
from sapar.insight.disclosure.attack import run
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.folder import Release
from sapar.insight.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from sapar.insight.disclosure.cube import Cube
    from sapar.insight.disclosure.lattice import Table
    from sapar.insight.disclosure.reading import Records

MODES = ("exact", "noise", "private")
MOST_CELLS = 8_000_000
_TURNS = 6


@dataclass(frozen=True)
class Wish:
    """What the steward asks for. `width`: how wide the interval of a hidden cell stays at least (half the threshold).
    `secret` (noise mode): at least 16 bytes that no reader may ever learn and that never change. `nested`: columns whose rare
    categories fall back to what stands before their dash (“KZ-02”, “KZ”). `depth`: most columns that one table crosses."""

    dimensions: tuple[str, ...] = ()
    mode: str = "exact"
    threshold: int = 10
    width: int | None = None
    contributor: str = ""
    where: dict[str, str] = field(default_factory=dict)
    secret: bytes = b""
    epsilon: float = 1.0
    lifetime: float = private.LIFETIME_EPSILON
    tables: tuple[tuple[str, ...], ...] = ()
    nested: tuple[str, ...] = ()
    depth: int = 3
    attack_seconds: float = 3.0

    @property
    def least_width(self) -> int:
        return self.width if self.width is not None else max(1, self.threshold // 2)


@dataclass(frozen=True)
class Done:
    """A release that passed every attack, its attack report and the facts for the words of the report."""

    release: Release
    attacks: dict[str, Any]
    facts: dict[str, Any]
    ledger: dict[str, Any]


class Blocked(Unfit):
    """An attack succeeded on what would have been released; nothing was written. `attacks` is the attack report."""

    def __init__(self, attacks: dict[str, Any]) -> None:
        super().__init__(
            "Blocked: an attack found something in this release together with the earlier ones. "
            "Nothing was published. Fewer columns, fewer categories or a higher threshold help."
        )
        self.attacks = attacks


@dataclass(frozen=True)
class Before:
    """An earlier release with its name and its ledger."""

    name: str
    release: Release
    ledger: dict[str, Any]


def release(
    path: Path,
    wish: Wish,
    before: Sequence[Before] = (),
    name: str = "release",
    ledgers: Sequence[dict[str, Any]] = (),
) -> Done:
    """`ledgers`: further ledgers whose spending counts. Raises Unfit (what is wrong with input or wishes) or Blocked (an
    attack succeeded)."""
    _sensible(wish, before)
    records = reading.read(path, wish.dimensions, wish.contributor, wish.where)
    shown = _shown_categories(before)
    folds = pool.folds(records, wish.nested, wish.threshold, shown)
    records = pool.folded(records, folds)
    known = _ties(path, wish, before, records, folds)
    pooled = pool.rare(records, wish.threshold, shown)
    records = pooled.records
    _affordable(records, wish.depth)
    counted = cube.count(records.codes, records.sizes, wish.depth)
    books = [*(one.ledger for one in before), *ledgers]
    if wish.mode == "exact":
        made, facts = _exact(wish, before, (records, counted), known)
    elif wish.mode == "noise":
        made, facts = _noise(path, wish, records, counted)
    else:
        made, facts = _private(wish, private.spent(books), records, counted)
    facts["pooled_columns"] = sorted(pooled.names)
    earlier = [(one.name, one.release) for one in before]
    attacks = run.everything([*earlier, (name, made)], wish.attack_seconds, newest_only=True, ties=known)
    old = {one.name for one in before}
    own = [one for one in attacks["releases"] if one["release"] not in old]
    if any(_lost(one) for one in own) or any(
        sum(one["counts"].values()) for one in attacks["pairs"] if one["newer"] == name
    ):
        raise Blocked(attacks)
    return Done(made, attacks, facts, _ledger(wish, books, name))


def _ties(
    path: Path, wish: Wish, before: Sequence[Before], records: Records, folds: pool.Folds
) -> list[ties.Tie]:
    """Ties between the new columns and those of earlier releases that the file still has. Raises Unfit where an earlier
    column adds up to a new one: what that one hid would be told by its sums."""
    others = {name for one in before for name in one.release.names} - set(records.names) - set(wish.where)
    columns = [name for name in reading.columns(path) if name in others or name in records.names]
    if wish.mode != "exact" or not others & set(columns):
        return []
    wide = pool.folded(reading.read(path, columns[: reading.MOST_DIMENSIONS], where=wish.where), folds)
    found = ties.find(wide)
    for one in found:
        if (
            one.coarser in records.names
            and one.finer in others
            and one.finer not in records.names
            and not _went_out(one.coarser, before)
        ):
            raise Unfit(
                f"Column {one.finer!r} went out already and adds up to {one.coarser!r}: together they would tell what "
                f"was hidden. Choose {one.finer!r} again, or leave {one.coarser!r} out."
            )
    return [one for one in found if one.finer in records.names and one.coarser not in records.names]


def _went_out(column: str, before: Sequence[Before]) -> bool:
    return any(column in one.release.names for one in before)


def _lost(outcome: dict[str, Any]) -> bool:
    return bool(sum(outcome["exact"].values()) or outcome["narrow"])


def _sensible(wish: Wish, before: Sequence[Before]) -> None:
    if wish.mode not in MODES:
        raise Unfit(f"There is no mode {wish.mode!r}. Choose one of: {', '.join(MODES)}.")
    if wish.threshold < 2:
        raise Unfit("A threshold below 2 hides nobody. Use 5 at the least; 10 is usual.")
    if wish.least_width < 1:
        raise Unfit(
            "A width below 1 lets a hidden number be found. Leave --width out: half the threshold is usual."
        )
    stricter = [
        one
        for one in before
        if wish.mode == "exact" and one.release.notes.get("threshold", 0) != wish.threshold
    ]
    if stricter:
        raise Unfit(
            f"{stricter[0].name} was made with threshold {stricter[0].release.notes.get('threshold')}. "
            "Cut-offs are frozen: use the same one, or differences would show what the higher one hid."
        )
    mixed = [one for one in before if {wish.mode, one.release.notes.get("mode")} == {"exact", "noise"}]
    if mixed:
        raise Unfit(
            f"{mixed[0].name} was made in another mode. Exact and noisy numbers of the same people expose each other."
        )


def _shown_categories(before: Sequence[Before]) -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for one in before:
        for name, words in zip(one.release.names, one.release.categories, strict=True):
            known[name] = tuple(dict.fromkeys((*known.get(name, ()), *words)))
    return known


def _affordable(records: Records, depth: int) -> None:
    cells = Lattice.of(records.sizes, depth).cells
    if cells > MOST_CELLS:
        largest = sorted(zip(records.names, records.sizes, strict=True), key=lambda one: -one[1])[:3]
        named = ", ".join(f"{name} ({size} categories)" for name, size in largest)
        raise Unfit(
            f"These columns make {cells:,} cells, more than {MOST_CELLS:,}. Merge categories or leave a column out: {named}."
        )


def _notes(wish: Wish) -> dict[str, Any]:
    return {
        "mode": wish.mode,
        "made": datetime.now(UTC).date().isoformat(),
        "threshold": wish.threshold,
        "width": wish.least_width,
        "where": wish.where,
        "contributor_rule": bool(wish.contributor),
    }


def _exact(
    wish: Wish, before: Sequence[Before], table: tuple[Records, Cube], known: Sequence[ties.Tie]
) -> tuple[Release, dict[str, Any]]:
    records, counted = table
    flagged, wider = dominance.cells(records, counted)
    small = suppress.small(counted.counts, wish.threshold) | flagged
    names = history.Names(records.names, records.categories, wish.where)
    found = history.layers(names, counted.lattice, [one.release for one in before])
    bound = history.bind(
        names, counted.lattice, counted.counts, known, [one.release for one in before], wish.threshold
    )
    state = history.begin(counted.counts, small | bound.hidden, found, wish.threshold)
    state.known |= bound.known
    width = np.maximum(float(wish.least_width), wider)
    for _turn in range(_TURNS):
        history.settle(counted.lattice, counted.counts, state, found, wish.threshold)
        done = _hide(counted, state, (float(wish.threshold), width), bound.classes)
        fresh = done.mask & ~state.hidden & ~state.carried
        for one in done.withheld:
            fresh[counted.lattice.span(one)] = False
        state.hidden |= fresh
        if not found or not fresh.any():
            break
    made = _published(records, counted, state, done.withheld, _notes(wish))
    facts = _facts(made, counted, wish)
    if 2 * facts["withheld_tables"] > facts["tables"]:
        ties.refuse(records)
    return made, facts


def _hide(
    counted: Cube,
    state: history.State,
    need: tuple[float, npt.NDArray[np.float64]],
    classes: dict[int, npt.NDArray[np.int64]],
) -> exact.Hidden:
    """Carried cells count as known, although the reader knows only their past; where that leaves no room, as unknown."""
    least, width = need
    strict = exact.Demand(least, width, state.hidden, state.known | state.carried, classes)
    unknown = state.hidden | state.carried
    loose = exact.Demand(least, np.where(state.carried, 0.0, width), unknown, state.known, classes)
    if not state.carried.any():
        return exact.protect(counted, strict)
    try:
        done = exact.protect(counted, strict)
    except Unfit:
        return exact.protect(counted, loose)
    if not done.withheld:
        return done
    again = exact.protect(counted, loose)
    return again if len(again.withheld) < len(done.withheld) else done


def _published(
    records: Records, counted: Cube, state: history.State, withheld: tuple[Table, ...], notes: dict[str, Any]
) -> Release:
    lattice = counted.lattice
    marks = np.full(lattice.cells, folder.SHOWN, dtype=np.int8)
    marks[state.carried], marks[state.hidden] = folder.CARRIED, folder.HIDDEN
    values = np.where(state.carried, state.last, counted.counts)
    for table in withheld:
        marks[lattice.span(table)] = folder.OUTSIDE
    values = np.where((marks == folder.HIDDEN) | (marks == folder.OUTSIDE), -1, values)
    return Release(records.names, records.categories, lattice, values, marks, notes)


def _noise(path: Path, wish: Wish, records: Records, counted: Cube) -> tuple[Release, dict[str, Any]]:
    if len(wish.secret) < 16:
        raise Unfit(
            "Noise mode needs a secret of at least 16 bytes (--secret-file FILE); `sapar insight secret` makes one."
        )
    mixed = reading.fingerprints(path, wish.secret, wish.where)
    keys = noise.cell_keys(counted.lattice, records.codes, noise.record_keys(mixed))
    shown, hidden = noise.perturbed(counted.counts, noise.errors(keys, wish.secret), wish.threshold)
    marks = np.where(shown == 0, folder.SHOWN, folder.NOISE).astype(np.int8)
    marks[hidden] = folder.HIDDEN
    notes = {**_notes(wish), "noise": {"bound": noise.BOUND, "spread": noise.SPREAD}, "width": 1}
    made = Release(
        records.names, records.categories, counted.lattice, np.where(hidden, -1, shown), marks, notes
    )
    large = counted.counts >= wish.threshold
    off = np.abs(shown - counted.counts)[large] / counted.counts[large]
    return made, {**_facts(made, counted, wish), "median_relative_error": round(float(np.median(off)), 5)}


def _private(wish: Wish, spent: float, records: Records, counted: Cube) -> tuple[Release, dict[str, Any]]:
    lattice = counted.lattice
    tables = _wanted_tables(wish, records)
    left = wish.lifetime - spent
    drawn = private.release(counted, tables, wish.epsilon, left)
    marks = np.full(lattice.cells, folder.OUTSIDE, dtype=np.int8)
    for table in tables:
        marks[lattice.span(table)] = folder.NOISE
    values = drawn.counts.copy()
    values[0], marks[0] = -1, folder.HIDDEN
    notes = {
        **_notes(wish),
        "epsilon": drawn.epsilon,
        "scale": drawn.scale,
        "error_95": drawn.error,
        "width": 1,
    }
    made = Release(records.names, records.categories, lattice, values, marks, notes)
    return made, {"epsilon": drawn.epsilon, "error_95": drawn.error, "left": round(left - drawn.epsilon, 6)}


def _wanted_tables(wish: Wish, records: Records) -> list[Table]:
    chosen = wish.tables or tuple((name,) for name in records.names)
    unknown = sorted({name for one in chosen for name in one} - set(records.names))
    if unknown:
        raise Unfit(f"--tables names columns that are not dimensions: {', '.join(unknown)}.")
    if any(len(one) > 3 for one in chosen):
        raise Unfit("A table has at most three dimensions.")
    return sorted({tuple(sorted(records.names.index(name) for name in one)) for one in chosen})


def _facts(made: Release, counted: Cube, wish: Wish) -> dict[str, Any]:
    lattice = counted.lattice
    inside = made.marks != folder.OUTSIDE
    hidden = inside & (made.marks == folder.HIDDEN)
    return {
        "records": int(made.values[0]),
        "tables": len(lattice.tables) - 1,
        "shown": int((inside & (made.values > 0)).sum()),
        "hidden": int(hidden.sum()),
        "carried": int((inside & (made.marks == folder.CARRIED)).sum()),
        "withheld_tables": sum(
            1 for table in lattice.tables if (lattice.view(made.marks, table) == folder.OUTSIDE).all()
        ),
        "share_of_large_cells_hidden": round(
            exact.share_hidden(lattice, counted.counts, hidden, wish.threshold), 5
        ),
    }


def _ledger(wish: Wish, books: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    """Every release there ever was, as the chain of earlier ledgers tells, and this one."""
    once = {entry["id"]: entry for one in books for entry in one.get("releases", [])}
    own = {
        "id": secrets.token_hex(8),
        "name": name,
        "made": datetime.now(UTC).date().isoformat(),
        "mode": wish.mode,
        "threshold": wish.threshold,
        "where": wish.where,
        "epsilon": wish.epsilon if wish.mode == "private" else 0.0,
    }
    return {"lifetime_epsilon": wish.lifetime, "releases": [*once.values(), own]}


def new_secret() -> bytes:
    """A secret for noise mode."""
    return secrets.token_bytes(32)
