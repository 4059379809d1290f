"""From what a person typed to a town: any script, with mistakes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sapar.directory.models import Place, in_readers_language
from sapar.directory.spelling import fold

# Words that people put around a name («г. Ош», "Osh shaary", «Свердловская обл.»).
_AROUND = frozenset(
    {
        "g",
        "gor",
        "gorod",
        "sari",
        "shari",
        "sahri",
        "sahar",
        "kalasi",
        "city",
        "town",
        "sehir",
        "obl",
        "oblast",
        "v",
        "in",
    }
)
_BEGINNING = 0.9  # the likeness of a name of which the beginning was typed
_ALIKE_ENOUGH = 0.4
_MOST = 6
_ENDINGS = (
    "e",
    "i",
    "u",
    "om",
    "oi",
    "a",
    "da",
    "de",
    "ta",
    "te",
    "do",
    "to",
    "ga",
    "ge",
    "ka",
    "ke",
    "dan",
    "den",
    "ten",
    "tan",
)
_SHORTEST_STEM = 3
# How far ahead of the next a town must be to be meant without asking: so much larger than its namesake, so much liker.
_LARGER = 8
_LIKER = 0.15

_EXACT = """
select p.id, p.name, p.names::text, p.country, p.population, 1.0
from directory_place p
where p.id in (select place_id from directory_placespelling where sound = any(%(sounds)s))
  and (%(country)s = '' or p.country = %(country)s)
order by p.population desc limit %(most)s
"""
_ALIKE = """
select p.id, p.name, p.names::text, p.country, p.population, f.likeness
from (
    select place_id, max(case when starts_with(sound, %(sound)s) then %(beginning)s
                              else similarity(sound, %(sound)s) end) as likeness
    from directory_placespelling
    where sound %% %(sound)s or (length(%(sound)s) > 3 and sound like %(sound)s || '%%')
    group by place_id
) f join directory_place p on p.id = f.place_id
where %(country)s = '' or p.country = %(country)s
order by f.likeness + 0.04 * ln(p.population + 1) desc limit %(most)s
"""


@dataclass(frozen=True)
class FoundPlace:
    """A town that may be meant. `likeness` is 1 when a known spelling was typed."""

    id: int
    name: str
    country: str
    population: int
    likeness: float


def find_places(typed: str, *, country: str = "", loosely: bool = True) -> list[FoundPlace]:
    """Towns that sound like what was typed, the likeliest first; runs in a transaction.

    A known spelling comes first, then one with the ending of a sentence («в Москве», «Бишкекте»), and, when `loosely`,
    what sounds alike.
    """
    sound = fold(" ".join(word for word in typed.split() if fold(word) not in _AROUND))
    if not sound:
        return []
    asked: dict[str, Any] = {"sound": sound, "country": country, "most": _MOST, "beginning": _BEGINNING}
    with connection.cursor() as cursor:
        for sounds in ([sound], _without_ending(sound)):
            cursor.execute(_EXACT, asked | {"sounds": sounds})
            if rows := cursor.fetchall():
                return _found(rows)
        if not loosely:
            return []
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(_ALIKE_ENOUGH)])
        cursor.execute(_ALIKE, asked)
        return _found(cursor.fetchall())


def _without_ending(sound: str) -> list[str]:
    stems = [sound[: -len(ending)] for ending in _ENDINGS if sound.endswith(ending)]
    return [form for stem in stems if len(stem) >= _SHORTEST_STEM for form in (stem, stem + "a")]


def _found(rows: list[tuple[Any, ...]]) -> list[FoundPlace]:
    return [
        FoundPlace(pk, in_readers_language(json.loads(names), name), land, size, float(likeness))
        for pk, name, names, land, size, likeness in rows
    ]


def one_meant(found: list[FoundPlace]) -> FoundPlace | None:
    """The town that needs no asking: the only one, or one far ahead of the next."""
    if not found:
        return None
    first, others = found[0], found[1:]
    return first if all(_is_ahead(first, other) for other in others) else None


def _is_ahead(first: FoundPlace, other: FoundPlace) -> bool:
    much_liker = first.likeness >= other.likeness + _LIKER
    return much_liker or (first.likeness >= other.likeness and first.population >= _LARGER * other.population)


def place(pk: int) -> Place | None:
    return Place.objects.filter(pk=pk).first()
