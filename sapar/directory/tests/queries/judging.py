"""Whether a first answer is the right one. Knows nothing of how answers are found or ordered. Pure: no Django.

An organisation that is asked for by name must be the first itself. Otherwise the first one is right if it is open and one
of its services has a wanted code, in the wanted language, free if free was asked for, and stands where it should:

- in a wanted country: its own country, or one that it covers;
- at a wanted place: not farther than `IN_TOWN_KM`, or, when none like it is so near, the nearest one like it.

"Like it" is one that offers any of the wanted codes in the same language and at the same price. Whoever has no town of
its own but covers the country is taken to stand `AFAR_KM` away from every place in it. A shelter whose place is secret,
and a service that works by telephone, are at hand in the whole country. Where no service is asked for, only those who
stand somewhere count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sapar.directory.taxonomy import BY_TELEPHONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sapar.directory.tests.queries.reading import Expected

IN_TOWN_KM = 30
AFAR_KM = 100
_EARTH_KM = 12742
_ROUNDING_KM = 0.5


@dataclass(frozen=True)
class Spot:
    """Where a town is."""

    latitude: float
    longitude: float
    country: str


@dataclass(frozen=True)
class Offered:
    """One service: in which languages, and whether it is free."""

    languages: frozenset[str]
    is_free: bool


@dataclass(frozen=True)
class Entry:
    """An organisation as the directory holds it. `spot` is None when it has no place, or a secret one."""

    key: str
    country: str
    spot: Spot | None
    offers: Mapping[str, Offered]
    is_secret: bool = False
    covers: frozenset[str] = field(default_factory=frozenset)
    has_ended: bool = False


def is_right(
    expect: Expected, first: Entry | None, everybody: Iterable[Entry], spots: Mapping[int, Spot]
) -> bool:
    """Whether `first` is what must be found first among `everybody`. `spots` are the places by GeoNames id."""
    return first is not None and bool(right_of(expect, [first], everybody, spots))


def right_of(
    expect: Expected, some: Iterable[Entry], everybody: Iterable[Entry], spots: Mapping[int, Spot]
) -> list[Entry]:
    """Which of `some` must be found first among `everybody`."""
    if expect.organisation:
        return [one for one in some if one.key == expect.organisation]
    there = [
        one
        for one in some
        if not one.has_ended and (not expect.country or expect.country in one.covers | {one.country})
    ]
    if not expect.place:
        return [one for one in there if any(_fitting(expect, one))]
    place = spots[expect.place]
    away = [(one, _away(expect, one, place)) for one in there]
    most: float = IN_TOWN_KM
    if any(most < distance < math.inf for _one, distance in away):
        nearest = min(_away(expect, one, place) for one in everybody if not one.has_ended)
        most = max(most, nearest + _ROUNDING_KM)
    return [one for one, distance in away if distance < math.inf and distance <= most]


def _fitting(expect: Expected, entry: Entry) -> Iterator[str]:
    for code, offered in entry.offers.items():
        is_wanted = not expect.service or code in expect.service
        is_spoken = not expect.speaks or expect.speaks in offered.languages
        if is_wanted and is_spoken and (offered.is_free or not expect.free):
            yield code


def _away(expect: Expected, entry: Entry, place: Spot) -> float:
    """How far the nearest of its fitting services is; infinite when it has none."""
    codes = _fitting(expect, entry)
    return min((_km(entry, code if expect.service else "", place) for code in codes), default=math.inf)


def _km(entry: Entry, code: str, place: Spot) -> float:
    """How far the service is; `code` is empty when none in particular was asked for."""
    if code and entry.country == place.country and (entry.is_secret or code in BY_TELEPHONE):
        return 0
    if entry.spot:
        return _between(entry.spot, place)
    return AFAR_KM if code and place.country in entry.covers else math.inf


def _between(one: Spot, other: Spot) -> float:
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * (
        math.sin(math.radians(one.longitude - other.longitude) / 2) ** 2
    )
    return _EARTH_KM * math.asin(math.sqrt(half))
