"""How far two stems sound apart: an edit distance with a price for each pair of sounds, between 0 and 1."""

from __future__ import annotations

from functools import cache, lru_cache
from math import inf
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from sapar.names import fold, tables

if TYPE_CHECKING:
    from sapar.names.parts import Word

FAR = 1.0
_CACHED_PAIRS = 262_144
_OTHER = 1.0
_VOWEL_GAP, _CONSONANT_GAP = 0.4, 0.8
# Sounds that are dropped more often than others of their kind.
_GAPS = {"h": 0.5, "j": 0.3, "i": 0.3, "y": 0.35}
_NOTHING: dict[str, float] = {}
_CLOSE = 0.2
# Past this share of different coarse sounds no prices can bring two stems near.
_HOPELESS = 0.42
_WORLDS_APART = 0.75
_edits = Levenshtein.distance
_COARSE = str.maketrans("äeiyoöuüptğkqhfzžǰčšcŋmj", "aaaaaaaabdggggbssssssnna")
_EVEN = str.maketrans("äeyoöüğqŋžj", "aiiuuugknǰǰ")
_BITS = {sound: 1 << place for place, sound in enumerate("bdglnrs")}
# Farther than the loosest level is simply far.
_FARTHEST = 0.31


@cache
def prices() -> dict[tuple[str, str], float]:
    """What it costs to write one sound for another; "" stands for none. The same in both directions."""
    found = dict(_listed())
    for row in tables.rows("costs.csv"):
        one, other = row["one"], row["other"]
        found[one, other] = found[other, one] = float(row["cost"])
    return found


@cache
def _listed() -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for row in tables.rows("classes.csv"):
        sounds = row["sounds"].split(" ")
        for one in sounds:
            for other in sounds:
                price = min(found.get((one, other), _OTHER), float(row["cost"]))
                found[one, other] = 0.0 if one == other else price
    return found


def listed_price(one: str, other: str) -> float:
    """What the table of classes says, before anything is learned."""
    if one and other:
        return _listed().get((one, other), _OTHER)
    return _GAPS.get(one or other, _VOWEL_GAP if (one or other) in fold.VOWELS else _CONSONANT_GAP)


@cache
def _gaps() -> dict[str, float]:
    """What it costs to leave a sound out."""
    found = {sound: listed_price("", sound) for sound in fold.SOUNDS}
    found.update({other: price for (one, other), price in prices().items() if not one})
    return found


def between(one: Word, other: Word) -> float:
    """The least distance between any two readings of two words."""
    if len(one.stems) == 1 == len(other.stems):
        a, b = one.coarse[0], other.coarse[0]
        most = int((len(a) if len(a) > len(b) else len(b)) * _HOPELESS)
        # Compiled: most pairs of words of two people end here.
        return FAR if _edits(a, b, score_cutoff=most) > most else _ordered(one.stems[0], other.stems[0])
    # The readings of a word differ in a few sounds: where the likeliest are worlds apart, so are the others.
    if _edits(one.coarse[0], other.coarse[0]) > max(len(one.coarse[0]), len(other.coarse[0])) * _WORLDS_APART:
        return FAR
    least = FAR
    for place, a in enumerate(one.coarse):
        for against, b in enumerate(other.coarse):
            if not _hopeless(a, b):
                least = min(least, _ordered(one.stems[place], other.stems[against]))
    return least


def of_sounds(one: str, other: str) -> float:
    """The same for two single readings."""
    return FAR if _hopeless(coarse(one), coarse(other)) else _ordered(one, other)


def coarse(sounds: str) -> str:
    """Sounds that are often written for one another as one: what differs here is not near."""
    return sounds.translate(_COARSE)


@lru_cache(maxsize=16_384)
def consonants(coarse_sounds: str) -> int:
    """Which coarse consonants there are, as bits."""
    found = 0
    for sound in set(coarse_sounds):
        found |= _BITS.get(sound, 0)
    return found


def even(sounds: str) -> str:
    """For look-ups in lists: sounds in which spellings of one name differ most count as one."""
    return sounds.translate(_EVEN)


def close(one: str, other: str) -> bool:
    """May two sounds stand for each other at the beginning of a name?"""
    return one == other or prices().get((one, other), _OTHER) < _CLOSE


def _hopeless(one: str, other: str) -> bool:
    most = int(max(len(one), len(other)) * _HOPELESS)
    return bool(_edits(one, other, score_cutoff=most) > most)


def _ordered(one: str, other: str) -> float:
    """Always in the same order, so that rounding is the same in both directions."""
    return _stems(one, other) if one <= other else _stems(other, one)


@lru_cache(maxsize=_CACHED_PAIRS)
def _stems(one: str, other: str) -> float:
    if one == other:
        return 0.0
    longest = max(len(one), len(other))
    return min(_cost(one, other, longest * _FARTHEST) / longest, FAR)


def _cost(one: str, other: str, most: float) -> float:
    """The least sum of prices; infinite as soon as it is sure to be above `most`."""
    prices_of, gaps = _rows(), _gaps()
    against_gaps = [gaps.get(letter, _OTHER) for letter in other]
    above = [0.0]
    for gap in against_gaps:
        above.append(above[-1] + gap)
    for letter in one:
        gap, price = gaps.get(letter, _OTHER), prices_of.get(letter, _NOTHING)
        left = above[0] + gap
        row = [left]
        for place, against in enumerate(other):
            left += against_gaps[place]
            down = above[place + 1] + gap
            swap = above[place] if letter == against else above[place] + price.get(against, _OTHER)
            if swap < left:
                left = swap
            if down < left:
                left = down
            row.append(left)
        if min(row) > most:
            return inf
        above = row
    return above[-1]


def aligned(one: str, other: str) -> list[tuple[str, str]]:
    """Which sound stands for which at the least price; "" for none."""
    below = {(len(one), len(other)): (0.0, ("", ""), (0, 0))}
    for i in range(len(one), -1, -1):
        for j in range(len(other), -1, -1):
            steps = [
                (below[i + a, j + b][0] + price, (one[i : i + a], other[j : j + b]), (i + a, j + b))
                for a, b, price in _steps(one[i : i + 1], other[j : j + 1])
            ]
            if steps:
                below[i, j] = min(steps)
    found, place = [], (0, 0)
    while place != (len(one), len(other)):
        _price, pair, place = below[place]
        found.append(pair)
    return found


def _steps(here: str, there: str) -> list[tuple[int, int, float]]:
    steps = []
    if here and there:
        steps.append((1, 1, 0.0 if here == there else prices().get((here, there), _OTHER)))
    if here:
        steps.append((1, 0, _gaps().get(here, _OTHER)))
    if there:
        steps.append((0, 1, _gaps().get(there, _OTHER)))
    return steps


@cache
def _rows() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (one, other), price in prices().items():
        found.setdefault(one, {})[other] = price
    return found


def forget() -> None:
    _stems.cache_clear()


def forget_prices() -> None:
    """After the tables have changed."""
    for kept in (prices, _gaps, _rows, _stems):
        kept.cache_clear()
