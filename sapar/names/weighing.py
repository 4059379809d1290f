"""Fellegi–Sunter: each part that agrees or differs adds or takes bits; the weights lie in `tables/weights.json`.

A bit doubles the odds that two records tell of one person. How the weights were made: docs/names-weights.md.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from math import exp, log
from typing import TYPE_CHECKING, Any, NamedTuple

from sapar.names import fold, parts, tables
from sapar.names.likeness import DIFFERS, INITIAL, NEAR, SAME, SHORT, SOUND
from sapar.names.parts import FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.comparing import Answer, Comparison

AGREE = (SAME, SOUND, SHORT, INITIAL)
# Children of one house share their family's and their father's name: where the given names do not agree, the two
# together add no more than this; more where the given names differ by a slip's worth.
_HOUSE_BITS, _HOUSE_BITS_NEAR = 3.0, 7.5
_RARITY_LEVELS = (SAME, SOUND)
# A stem of more or fewer sounds than usual is rarer or more common by so many bits a sound.
_USUAL_LENGTH, _BITS_A_SOUND, _MOST_RARITY = 6, 0.4, 1.5


class Weight(NamedTuple):
    """Bits for one part: what was compared, how it agreed."""

    part: str
    level: str
    bits: float


@cache
def _tables() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tables.FOLDER / "weights.json").read_text(encoding="utf-8"))
    return found


def bits(part: str, level: str) -> float:
    return float(_tables()["bits"][part].get(level, 0.0))


def chances(part: str, level: str) -> tuple[float, float] | None:
    """(m, u): how often one person's, how often two people's parts agree so; None where it was not estimated."""
    found = _tables()["chances"][part].get(level)
    return (found[0], found[1]) if found else None


def weights(comparison: Comparison) -> list[Weight]:
    """For given, family and father's name and the sex that endings tell; absent parts weigh nothing."""
    found = [
        Weight(answer.role, answer.level, bits(answer.role, answer.level) + _rarity(comparison, answer))
        for answer in comparison.answers
        if answer.role in (GIVEN, FAMILY, FATHER)
    ]
    given = comparison.level(GIVEN)
    if given not in AGREE:
        found = _one_house(found, _HOUSE_BITS_NEAR if given == NEAR else _HOUSE_BITS)
    if comparison.sexes_differ:
        found.append(Weight("ending", DIFFERS, bits("ending", DIFFERS)))
    return found


def _one_house(found: list[Weight], most: float) -> list[Weight]:
    shared = sum(one.bits for one in found if one.part != GIVEN and one.bits > 0)
    if shared <= most:
        return found
    share = most / shared
    return [
        one._replace(bits=one.bits * share) if one.part != GIVEN and one.bits > 0 else one for one in found
    ]


def name_bits(comparison: Comparison) -> float:
    return sum(weight.bits for weight in weights(comparison))


def probability(total: float) -> float:
    """Of the same person among pairs like those of the calibration, from the bits of the names alone."""
    line = _tables()["calibration"]
    odds = line["slope"] * total + line["offset"]
    return 1 / (1 + exp(-odds * log(2))) if odds > -1000 else 0.0


def _rarity(comparison: Comparison, answer: Answer) -> float:
    if answer.level not in _RARITY_LEVELS:
        return 0.0
    one, other = comparison.one.words[answer.one], comparison.other.words[answer.other]
    return max(rarity(one.even[0]), rarity(other.even[0]))


@lru_cache(maxsize=65_536)
def rarity(evened: str) -> float:
    """Bits more for a rare stem, fewer for one that many bear."""
    listed = _common().get(evened)
    if listed is not None:
        return listed
    return max(-_MOST_RARITY, min(_MOST_RARITY, (len(evened) - _USUAL_LENGTH) * _BITS_A_SOUND))


@cache
def _common() -> dict[str, float]:
    return {
        evened: float(row["bits"])
        for row in tables.rows("common.csv")
        for name in row["names"].split(" ")
        for evened in parts.word(fold.letters(name), ("plain",)).even
    }
