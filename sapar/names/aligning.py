"""Which word of one name belongs to which of another: the assignment with the least distance in sum."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from sapar.names import likeness
from sapar.names.parts import ANY, FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.parts import Name

# What a pair of words must stay under to be better than no pair.
_UNMATCHED = 0.33
# What it costs that a word stands for another part of the name on the other side.
_CROSSED = {
    (GIVEN, FAMILY): 0.12,
    (FATHER, GIVEN): 0.12,
    (FATHER, FAMILY): 0.08,
    (FATHER, ANY): 0.04,
}
_CROSSED.update({(there, here): cost for (here, there), cost in tuple(_CROSSED.items())})
_MOST_PERMUTED = 4


class Pair(NamedTuple):
    """Places of two words, their distance and its level."""

    one: int
    other: int
    far: float
    level: str


def pairs(one: Name, other: Name) -> list[Pair]:
    """Each word at most once; exact up to four words a side, the nearest first beyond."""
    found: dict[tuple[int, int], Pair] = {}
    for i, word in enumerate(one.words):
        for j, against in enumerate(other.words):
            if likeness.hopeless(word, against):
                continue
            far, level = likeness.of(word, against)
            if level != likeness.DIFFERS:
                found[i, j] = Pair(i, j, far, level)
    if not found:
        return []
    gains = {
        place: gain
        for place, pair in found.items()
        if (gain := _UNMATCHED - pair.far - _cost(one, other, pair)) > 0
    }
    return [found[place] for place in _best(gains, len(one.words), len(other.words))]


def _cost(one: Name, other: Name, pair: Pair) -> float:
    here, there = one.roles[pair.one], other.roles[pair.other]
    if here == there:
        return 0.0
    if FATHER in (here, there) and there in one.roles and here in other.roles:
        # Both sides tell both: a father who is called like the other's child answers nothing.
        return _UNMATCHED
    return _CROSSED.get((here, there), 0.0)


def _best(gains: dict[tuple[int, int], float], rows: int, columns: int) -> list[tuple[int, int]]:
    if len(gains) < 2:
        return list(gains)
    if max(rows, columns) > _MOST_PERMUTED:
        return _greedy(gains)
    if rows > columns:
        turned = _best({(j, i): gain for (i, j), gain in gains.items()}, columns, rows)
        return [(i, j) for j, i in turned]
    most, chosen = 0.0, _orders(rows, columns)[0]
    for order in _orders(rows, columns):
        total = 0.0
        for cell in order:
            total += gains.get(cell, 0.0)
        if total > most:
            most, chosen = total, order
    return [cell for cell in chosen if cell in gains]


@cache
def _orders(rows: int, columns: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(tuple(enumerate(order)) for order in permutations(range(columns), rows))


def _greedy(gains: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for i, j in sorted(gains, key=lambda cell: (-gains[cell], cell)):
        if all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen
