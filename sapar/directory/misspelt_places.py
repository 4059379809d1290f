"""Towns that a word beside a need may be meant for, with a mistake: only where that is likelier than that it is some word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from sapar.directory.places import HOME, forms, found_rows, has_locative, is_led_to, own_names
from sapar.directory.spelling import by_ear, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sapar.directory.places import FoundPlace

_LARGE, _LARGEST, _TOWN = 100_000, 200_000, 15_000
_SHORTEST, _SURE, _LONG = 5, 6, 9  # letters: to forgive a mistake at all, anywhere, and two
_MOST = 6
_SQL = """
select s.sound, p.id, p.name, p.names::text, p.country, p.population, 0.9
from directory_placespelling s join directory_place p on p.id = s.place_id
where length(s.sound) >= %s and (p.population >= %s or (p.population >= %s and p.country = any(%s)))
"""


@dataclass(frozen=True)
class _Spelling:
    row: tuple[Any, ...]
    is_own: bool


_BENT = 0.5  # of a mistake: an ending that was taken off
_Near = tuple[float, tuple[Any, ...]]  # mistakes; a row of a place

# Read once a process: towns come with a new version only.
_known: dict[str, list[_Spelling]] = {}


def _spellings() -> dict[str, list[_Spelling]]:
    if not _known:
        read: dict[str, list[_Spelling]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_SQL, [_SHORTEST - 1, _LARGE, _TOWN, list(HOME)])
            for sound, *row in cursor.fetchall():
                one = _Spelling(tuple(row), is_own=sound in own_names(tuple(row)))
                if one.is_own or row[4] >= _LARGE:
                    read.setdefault(sound, []).append(one)
        _known.update(read)  # at once: another thread finds all of them or none
    return _known


def misspelt_town(line: list[str], strange: list[str]) -> list[FoundPlace]:
    """The nearest and largest towns of whose name one of the `strange` words of a line, or one with its neighbour, misses a
    letter or two."""
    found: list[_Near] = []
    for at, word in enumerate(line):
        if word in strange:
            found += _near(word, is_led=is_led_to(line, at) or has_locative(word))
        if set(line[at : at + 2]) & set(strange):
            found += _pair(line, at)
    return _nearest(found)


def longer_name(line: list[str], at: int) -> list[FoundPlace]:
    """Towns of two words, the second of which is another town's name: «Нижий Новгород» is not Novgorod."""
    return _nearest(_pair(line, at))


def _nearest(found: Iterable[_Near]) -> list[FoundPlace]:
    best: dict[int, _Near] = {}
    for missed, row in found:
        if row[0] not in best or missed < best[row[0]][0]:
            best[row[0]] = (missed, row)
    ordered = sorted(best.values(), key=lambda pair: (pair[0], -pair[1][4]))
    return found_rows([row for missed, row in ordered if missed == ordered[0][0]][:_MOST])


def _pair(line: list[str], at: int) -> list[_Near]:
    """A mistake in two words is no more than a letter right in one of them."""
    both = joined(line[at : at + 2])
    if at + 2 > len(line) or len(both) < _LONG:
        return []
    return [(missed - 1, row) for missed, row in _near(both, is_led=is_led_to(line, at))]


def _near(word: str, *, is_led: bool) -> Iterator[_Near]:
    for form, way in forms(word).items():
        if len(form) >= _SHORTEST:
            for sound, missed in _sounds_near(form):
                for one in _spellings()[sound]:
                    if _may_be_meant(one, form, is_led=is_led):
                        yield missed + _BENT * (way != "whole"), one.row


def _sounds_near(form: str) -> Iterator[tuple[str, int]]:
    most = 1 if len(form) < _LONG else 2
    near = process.extract(form, _spellings().keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    for sound, missed, _at in near:
        if sound[0] == form[0] or by_ear(sound) == by_ear(form):
            yield sound, int(missed)


def _may_be_meant(one: _Spelling, form: str, *, is_led: bool) -> bool:
    people = one.row[4]
    if is_led:
        return people >= _LARGE or one.is_own
    if len(form) < _SURE:
        return one.is_own and people >= _LARGEST
    return people >= _LARGE or one.is_own
