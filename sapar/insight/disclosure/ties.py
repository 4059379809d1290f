"""Columns that follow from one another: whoever knows the organisation knows the province.

A tie is found in the rows: every value of the finer column goes with one value of the coarser one. Readers know such ties,
so a table by organisation adds up to the table by province even where the two were never published together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.disclosure.reading import Records


@dataclass(frozen=True)
class Tie:
    """`above[word of the finer column]` is the word of the coarser one."""

    finer: str
    coarser: str
    above: dict[str, str]


def find(records: Records) -> list[Tie]:
    """All ties between two columns, each with at least two values; of two that mean the same the first is the coarser."""
    found = []
    for fine, coarse in np.ndindex(len(records.names), len(records.names)):
        smaller = records.sizes[coarse] < records.sizes[fine] or (
            records.sizes[coarse] == records.sizes[fine] and coarse < fine
        )
        if smaller and records.sizes[coarse] > 1:
            tie = _tie(records, fine, coarse)
            found += [tie] if tie else []
    return found


def refuse(records: Records) -> None:
    """For a release that withholds most of its tables: raises Unfit where a column that follows from another is why.

    What little went out would bind every later release; without the column far more could.
    """
    for one in find(records):
        raise Unfit(
            f"Column {one.coarser!r} follows from {one.finer!r}: each of its values is one of the other's. With both, hardly a "
            "table could be shown. Leave one of them out with --dimensions."
        )


def _tie(records: Records, fine: int, coarse: int) -> Tie | None:
    sizes = records.sizes[fine], records.sizes[coarse]
    code = records.codes[fine].astype(np.int64) * sizes[1] + records.codes[coarse]
    table = np.bincount(code, minlength=sizes[0] * sizes[1]).reshape(sizes) > 0
    if (table.sum(axis=1) > 1).any():
        return None
    words = records.categories[coarse]
    above = {
        word: words[int(np.argmax(row))]
        for word, row in zip(records.categories[fine], table, strict=True)
        if row.any()
    }
    return Tie(records.names[fine], records.names[coarse], above)


def classes(tie: Tie, words: Sequence[str]) -> np.typing.NDArray[np.int64]:
    """A number for the coarser value of each word; words without one stand alone."""
    seen: dict[str, int] = {}
    return np.array(
        [seen.setdefault(tie.above.get(word, f"\0{word}"), len(seen)) for word in words], dtype=np.int64
    )
