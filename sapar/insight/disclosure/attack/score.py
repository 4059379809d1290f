"""What an attack is worth, for those who hold the records: how many of its numbers are right, and what is hidden in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sapar.insight.disclosure import folder, reading
from sapar.insight.disclosure.errors import Unfit
from sapar.insight.disclosure.pool import POOL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sapar.insight.disclosure.attack.run import Outcome
    from sapar.insight.disclosure.folder import Release
    from sapar.insight.disclosure.lattice import Ints, Table


def scores(
    releases: Sequence[tuple[str, Release]], outcomes: Sequence[Outcome], truths: Sequence[Path]
) -> list[dict[str, Any]]:
    """One truth is that of the newest release; as many truths as releases are theirs in order."""
    if len(truths) not in {1, len(releases)}:
        raise Unfit(
            f"Give --truth once (the newest release's records) or {len(releases)} times, in the folders' order."
        )
    pairs = list(zip(releases, outcomes, strict=True))
    return [score(*one, path) for one, path in zip(pairs[-len(truths) :], truths, strict=True)]


def score(named: tuple[str, Release], outcome: Outcome, path: Path) -> dict[str, Any]:
    """Counts the truth anew, table by table, and compares every number."""
    name, release = named
    rows = reading.read(path, release.names, where=release.notes.get("where"))
    threshold = int(release.notes.get("threshold", 0))
    found: dict[str, Any] = {"release": name, "recovered": len(outcome.found), "right": 0, "shown_wrong": 0}
    large = lost = small_shown = 0
    off: list[float] = []
    for table in release.lattice.tables[1:]:
        marks, values = (release.lattice.view(one, table) for one in (release.marks, release.values))
        if (marks == folder.OUTSIDE).all():
            continue
        truth = _count(rows, release, table)
        reached = truth >= threshold
        large, lost = large + int(reached.sum()), lost + int((reached & (marks == folder.HIDDEN)).sum())
        exact = marks == folder.SHOWN
        found["shown_wrong"] += int((exact & (values != truth)).sum())
        small_shown += int((exact & (truth > 0) & (truth < threshold)).sum())
        rough = reached & (marks == folder.NOISE)
        off += (np.abs(values - truth)[rough] / truth[rough]).tolist()
        found["right"] += sum(
            1 for (other, spot), value in outcome.found.items() if other == table and truth[spot] == value
        )
    found.update(
        small_shown=small_shown,
        large=large,
        large_hidden=lost,
        share_of_large_hidden=round(lost / max(1, large), 5),
        median_relative_error=round(float(np.median(off)), 5) if off else None,
    )
    return found


def _count(rows: reading.Records, release: Release, table: Table) -> Ints:
    shape = tuple(len(release.categories[one]) for one in table)
    code = np.zeros(rows.rows, dtype=np.int64)
    for one in table:
        words = {word: number for number, word in enumerate(release.categories[one])}
        pool = words.get(POOL, -1)
        places = np.array([words.get(word, pool) for word in rows.categories[one]])
        if (places < 0).any():
            raise Unfit(
                f"The truth has values of {release.names[one]!r} that the release does not know. Is it the right file?"
            )
        code = code * len(words) + places[rows.codes[one]]
    return np.bincount(code, minlength=int(np.prod(shape))).reshape(shape)


def line(one: dict[str, Any]) -> str:
    """A score in words."""
    words = (
        f"  {one['release']}: {one['recovered']} numbers recovered, {one['right']} of them right; {one['small_shown']} cells "
        f"below the threshold shown; {one['share_of_large_hidden']:.1%} of the large cells hidden; "
        f"{one['shown_wrong']} shown numbers differ from the truth"
    )
    error = one["median_relative_error"]
    return words + (f"; median error {error:.2%}." if error is not None else ".")
