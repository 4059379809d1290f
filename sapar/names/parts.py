"""A spelling taken apart: its words, what each says about whose name it is, and its stem without endings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sapar.names import distance, fold, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 8
LONGEST_WORD = 40
GIVEN, FAMILY, FATHER, ANY = "given", "family", "father", "any"
_SHORTEST_STEM = 3
_FIRST_IDEOGRAPH = 0x2E80
_REMARK = re.compile(r"\s[-–—]\s|[(\[{«|/;:]")
_SEAM = re.compile(r"(?<=[a-zß-öø-ÿа-яёђ-џәғқңөұүһі])(?=[A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ])")
_BREAK = re.compile(r"[\s.<_]+")
_NO_LETTER = re.compile(r"[^\w']+|[\d_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name. `stems` are its readings without the ending that `kind` and `sex` were read from.

    Equal only to itself: that makes it a quick key, and `word` hands out the same one for the same letters.
    """

    letters: str
    stems: tuple[str, ...]
    kind: str = ""
    sex: str = ""
    initial: bool = False
    coarse: tuple[str, ...] = ()
    even: tuple[str, ...] = ()
    # Coarse consonants as bits: those of every reading, and those of any.
    must: int = 0
    may: int = 0


@dataclass(frozen=True, slots=True)
class Name:
    """A whole spelling: words with their role each, in the order they were written; `sex` where endings tell it."""

    words: tuple[Word, ...]
    roles: tuple[str, ...]
    sex: str = ""
    ways: tuple[str, ...] = ()


@lru_cache(maxsize=131_072)
def read(text: str) -> Name:
    """Any text to a name, of no words where it holds no letters; never raises."""
    shown, comma = _split(text)
    ways = fold.conventions(" ".join(small for small, _shouted in shown))
    words: list[Word] = []
    shouted: list[bool] = []
    before_comma = 0
    for place, (small, shout) in enumerate(shown):
        found = word(small, ways)
        if not found.stems[0]:
            # An ending by itself ("уулу", "qizi") belongs to the word before it.
            if words and found.kind:
                words[-1] = _made(words[-1].letters, words[-1].stems, FATHER, found.sex)
            continue
        words.append(found)
        shouted.append(shout)
        before_comma += place < comma
    kept = tuple(words[:MOST_WORDS])
    return Name(kept, roles(kept, before_comma, shouted), _sex(kept), ways)


def _split(text: str) -> tuple[list[tuple[str, bool]], int]:
    """Words in small letters, each with whether it was written in capitals; how many stand before a comma."""
    remark = _REMARK.search(text)
    if remark and len(text[: remark.start()].split()) > 1:
        text = text[: remark.start()]
    before, _comma, after = text.partition(",")
    first = _pieces(before)
    rest = _pieces(after.replace(",", " ")) if after else []
    return first + rest, len(first) if rest else 0


def _pieces(text: str) -> list[tuple[str, bool]]:
    if not text.islower():
        text = _SEAM.sub(" ", text)
    found = []
    for piece in _BREAK.split(text):
        small = fold.letters(piece)
        if not small.isalpha():
            small = _NO_LETTER.sub("", small)
        small = small[:LONGEST_WORD]
        if small.strip("'"):
            found.append((small, len(piece) > 1 and piece.isupper()))
    return found


@lru_cache(maxsize=131_072)
def word(letters: str, ways: tuple[str, ...]) -> Word:
    """One word by itself. An ending that stands alone ("уулу", "qizi") has an empty stem."""
    read_as = fold.readings(letters, ways)
    any_suffix = tables.any_suffix()
    for suffix in tables.suffixes() if any(map(any_suffix.search, read_as)) else ():
        ended = [reading for reading in read_as if _ends(suffix, reading)]
        if ended:
            stems = (_stem(suffix.pattern.sub("", reading)) for reading in ended)
            return _made(letters, tuple(dict.fromkeys(stems)), suffix.kind, suffix.sex)
    return _made(
        letters, tuple(dict.fromkeys(map(_stem, read_as))), "", "", initial=_initial(letters, read_as)
    )


def _made(letters: str, stems: tuple[str, ...], kind: str, sex: str, *, initial: bool = False) -> Word:
    coarse = tuple(map(distance.coarse, stems))
    bits = [distance.consonants(one) for one in coarse]
    must, may = bits[0], bits[0]
    for one in bits[1:]:
        must, may = must & one, may | one
    return Word(
        letters,
        stems,
        kind,
        sex,
        initial,
        coarse,
        tuple(map(distance.even, stems)),
        0 if initial else must,
        may,
    )


def _initial(letters: str, read_as: tuple[str, ...]) -> bool:
    """One letter, or one sound of two letters ("Sh."); scripts without letters for sounds have no initials."""
    return len(letters) == 1 < ord(letters[0]) < _FIRST_IDEOGRAPH or (
        len(read_as[0]) == 1 and len(letters) < 3
    )


def _ends(suffix: tables.Suffix, sounds: str) -> bool:
    found = suffix.pattern.search(sounds)
    if not found:
        return False
    return found.start() >= _SHORTEST_STEM or (found.start() == 0 and suffix.kind == FATHER)


def _stem(sounds: str) -> str:
    """A й at the end is lost before -ов and -ұлы, so it counts for nothing anywhere."""
    if len(sounds) > _SHORTEST_STEM and sounds[-1] == "i" and sounds[-2] in fold.VOWELS:
        return sounds[:-1]
    return sounds


def roles(words: tuple[Word, ...], before_comma: int = 0, shouted: Sequence[bool] = ()) -> tuple[str, ...]:
    """Whose name each word seems to be: by its ending, a comma, capitals, and what is then left over."""
    found = [one.kind if one.kind == FATHER else "" for one in words]
    family = _family(words, before_comma, shouted)
    for place in family:
        found[place] = FAMILY
    left = [place for place, role in enumerate(found) if not role]
    if len(left) == 1 or (family and left):
        found[left[0]] = GIVEN
        for place in left[1:]:
            found[place] = FATHER if FATHER not in found else ANY
    return tuple(role or ANY for role in found)


def _family(words: tuple[Word, ...], before_comma: int, shouted: Sequence[bool]) -> tuple[int, ...]:
    """Places of the family name: before the comma, the only word in capitals, or by its ending."""
    if before_comma:
        return tuple(range(before_comma))
    if sum(shouted) == 1 and len(words) > 1:
        return (list(shouted).index(True),)
    by_ending = [place for place, one in enumerate(words) if one.kind == FAMILY]
    if by_ending:
        return (by_ending[0],)
    return ()


def _sex(words: tuple[Word, ...]) -> str:
    told = {one.sex for one in words if one.sex and one.kind == FATHER} or {
        one.sex for one in words if one.sex == "f"
    }
    return told.pop() if len(told) == 1 else ""


def forget() -> None:
    read.cache_clear()
    word.cache_clear()
    fold.forget()
