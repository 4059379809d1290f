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
_BOUNDS = ((0.04, SAME), (0.1, SOUND), (0.18, NEAR), (0.3, LOOSE))
# Where short forms and initials stand among the distances.
_SHORT, _INITIAL = 0.2, 0.25
_SHORTEST_AFFIXED, _SHORTEST_CUT = 3, 5
_NEARLY = 0.1


@lru_cache(maxsize=262_144)
def of(one: Word, other: Word) -> tuple[float, str]:
    """Distance (0 to 1) and level; the same in both directions."""
    if one.initial or other.initial:
        return (_INITIAL, INITIAL) if _same_beginning(one, other) else (distance.FAR, DIFFERS)
    far = distance.between(one.stems, other.stems)
    if far == 0.0:
        return far, SAME
    if far < _BOUNDS[-1][0] and _two_names(one, other):
        return distance.FAR, DIFFERS
    if far > _SHORT and _short(one, other):
        return _SHORT, SHORT
    return far, next((name for most, name in _BOUNDS if far <= most), DIFFERS)


def _same_beginning(one: Word, other: Word) -> bool:
    return any(distance.close(a[0], b[0]) for a in one.stems for b in other.stems)


def _short(one: Word, other: Word) -> bool:
    return any(
        _is_short(a, b) if len(a) < len(b) else _is_short(b, a) for a in one.stems for b in other.stems
    )


def _is_short(short: str, full: str) -> bool:
    """A pet name, a name without its word of respect, or a name cut off (fields of fixed width)."""
    if (_even(short), _even(full)) in _pets():
        return True
    if len(short) < _SHORTEST_AFFIXED or len(full) < len(short) + 1:
        return False
    if len(short) >= _SHORTEST_CUT and full.startswith(short):
        return True
    return any(
        len(rest) >= _SHORTEST_AFFIXED and distance.between((rest,), (short,)) <= _NEARLY for rest in _bared(full)
    )


@lru_cache(maxsize=16_384)
def _bared(full: str) -> tuple[str, ...]:
    """`full` without each word of respect that it ends or begins with."""
    ends = [full.removesuffix(affix) for affix in _affixes("end") if full.endswith(affix)]
    return tuple(ends + [full.removeprefix(affix) for affix in _affixes("start") if full.startswith(affix)])


def _two_names(one: Word, other: Word) -> bool:
    """Names that sound alike and are given to two children: twins, a boy and a girl."""
    return any(frozenset((_even(a), _even(b))) in _twins() for a in one.stems for b in other.stems)


@cache
def _affixes(place: str) -> tuple[str, ...]:
    return tuple(row["sounds"] for row in tables.rows("affixes.csv") if row["place"] == place)


@cache
def _pets() -> frozenset[tuple[str, str]]:
    return frozenset((_listed(row["short"]), _listed(row["full"])) for row in tables.rows("short_names.csv"))


@cache
def _twins() -> frozenset[frozenset[str]]:
    return frozenset(frozenset((_listed(row["one"]), _listed(row["other"]))) for row in tables.rows("twins.csv"))


def _listed(text: str) -> str:
    return _even(parts.word(fold.letters(text), ("plain",)).stems[0])


# For the lists: sounds in which spellings of one name differ most count as one.
_EVEN = str.maketrans("äeyoöüğqŋžj", "aiiuuugknǰǰ")


def _even(stem: str) -> str:
    return stem.translate(_EVEN)


def forget() -> None:
    of.cache_clear()
    _bared.cache_clear()
    distance.forget()
    parts.forget()
