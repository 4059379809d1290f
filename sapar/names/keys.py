"""Keys by which people of a like name are found among a million: pairs of consonant skeletons, and their near misses.

A second kind of key holds the vowels too, evened out; those who share one come first where very many share the others.
A key is a plain string and tells the consonants of a name. Whoever stores it stores a keyed hash of it instead.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from sapar.names import fold, parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.names.parts import Name, Word

# Another number whenever the same name gives other keys than before: what was stored is then made anew.
RECIPE = 2
# Stands where a year of birth would, for somebody whose year nobody wrote down.
NO_YEAR = 0
_JOINT, _CLOSE, _BEGINS, _YEAR = "+", "=", "^", "|"
_LONGEST = 6
_MOST_TOGETHER = 4
_SHORTEST_MISS = 4
_VOWELS = str.maketrans("", "", fold.VOWELS + "j")
_CLASSES = str.maketrans("pftğkqhvzžǰčšcŋm", "bbdggggbssssssnn")


class Asked(NamedTuple):
    """The keys of a search, those that fewest people share first."""

    dated: frozenset[str]
    undated: frozenset[str]
    close: frozenset[str]
    loose: frozenset[str]


def skeleton(sounds: str) -> str:
    """Consonants by their class: "žumagul" and "ǰumaǧul" are "sngl"."""
    bare = sounds.translate(_CLASSES).translate(_VOWELS)
    kept = "".join(letter for place, letter in enumerate(bare) if not place or bare[place - 1] != letter)
    return (kept or sounds[:1])[:_LONGEST]


class Called(NamedTuple):
    """What a spelling calls somebody: by the given name alone, and by given and family name together.

    For comparing where neither side sees the other's names: two spellings agree wholly or not at all. The given name
    keeps its vowels, evened out, because twins are called Hasan and Husan; of a family name, which they share anyway,
    the consonants are enough. A father's name beside it is left out: papers of one country have it, those of another not.
    """

    given: frozenset[str]
    whole: frozenset[str]


def called(text: str) -> Called:
    """Both are empty for initials alone, and for a family name alone.

    Where no family name is written, as in "Асан уулу Бакыт", the father's stands for it. Where nothing tells the given
    name from the family's, `given` is the whole name.
    """
    words: dict[str, list[Word]] = {}
    name = parts.read(text)
    for word, role in zip(name.words, name.roles, strict=True):
        if not word.initial:
            words.setdefault(role, []).append(word)
    given = [word.even for word in words.get(parts.GIVEN, ())]
    family = words.get(parts.FAMILY) or words.get(parts.FATHER) or []
    if given and family:
        whole = _together(given + [(*word.even, *_skeletons(word)) for word in family])
    else:
        loose = [word.even for role, found in words.items() if role != parts.FATHER for word in found]
        whole = _together(loose) if len(loose) > 1 else frozenset()
    return Called(_together(given) or whole, whole)


def _together(words: list[tuple[str, ...]]) -> frozenset[str]:
    """Every way of reading them, in one order; nothing for no words."""
    ways = product(*words[:_MOST_TOGETHER])
    return frozenset(_JOINT.join(sorted(way)) for way in ways if way)


def stored(names: Iterable[str]) -> frozenset[str]:
    """What an index holds for a person, from all spellings of the name: exact pairs and pairs with one near miss."""
    return frozenset(key for name in names for key in _near(parts.read(name)))


def asked(name: str) -> frozenset[str]:
    """What a search asks for: the same, so that two different misses of one name meet."""
    return frozenset(_near(parts.read(name)))


def dated(names: Iterable[str], years: Iterable[int]) -> frozenset[str]:
    """Keys that hold the year of birth: pairs as they are, and a whole word with the beginning of another.

    The year makes them rare, so that initials and slips are found by them where a name alone would bring thousands.
    """
    found = {key for name in names for key in _beginnings(parts.read(name))}
    return frozenset(f"{key}{_YEAR}{year}" for key in found for year in years)


def searched(name: str, years: Iterable[int] = ()) -> Asked:
    """What a search asks for, in steps. With a year of birth also those of whom none is known."""
    every = asked(name)
    narrow = frozenset(key for key in every if close(key))
    told = tuple(years)
    return Asked(dated([name], told), dated([name], (NO_YEAR,) if told else ()), narrow, every - narrow)


def close(key: str) -> bool:
    """Does this key hold the vowels too?"""
    return key.startswith(_CLOSE)


def _exact(name: Name) -> set[str]:
    found = {
        _CLOSE + _pair(a, b)
        for one, other in combinations(name.words, 2)
        for a in one.even
        for b in other.even
    }
    return found | {
        _pair(a, b)
        for one, other in combinations(name.words, 2)
        for a in _skeletons(one)
        for b in _skeletons(other)
    }


def _beginnings(name: Name) -> set[str]:
    found = set()
    for one, other in combinations(name.words, 2):
        for a in _skeletons(one):
            for b in _skeletons(other):
                found |= {_pair(a, b), _BEGINS + a + _JOINT + b[0], _BEGINS + b + _JOINT + a[0]}
    return found


def _near(name: Name) -> set[str]:
    """One of the two skeletons may lack one consonant, where enough are left to tell people apart."""
    found = _exact(name)
    for one, other in combinations(name.words, 2):
        for a in _skeletons(one):
            for b in _skeletons(other):
                found.update(_pair(miss, b) for miss in _misses(a))
                found.update(_pair(a, miss) for miss in _misses(b))
    return found or {bones for word in name.words for bones in _skeletons(word)}


def _skeletons(word: Word) -> tuple[str, ...]:
    """An h is heard as г or х, or not at all: both ways are kept."""
    readings = [*word.stems, *(reading.replace("h", "") or "h" for reading in word.stems if "h" in reading)]
    return tuple(dict.fromkeys(map(skeleton, readings)))


def _misses(bones: str) -> set[str]:
    if len(bones) < _SHORTEST_MISS:
        return set()
    return {bones[:place] + bones[place + 1 :] for place in range(len(bones))}


def _pair(one: str, other: str) -> str:
    """The order in which words were written does not count."""
    return _JOINT.join(sorted((one, other)))
