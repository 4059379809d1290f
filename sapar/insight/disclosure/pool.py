"""Rare categories are put together before anything is counted, so that no one-way cell has to be hidden.

In a nested column a rare “KZ-02” first becomes “KZ”: what is too small for a province still counts for its country. A category with fewer than `threshold` records would otherwise take the largest slices of every table with it as
complements. Its name is not published either. Once pooled, always pooled: later releases keep the choice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sapar.insight.disclosure.dominance import dominated
from sapar.insight.disclosure.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sapar.insight.disclosure.reading import Codes, Records
    from sapar.insight.disclosure.suppress import Mask

POOL = "(other)"
# Between a category of a nested column and the one that it lies in.
WITHIN = "-"

Folds: TypeAlias = "Mapping[str, Mapping[str, str]]"


@dataclass(frozen=True)
class Pooled:
    """`names[column]`: the categories that went into `POOL`. Known to the protector, never published."""

    records: Records
    names: dict[str, tuple[str, ...]]


def folds(
    records: Records, nested: Sequence[str], threshold: int, known: Mapping[str, Sequence[str]] | None = None
) -> Folds:
    """For each nested column: the rare categories, each with the one that it lies in. `known` as in `rare`."""
    found = {}
    for number, name in enumerate(records.names):
        if name in nested:
            rare_ones = _weak(records, number, threshold, (known or {}).get(name))
            words = [records.categories[number][one] for one in np.flatnonzero(rare_ones)]
            found[name] = {one: one.split(WITHIN)[0] for one in words if WITHIN in one}
    return found


def folded(records: Records, above: Folds) -> Records:
    columns = list(zip(records.categories, records.codes, strict=True))
    for number, name in enumerate(records.names):
        if above.get(name):
            columns[number] = _renamed(*columns[number], above[name])
    return replace(
        records, categories=tuple(one[0] for one in columns), codes=tuple(one[1] for one in columns)
    )


def rare(records: Records, threshold: int, known: Mapping[str, Sequence[str]] | None = None) -> Pooled:
    """Pools per column what is below the threshold (or one organisation's alone), then the next smallest until the pool
    itself is large enough. `known`: categories that earlier releases showed; they stay, everything else joins the pool
    where there is one."""
    names: dict[str, tuple[str, ...]] = {}
    columns = list(zip(records.categories, records.codes, strict=True))
    for number, name in enumerate(records.names):
        shown = (known or {}).get(name)
        chosen = _chosen(records, number, threshold, shown)
        if chosen:
            names[name] = tuple(records.categories[number][one] for one in chosen)
            columns[number] = _merge(*columns[number], chosen)
    pooled = replace(
        records, categories=tuple(one[0] for one in columns), codes=tuple(one[1] for one in columns)
    )
    return Pooled(pooled, names)


def _chosen(records: Records, number: int, threshold: int, shown: Sequence[str] | None) -> list[int]:
    codes = records.codes[number]
    counts = np.bincount(codes, minlength=records.sizes[number])
    weak = _weak(records, number, threshold, shown)
    if shown is not None:
        return np.flatnonzero(weak).tolist() if POOL in shown else []
    chosen = np.flatnonzero(weak).tolist()
    rest = [one for one in np.argsort(counts, kind="stable").tolist() if one not in chosen and counts[one]]
    while chosen and not _enough(records, codes, chosen, threshold):
        if not rest:
            name = records.names[number]
            raise Unfit(
                f"Column {name!r} has too few records in every category. Leave it out with --dimensions."
            )
        chosen.append(rest.pop(0))
    return sorted(chosen)


def _weak(records: Records, number: int, threshold: int, shown: Sequence[str] | None) -> Mask:
    """Below the threshold, or one organisation's alone; after a release whatever that one did not show."""
    categories, codes = records.categories[number], records.codes[number]
    counts = np.bincount(codes, minlength=len(categories))
    weak = (counts < threshold) | dominated(codes, len(categories), records.contributor)
    weak &= counts > 0
    if shown is None:
        return weak
    return np.array([one not in shown for one in categories]) & (weak | (POOL in shown))


def _enough(records: Records, codes: Codes, chosen: list[int], threshold: int) -> bool:
    inside = np.isin(codes, chosen)
    if inside.sum() < threshold:
        return False
    if records.contributor is None:
        return True
    return not dominated(inside.astype(np.int16), 2, records.contributor)[1]


def _merge(categories: tuple[str, ...], codes: Codes, chosen: list[int]) -> tuple[tuple[str, ...], Codes]:
    return _renamed(categories, codes, {categories[one]: POOL for one in chosen})


def _renamed(
    categories: tuple[str, ...], codes: Codes, names: Mapping[str, str]
) -> tuple[tuple[str, ...], Codes]:
    """Categories that get one name become one."""
    fresh = [names.get(one, one) for one in categories]
    merged = tuple(sorted(set(fresh)))
    places = {one: number for number, one in enumerate(merged)}
    return merged, np.array([places[one] for one in fresh], dtype=np.int16)[codes]
