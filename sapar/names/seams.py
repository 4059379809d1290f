"""Words that one clerk wrote together and another apart."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from sapar.names import aligning, likeness, parts
from sapar.names.likeness import NEAR, SAME, SOUND
from sapar.names.parts import Name

if TYPE_CHECKING:
    from sapar.names.aligning import Pair

_GOOD = (SAME, SOUND, NEAR)
_MOST_JOINED = 3
# A whole name in one word is longer than this.
_LONG = 9
# By so much joined words must sound nearer than one of them did.
_GAIN = 0.05


def open_between(pairs: list[Pair], fewer: int) -> bool:
    """Is there a word that joining could still answer, or answer better?"""
    return 0 < len(pairs) < fewer or any(pair.level not in (SAME, SOUND) for pair in pairs)


def closed(one: Name, other: Name, pairs: list[Pair]) -> tuple[Name, Name, list[Pair]]:
    """Both names and their pairs, with two neighbouring words of the longer name joined where that answers more."""
    longer, shorter = (one, other) if len(one.words) > len(other.words) else (other, one)
    for place in range(len(longer.words) - 1):
        joined = _joined(longer, place)
        sides = (joined, shorter) if longer is one else (shorter, joined)
        found = aligning.pairs(*sides)
        if _better(found, pairs):
            return *sides, found
    return one, other, pairs


def _better(found: list[Pair], pairs: list[Pair]) -> bool:
    if len(found) < len(pairs) or any(pair.level not in _GOOD for pair in found):
        return False
    return len(found) > len(pairs) or sum(pair.far for pair in found) + _GAIN < sum(
        pair.far for pair in pairs
    )


def _joined(name: Name, place: int) -> Name:
    word = parts.word(name.words[place].letters + name.words[place + 1].letters, name.ways)
    words = name.words[:place] + (word,) + name.words[place + 2 :]
    return Name(words, parts.roles(words), name.sex, name.ways)


def whole(one: Name, other: Name) -> tuple[Name, Name, str] | None:
    """Both sides as one word and the level, where one side wrote the whole name as one word."""
    single, several = (one, other) if len(one.words) == 1 else (other, one)
    if not single.words or len(single.words[0].letters) < _LONG or not 1 < len(several.words) <= _MOST_JOINED:
        return None
    for count in range(2, len(several.words) + 1):
        for order in permutations(several.words, count):
            word = parts.word("".join(word.letters for word in order), several.ways)
            _far, level = likeness.of(single.words[0], word)
            if level in (SAME, SOUND):
                joined = Name((word,), (parts.ANY,), several.sex, several.ways)
                return (one, joined, level) if single is one else (joined, other, level)
    return None
