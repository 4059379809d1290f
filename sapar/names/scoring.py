"""How likely two spellings, by themselves or with birth dates, name one person.

This is a figure about pairs like those it was calibrated on, in which about every fourth pair is one person. Among a
million people the same names prove much less: whether two records are one person is `deciding.decide`'s to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sapar.names import comparing, facts, parts, weighing
from sapar.names.likeness import CROSSED, DIFFERS, NEAR
from sapar.names.weighing import AGREE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sapar.names.comparing import Comparison
    from sapar.names.facts import Birth

SAME, PERHAPS, DIFFERENT = "same", "perhaps", "different"
# The best F1 over labelled pairs is reached where the calibrated chance is even.
SAME_FROM, PERHAPS_FROM = 0.5, 0.05
# One word that agrees is never enough, and a part that contradicts is never made up for by the others: such a pair is a
# person's to look at.
_DOUBTFUL_AT_MOST = 0.45
_COUNTS = (*AGREE, NEAR, CROSSED)


class Score(NamedTuple):
    """`probability` between 0 and 1; `decision` is `SAME`, `PERHAPS` or `DIFFERENT` by the thresholds above."""

    probability: float
    decision: str


def score(one: str, other: str, birth: Birth | None = None, other_birth: Birth | None = None) -> Score:
    """For two spellings as given. Never raises, whatever the text."""
    comparison = comparing.compare(parts.read(one), parts.read(other))
    bits = weighing.name_bits(comparison)
    if birth is not None and other_birth is not None:
        bits += weighing.bits("birth", facts.birth_level(birth, other_birth))
    chance = weighing.probability(bits)
    if chance > _DOUBTFUL_AT_MOST and doubtful(comparison):
        chance = _DOUBTFUL_AT_MOST
    return Score(chance, decision(chance))


def scores(pairs: Iterable[tuple[str, str]]) -> Iterator[Score]:
    """In bulk: each spelling is read once, each two words are compared once, as far as memory reaches."""
    for one, other in pairs:
        yield score(one, other)


def decision(chance: float) -> str:
    if chance >= SAME_FROM:
        return SAME
    return PERHAPS if chance >= PERHAPS_FROM else DIFFERENT


def doubtful(comparison: Comparison) -> bool:
    """Fewer than two words that agree, or a part that contradicts."""
    levels = [answer.level for answer in comparison.answers]
    return DIFFERS in levels or sum(level in _COUNTS for level in levels) < 2
