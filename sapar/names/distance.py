"""How far two stems sound apart: an edit distance with a price for each pair of sounds, between 0 and 1."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from sapar.names import fold, tables

FAR = 1.0
_CACHED_PAIRS = 262_144
_OTHER = 1.0
_CLOSE = 0.2
# Past this share of different coarse sounds no prices can bring two stems near.
_HOPELESS = 0.5
_COARSE = str.maketrans("äeiyoöuüptğkqhfzžǰčšcŋj", "aaaaaaaabdggggbssssssna")


@cache
def prices() -> dict[tuple[str, str], float]:
    """What it costs to write one sound for another; "" stands for none. The same in both directions."""
    found: dict[tuple[str, str], float] = {}
    for row in tables.rows("classes.csv"):
        sounds = row["sounds"].split(" ")
        for one in sounds:
            for other in sounds:
                price = min(found.get((one, other), _OTHER), float(row["cost"]))
                found[one, other] = 0.0 if one == other else price
    for row in tables.rows("costs.csv"):
        one, other = row["one"], row["other"]
        found[one, other] = found[other, one] = float(row["cost"])
    return found


@cache
def _gaps() -> dict[str, float]:
    """What it costs to leave a sound out."""
    found = {sound: 0.4 if sound in fold.VOWELS else 0.8 for sound in fold.SOUNDS}
    found.update({"h": 0.5, "j": 0.3, "i": 0.3, "y": 0.35})
    found.update({one: price for (one, other), price in prices().items() if not other})
    return found


@lru_cache(maxsize=_CACHED_PAIRS)
def between(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The least distance between any two readings."""
    return min(_stems(a, b) if a <= b else _stems(b, a) for a in one for b in other)


def close(one: str, other: str) -> bool:
    """May two sounds stand for each other at the beginning of a name?"""
    return one == other or prices().get((one, other), _OTHER) < _CLOSE


def _stems(one: str, other: str) -> float:
    if one == other:
        return 0.0
    longest = max(len(one), len(other))
    most = int(longest * _HOPELESS)
    if Levenshtein.distance(one.translate(_COARSE), other.translate(_COARSE), score_cutoff=most) > most:
        return FAR
    return min(_cost(one, other) / longest, FAR)


def _cost(one: str, other: str) -> float:
    price, gaps = prices(), _gaps()
    above = [0.0]
    for letter in other:
        above.append(above[-1] + gaps.get(letter, _OTHER))
    for letter in one:
        gap = gaps.get(letter, _OTHER)
        row = [above[0] + gap]
        for place, against in enumerate(other):
            swap = 0.0 if letter == against else price.get((letter, against), _OTHER)
            row.append(
                min(above[place] + swap, above[place + 1] + gap, row[place] + gaps.get(against, _OTHER))
            )
        above = row
    return above[-1]


def forget() -> None:
    between.cache_clear()
