"""All releases about the same people, put together as if they were one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sapar.insight.disclosure import folder
from sapar.insight.disclosure.folder import Release
from sapar.insight.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.disclosure.lattice import Table

MOST_CELLS = 16_000_000


def joined(releases: Sequence[Release]) -> Release | None:
    """A cell is shown where one release shows it today, hidden where one hides it and none shows it. None where all columns
    together make too many cells to lay out."""
    names = list(dict.fromkeys(name for one in releases for name in one.names))
    words = {
        name: tuple(dict.fromkeys(word for one in releases for word in _words(one, name))) for name in names
    }
    lattice = Lattice.of(tuple(len(words[name]) for name in names))
    if lattice.cells > MOST_CELLS:
        return None
    values = np.full(lattice.cells, -1, dtype=np.int64)
    marks = np.full(lattice.cells, folder.OUTSIDE, dtype=np.int8)
    whole = Release(tuple(names), tuple(words.values()), lattice, values, marks, dict(releases[-1].notes))
    for one in releases:
        for table in one.lattice.tables:
            _add(whole, one, table)
    return whole


def _words(release: Release, name: str) -> tuple[str, ...]:
    return release.categories[release.names.index(name)] if name in release.names else ()


def _add(whole: Release, one: Release, table: Table) -> None:
    axes = [whole.names.index(one.names[axis]) for axis in table]
    order = sorted(range(len(axes)), key=axes.__getitem__)
    target = tuple(sorted(axes))
    indexes = [
        np.array(
            [whole.categories[axes[place]].index(word) for word in one.categories[table[place]]],
            dtype=np.int64,
        )
        for place in order
    ]
    values, marks = (one.lattice.view(part, table).transpose(order) for part in (one.values, one.marks))
    spot = np.ix_(*indexes) if table else ()
    into_values, into_marks = (whole.lattice.view(part, target) for part in (whole.values, whole.marks))
    shown = marks == folder.SHOWN
    hides = (marks == folder.HIDDEN) & (into_marks[spot] != folder.SHOWN)
    into_values[spot] = np.where(shown, values, into_values[spot])
    into_marks[spot] = np.where(shown, folder.SHOWN, np.where(hides, folder.HIDDEN, into_marks[spot]))
