"""Two people changed one text: what each did to it, and a proposal that loses nothing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Merged:
    """`text` holds every line that either wrote; where both changed the same lines theirs come first, then mine."""

    text: str
    collides: bool


def settled(base: str, theirs: str, mine: str) -> str | None:
    """The value when only one of the two changed it, or both alike; None when somebody has to choose."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Lines changed by one of the two are taken as changed; lines that both changed stand in it twice."""
    lines: list[str] = []
    collides = False
    for was, one, other in _pieces(base.splitlines(), theirs.splitlines(), mine.splitlines()):
        if one == other or other == was:
            lines += one
        elif one == was:
            lines += other
        else:
            collides = True
            lines += [*one, *(line for line in other if line not in one)]
    return Merged("\n".join(lines), collides)


def _pieces(
    base: list[str], theirs: list[str], mine: list[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts cut at the lines that all of them share."""
    in_theirs, in_mine = _places(base, theirs), _places(base, mine)
    at = one = other = 0
    for place in [*(n for n in range(len(base)) if n in in_theirs and n in in_mine), len(base)]:
        next_one, next_other = in_theirs.get(place, len(theirs)), in_mine.get(place, len(mine))
        if (at, one, other) != (place, next_one, next_other):
            yield base[at:place], theirs[one:next_one], mine[other:next_other]
        if place < len(base):
            yield [base[place]], [base[place]], [base[place]]
        at, one, other = place + 1, next_one + 1, next_other + 1


def _places(base: list[str], changed: list[str]) -> dict[int, int]:
    """Which line of `base` stands where in the changed text."""
    blocks = SequenceMatcher(None, base, changed, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
