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
RECIPE = 3
# Stands where a year of birth would, for somebody whose year nobody wrote down.
NO_YEAR = 0
_JOINT, _CLOSE, _BEGINS, _YEAR = "+", "=", "^", "|"
_LONGEST = 6
_MOST_TOGETHER = 4
_SHORTEST_MISS = 4
_OPEN = fold.VOWELS + "j"
_VOWELS = str.maketrans("", "", _OPEN)
_CLASSES = str.maketrans("pftğkqhvzžǰčšcŋm", "bbdggggbssssssnn")


class Keys(NamedTuple):
    """The keys of a search, those that fewest people share first."""

    dated: frozenset[str]
    undated: frozenset[str]
    close: frozenset[str]
    loose: frozenset[str]


class Traits(NamedTuple):
    """What a name says word by word, to put those in order who share a key: how words sound, and their consonants."""

    sounds: frozenset[str]
    bones: frozenset[str]


class Asked(NamedTuple):
    keys: Keys
    traits: Traits


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
    read = parts.read(name)
    undated = frozenset(f"{key}{_YEAR}{NO_YEAR}" for key in _unslipped(read)) if told else frozenset()
    return Asked(Keys(dated([name], told), undated, narrow, every - narrow), _likeliest(read))


def _likeliest(name: Name) -> Traits:
    """One reading a word, so that as many traits are shared as words are."""
    words = [word for word in name.words if not word.initial]
    sounds = frozenset(_CLOSE + word.even[0] for word in words)
    return Traits(sounds, frozenset(_skeletons(word)[0] for word in words))


def size(name: str) -> int:
    """Of how many different words, as far as they are written out: "Усманов Усман" has one trait for both."""
    return len(_likeliest(parts.read(name)).bones)


def traits(names: Iterable[str]) -> frozenset[str]:
    """What stands beside the keys of a person: every reading of every word that is written out."""
    words = [word for name in names for word in parts.read(name).words if not word.initial]
    sounds = {_CLOSE + reading for word in words for reading in word.even}
    return frozenset(sounds | {bones for word in words for bones in _skeletons(word)})


def close(key: str) -> bool:
    """Does this key hold the vowels too?"""
    return key.startswith(_CLOSE)


def _pairs(name: Name) -> list[tuple[Word, Word]]:
    """Each two words; of two initials everybody has some, so they are left out where there is a third word."""
    every = combinations(name.words, 2)
    return [pair for pair in every if len(name.words) < 3 or not (pair[0].initial and pair[1].initial)]


def _exact(name: Name) -> set[str]:
    found = {_CLOSE + _pair(a, b) for one, other in _pairs(name) for a in one.even for b in other.even}
    return found | {
        _pair(a, b) for one, other in _pairs(name) for a in _skeletons(one) for b in _skeletons(other)
    }


def _beginnings(name: Name) -> set[str]:
    found = set()
    for one, other in _pairs(name):
        found |= {_pair(a, b) for a in _skeletons(one) for b in _skeletons(other)}
        for whole, begun in ((one, other), (other, one)):
            if not whole.initial:
                found |= {_BEGINS + a + _JOINT + b for a in _skeletons(whole) for b in _firsts(begun)}
    return found


def _unslipped(name: Name) -> set[str]:
    """Without a year that makes them rare: what two whole words share, or a whole word and the other's initial."""
    found = set()
    for one, other in _pairs(name):
        for whole, begun in ((one, other), (other, one)):
            if not whole.initial:
                ends = (*_skeletons(begun), *_firsts(begun))
                found |= {_pair(a, b) for a in _skeletons(whole) for b in ends}
                if begun.initial:
                    found |= {_BEGINS + a + _JOINT + b for a in _skeletons(whole) for b in _firsts(begun)}
    return found


def _near(name: Name) -> set[str]:
    """One of the two skeletons may lack one consonant, where enough are left to tell people apart."""
    found = _exact(name)
    for one, other in _pairs(name):
        for a in _skeletons(one):
            for b in _skeletons(other):
                found.update(_pair(miss, b) for miss in _misses(a))
                found.update(_pair(a, miss) for miss in _misses(b))
    return found or {bones for word in name.words for bones in _skeletons(word)}


def _heard(word: Word) -> list[str]:
    """An h is heard as г or х, or not at all: both ways are kept."""
    return [*word.stems, *(reading.replace("h", "") or "h" for reading in word.stems if "h" in reading)]


def _skeletons(word: Word) -> tuple[str, ...]:
    return _firsts(word) if word.initial else tuple(dict.fromkeys(map(skeleton, _heard(word))))


def _firsts(word: Word) -> tuple[str, ...]:
    """What an initial would tell: the class of the first sound, all vowels being one."""
    begun = (reading[0] for reading in _heard(word) if reading)
    return tuple(dict.fromkeys("a" if sound in _OPEN else sound.translate(_CLASSES) for sound in begun))


def _misses(bones: str) -> set[str]:
    if len(bones) < _SHORTEST_MISS:
        return set()
    return {bones[:place] + bones[place + 1 :] for place in range(len(bones))}


def _pair(one: str, other: str) -> str:
    """The order in which words were written does not count."""
    return _JOINT.join(sorted((one, other)))
