"""From what a person typed to a town: any script, with mistakes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from rapidfuzz.distance import OSA

from sapar.directory.models import Place, in_readers_language
from sapar.directory.phrases import is_small_anywhere
from sapar.directory.seeds.places import nicknames
from sapar.directory.spelling import fold, joined

# Words that people put around a name («г. Ош», "Osh shaary", «Свердловская обл.»).
_AROUND = frozenset(
    (
        *(
            "g",
            "gor",
            "gorod",
            "gorode",
            "goroda",
            "sari",
            "shari",
            "sahri",
            "sahar",
            "saharinda",
            "kalasi",
            "kalasinda",
        ),
        *("city", "town", "sehir", "obl", "oblast", "v", "in", "oras", "orasul"),
    )
)
_BEGINNING = 0.9  # the likeness of a name of which the beginning was typed
_ALIKE_ENOUGH = 0.4
_NEARLY_ENOUGH = 0.3
_MOST = 6
# Endings that say "in", "to" or "from" in Turkic languages (and -ba in northern Tajik), alone or with "who is" and "I am"
# behind them: «Ошто», «Оштогу», «Оштомун», "Toshkentdagi", "Buxorodamiz".
_AT = ("da", "de", "ta", "te", "do", "to")
_WHO = ("gi", "gu", "min", "man", "men", "mun", "miz", "biz", "buz", "iz", "minda", "manda")
_LOCATIVES = (
    *_AT,
    *(at + who for at in _AT for who in _WHO),
    *("dan", "den", "ten", "tan", "don", "ton", "nan", "nen"),
    *("ga", "ge", "go", "ka", "ke", "ko", "ba"),
)
_ENDINGS = (
    *("e", "i", "u", "om", "oi", "a", "ah", "am", "ul", "ului"),
    *("nin", "din", "tin", "nun", "dun", "tun", "ni", "di", "ti"),
    *_LOCATIVES,
)
_SHORTEST_STEM = 2
# How far ahead of the next a town must be to be meant without asking: so much larger than its namesake, so much liker.
_LARGER = 8
_MUCH_LARGER = 10
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
    """A town that may be meant. `likeness` is 1 when a known spelling was typed; `is_sure` when it may stand beside other
    words and still be no common word that sounds like a small town."""

    id: int
    name: str
    country: str
    population: int
    likeness: float
    is_sure: bool = True


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
                return found_rows(rows)
        if not loosely:
            return []
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(_ALIKE_ENOUGH)])
        cursor.execute(_ALIKE, asked)
        return found_rows(cursor.fetchall())


def _without_ending(sound: str) -> list[str]:
    stems = [sound[: -len(ending)] for ending in _ENDINGS if sound.endswith(ending)]
    return [form for stem in stems if len(stem) >= _SHORTEST_STEM for form in (stem, stem + "a", stem + "i")]


def found_rows(rows: list[tuple[Any, ...]]) -> list[FoundPlace]:
    return [
        FoundPlace(pk, in_readers_language(json.loads(names), name), land, size, float(likeness))
        for pk, name, names, land, size, likeness in rows
    ]


_Known = dict[str, list[tuple[Any, ...]]]  # by a spelling, the rows of places

_KNOWN = """
select s.sound, p.id, p.name, p.names::text, p.country, p.population, 1.0
from directory_placespelling s join directory_place p on p.id = s.place_id
where s.sound = any(%s) order by p.population desc
"""
_WINDOW = 3
_SHORT, _LARGE_TOWN = 3, 50_000
_LARGE_CITY = 100_000
# Where people come from small towns are meant too.
HOME = ("KG", "UZ", "TJ", "TM", "KZ", "MD")
_SURE_OF_OWN, _SURE_OF_OTHERS = 4, 5  # letters of a town's own name and of what else GeoNames has for it
# Words before a town that say as much.
_LEADING = frozenset(
    (
        *("v", "vo", "iz", "pod", "okolo", "vozle", "g", "gorod", "gorode", "goroda", "do", "raione"),
        *("in", "at", "near", "from", "around", "la", "din", "langa", "spre", "dar", "az", "ba"),
    )
)


def known_in(line: list[str]) -> dict[tuple[str, ...], list[FoundPlace]]:
    """Towns by the words of a line that spell them, up to three together, with the endings of sentences or without.

    A name of three letters or less is a large town's, or it is a word. The largest town comes first.
    """
    windows = {
        tuple(line[start : start + size]): start
        for size in range(1, _WINDOW + 1)
        for start in range(len(line) - size + 1)
        if size == 1 or not is_small_anywhere(line[start])
    }
    spellings = {window: forms(joined(window)) for window in windows}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list({one for forms in spellings.values() for one in forms})])
        rows = cursor.fetchall()
    known: _Known = {}
    for sound, *row in rows:
        if len(sound) > _SHORT or row[4] >= _LARGE_TOWN:
            known.setdefault(sound, []).append(tuple(row))
    return {
        window: found
        for window, forms_of_it in spellings.items()
        if (found := _surest(forms_of_it, known, is_led=is_led_to(line, windows[window])))
    }


def _surest(forms_of_it: dict[str, str], known: _Known, *, is_led: bool) -> list[FoundPlace]:
    """By the first of its forms that is surely a town, or else the first that may be."""
    found = [
        _spelled(known[one], one, way, is_led=is_led) for one, way in forms_of_it.items() if one in known
    ]
    return next(
        (places for places in found if any(place.is_sure for place in places)), found[0] if found else []
    )


def _spelled(rows: list[tuple[Any, ...]], spelled: str, way: str, *, is_led: bool) -> list[FoundPlace]:
    """The places that a name may be of. Whose own name it is, or begins so, comes before a larger one that is called so too,
    unless much larger: «Талас» is Talas, and not Taraz."""
    own = [row for row in rows if any(name.startswith(spelled) for name in own_names(row))]
    others = [row for row in rows if row not in own]
    largest = own[0][4] if own else 0
    ordered = own + others if others and others[0][4] < _MUCH_LARGER * largest else rows
    # Temirtau was once called Samarkand; which Karakol is meant has to be asked.
    less_likely = [
        row for row in others if ordered is not rows and (row[4] > largest or largest >= _LARGE_CITY)
    ]
    return [
        replace(
            place,
            is_sure=_is_sure(row, spelled, way, is_led=is_led),
            likeness=1 - _LIKER if row in less_likely else 1.0,
        )
        for row, place in zip(ordered, found_rows(ordered), strict=True)
    ][:_MOST]


def is_led_to(line: list[str], start: int) -> bool:
    """Whether the word before says that a place follows: «в», "near"."""
    return start > 0 and line[start - 1] in _LEADING


def has_locative(word: str) -> bool:
    return word.endswith(_LOCATIVES) and len(word) > _SURE_OF_OTHERS


def forms(sound: str) -> dict[str, str]:
    """A name as it was typed and without what may be an ending: "whole", "in" (says "in" or "from"), "bent"."""
    forms = {sound: "whole"}
    for ending in _LOCATIVES:
        if sound.endswith(ending):
            if sound[: -len(ending)].endswith("ski"):  # «Уральскиде» is in Uralsk, and seldom in Uralsky
                forms.setdefault(sound[: -len(ending) - 1], "in")
            forms.setdefault(sound[: -len(ending)], "in")
            # «Ноокатта»: of two letters alike one is left.
            forms.setdefault(sound[: -len(ending)] + ending[0], "in")
    for stem in _without_ending(sound):
        forms.setdefault(stem, "bent")
    return {form: way for form, way in forms.items() if len(form) >= _SHORTEST_STEM}


def own_names(row: tuple[Any, ...]) -> set[str]:
    pk, name, names, *_others = row
    return {fold(one) for one in (name, *json.loads(names).values(), *nicknames(pk))}


def _is_sure(row: tuple[Any, ...], spelled: str, way: str, *, is_led: bool) -> bool:
    is_own, is_large = spelled in own_names(row), row[4] >= _LARGE_CITY
    if way == "bent":
        is_long = len(spelled) >= _SURE_OF_OTHERS
        return is_own and ((is_large and is_led) or (is_long and (is_large or is_led)))
    if way == "in" and row[3] in HOME and len(spelled) > _SURE_OF_OTHERS:
        return True
    if is_own:
        return len(spelled) >= _SURE_OF_OWN or is_large or is_led
    return len(spelled) >= _SURE_OF_OTHERS and (is_large or (is_led and row[3] in HOME))


_NEARLY = """
select s.sound, p.id, p.name, p.names::text, p.country, p.population, 0.9
from unnest(%s::text[]) typed join directory_placespelling s on s.sound %% typed join directory_place p on p.id = s.place_id
"""
_FORGIVEN_FROM = 5


def alike(line: list[str]) -> list[FoundPlace]:
    """Towns of whose name one of these words misses a letter or two, the nearest and largest first."""
    stems = {
        stem: len(stem) >= 2 * _FORGIVEN_FROM - 1
        for word in line
        for stem in (word, *_without_ending(word))
        if len(stem) >= _FORGIVEN_FROM
    }
    if not stems:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [str(_NEARLY_ENOUGH)])
        cursor.execute(_NEARLY, [list(stems)])
        rows = cursor.fetchall()
    best: dict[int, tuple[int, FoundPlace]] = {}
    for sound, *row in rows:
        missed = min(
            (
                OSA.distance(stem, sound)
                for stem, is_long in stems.items()
                if OSA.distance(stem, sound) <= 1 + is_long
            ),
            default=_MOST,
        )
        if missed < _MOST and sound[0] in {stem[0] for stem in stems}:
            found = found_rows([tuple(row)])[0]
            if found.id not in best or missed < best[found.id][0]:
                best[found.id] = (missed, found)
    ordered = sorted(best.values(), key=lambda pair: (pair[0], -pair[1].population))
    return [found for missed, found in ordered if missed == ordered[0][0]][:_MOST]


def one_meant(found: list[FoundPlace]) -> FoundPlace | None:
    """The town that needs no asking: the only one, or one far ahead of the next."""
    if not found:
        return None
    first, others = found[0], found[1:]
    return first if all(_is_ahead(first, other) for other in others) else None


def _is_ahead(first: FoundPlace, other: FoundPlace) -> bool:
    much_liker = first.likeness >= other.likeness + _LIKER
    return much_liker or (first.likeness >= other.likeness and first.population >= _LARGER * other.population)


def clock_of(country: str, place_id: int | None = None) -> str:
    """The time zone of a town, else of the country's largest."""
    towns = Place.objects.filter(pk=place_id) if place_id else Place.objects.filter(country=country)
    return towns.order_by("-population").values_list("time_zone", flat=True).first() or "UTC"


def place(pk: int) -> Place | None:
    return Place.objects.filter(pk=pk).first()
