"""Two words side by side: how far apart they sound, and what that amounts to."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sapar.names import distance, fold, parts, tables

if TYPE_CHECKING:
    from sapar.names.parts import Word

SAME, SOUND, NEAR, LOOSE, SHORT, INITIAL, CROSSED, DIFFERS, ABSENT = (
    "same",
    "sound",
    "near",
    "loose",
    "short",
    "initial",
    "crossed",
    "differs",
    "absent",
)
LEVELS = (SAME, SOUND, NEAR, LOOSE, SHORT, INITIAL, CROSSED, DIFFERS, ABSENT)
# The greatest distance of each level.
_BOUNDS = ((0.04, SAME), (0.1, SOUND), (0.18, NEAR), (0.2, LOOSE))
_LOOSE = 0.3
# Where short forms and initials stand among the distances.
_SHORT, _INITIAL = 0.2, 0.25
_SHORTEST_AFFIXED, _SHORTEST_CUT = 3, 5
_NEARLY = 0.1
_SHARED = 3
_STRANGE_CONSONANTS = 3
_NOTHING = (distance.FAR, DIFFERS)


def hopeless(one: Word, other: Word) -> bool:
    """A quick look before `of`: consonants that are in every reading of one and in none of the other, on both sides.

    Most pairs of words of two people end here. Names of the lists may share no sound, so they pass.
    """
    here, there = one.must & ~other.may, other.must & ~one.may
    return (
        here > 0
        and there > 0
        and here.bit_count() + there.bit_count() >= _STRANGE_CONSONANTS
        and not (one.even[0] in _listed_names() and other.even[0] in _listed_names())
    )


@lru_cache(maxsize=524_288)
def of(one: Word, other: Word) -> tuple[float, str]:
    """Distance (0 to 1) and level; the same in both directions."""
    if one.stems[0] == other.stems[0]:
        return 0.0, SAME
    if one.initial or other.initial:
        return (_INITIAL, INITIAL) if _same_beginning(one, other) else _NOTHING
    far = distance.between(one, other)
    if far > _NEARLY and one.even[0] in _variants() and _one_name(one, other):
        return _NEARLY, SOUND
    if far > _SHORT:
        if _short(one, other):
            return _SHORT, SHORT
        return (far, LOOSE) if far <= _LOOSE else _NOTHING
    if _two_names(one, other):
        return _NOTHING
    if _both_usual(one, other):
        return _LOOSE, LOOSE
    return far, next(name for most, name in _BOUNDS if far <= most)


def _same_beginning(one: Word, other: Word) -> bool:
    return any(distance.close(a[0], b[0]) for a in one.stems for b in other.stems if a and b)


def _short(one: Word, other: Word) -> bool:
    """A pet name, a name without its word of respect, or a name cut off (fields of fixed width)."""
    if (one.even[0], other.even[0]) in _pets():
        return True
    for place, a in enumerate(one.coarse):
        for against, b in enumerate(other.coarse):
            if _shared(a, b):
                short, full = sorted((one.stems[place], other.stems[against]), key=len)
                if _is_short(short, full):
                    return True
    return False


def _shared(one: str, other: str) -> bool:
    """Is the beginning or the end the same? Nearly all pairs of words fail this, so it comes first."""
    return one[:_SHARED] == other[:_SHARED] or one[-_SHARED:] == other[-_SHARED:]


def _is_short(short: str, full: str) -> bool:
    if len(full) == len(short):
        return False
    if len(short) >= _SHORTEST_CUT and full.startswith(short):
        return True
    for rest in _bared(full):
        if len(rest) >= _SHORTEST_AFFIXED and (rest == short or distance.of_sounds(rest, short) <= _NEARLY):
            return True
    return False


@lru_cache(maxsize=16_384)
def _bared(full: str) -> tuple[str, ...]:
    """`full` without each word of respect that it ends or begins with."""
    ends = [full.removesuffix(affix) for affix in _affixes("end") if full.endswith(affix)]
    return tuple(ends + [full.removeprefix(affix) for affix in _affixes("start") if full.startswith(affix)])


def _one_name(one: Word, other: Word) -> bool:
    """One name that has grown apart in two languages."""
    variants = _variants()
    here = variants.get(one.even[0])
    return here is not None and here == variants.get(other.even[0])


def _two_names(one: Word, other: Word) -> bool:
    """Names that sound alike and are given to two children: twins, a boy and a girl."""
    twins = _twins()
    return any((a, b) in twins for a in one.even for b in other.even)


def _both_usual(one: Word, other: Word) -> bool:
    """Two usual names of one language are two names, however alike they sound: Марат and Мурат."""
    if one.even[0] == other.even[0]:
        return False
    usual = _usual()
    here, there = usual.get(one.even[0]), usual.get(other.even[0])
    return bool(here and there and here & there)


@cache
def _usual() -> dict[str, frozenset[str]]:
    """In which languages a name is usual."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("given.csv"):
        for name in row["names"].split(" "):
            found.setdefault(_listed(name), set()).add(row["language"])
    return {name: frozenset(languages) for name, languages in found.items()}


@cache
def _affixes(place: str) -> tuple[str, ...]:
    return tuple(row["sounds"] for row in tables.rows("affixes.csv") if row["place"] == place)


@cache
def _pets() -> frozenset[tuple[str, str]]:
    return _listed_both_ways("short_names.csv", "short", "full")


@cache
def _listed_names() -> frozenset[str]:
    """Pet names with their full forms, and names that have grown apart: both sides of each pair."""
    return frozenset(_variants()) | frozenset(name for pair in _pets() for name in pair)


@cache
def _variants() -> dict[str, int]:
    """Number of the row by name."""
    return {
        _listed(name): number
        for number, row in enumerate(tables.rows("variants.csv"))
        for name in row["names"].split(" ")
    }


@cache
def _twins() -> frozenset[tuple[str, str]]:
    return _listed_both_ways("twins.csv", "one", "other")


def _listed_both_ways(table: str, one: str, other: str) -> frozenset[tuple[str, str]]:
    pairs = [(_listed(row[one]), _listed(row[other])) for row in tables.rows(table)]
    return frozenset(pairs + [(b, a) for a, b in pairs])


def _listed(text: str) -> str:
    letters = fold.letters(text)
    return parts.word(letters, fold.conventions(letters)).even[0]


def forget() -> None:
    of.cache_clear()
    _bared.cache_clear()
    distance.forget()
    parts.forget()
