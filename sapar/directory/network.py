"""A picture of the network: who works where, in which languages, how far they can be trusted, and where nobody is.

Towns only, as entries name them; a secret place is in no figure that names a town. Counts are of organisations that
anybody can look up one by one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from sapar.common.ready import ask
from sapar.directory.countries import COUNTRIES
from sapar.directory.models import Place, in_readers_language
from sapar.directory.taxonomy import GROUPS
from sapar.directory.terms import LANGUAGES

FAR_KM = 300
# Large enough that somebody from Central Asia works there, few enough to read.
_TOWNS_LOOKED_AT = 60
_DOTS = 320
_EARTH_KM = 12742

_LANDS = """
select g.country, count(*), count(*) filter (where g.circle = 'inner'), count(*) filter (where g.circle = 'outer'),
    count(*) filter (where l.trust = 'confirmed'), count(*) filter (where l.trust in ('warning', 'suspended')),
    array(
        select distinct s from organisations_organisation o join directory_listing m on m.org_id = o.id, unnest(o.languages) s
        where o.country = g.country and m.status = 'listed'
    )
from directory_listing l join organisations_organisation g on g.id = l.org_id
where l.status = 'listed' group by g.country
"""
_TOWNS = """
select p.id, p.name, p.names::text, p.country, p.latitude, p.longitude, count(*),
    count(*) filter (where g.circle = 'inner'), count(*) filter (where l.trust = 'confirmed')
from directory_listing l join organisations_organisation g on g.id = l.org_id join directory_place p on p.id = l.place_id
where l.status = 'listed' and not l.place_is_secret group by p.id order by count(*) desc, p.id
"""
# Where each kind of help is given: rough positions are enough to say "within 300 km".
_SPOTS = """
select distinct d.code, round(d.latitude::numeric, 1)::float, round(d.longitude::numeric, 1)::float
from directory_line d join directory_listing l on l.id = d.listing_id
where l.status = 'listed' and d.latitude is not null and d.code = any(%(codes)s::text[])
"""


@dataclass(frozen=True)
class Land:
    """One country. `missing` are languages of ours that nobody there speaks."""

    country: str
    organisations: int
    inner: int
    outer: int
    confirmed: int
    doubtful: int
    languages: list[str]

    @property
    def missing(self) -> list[str]:
        return [code for code in LANGUAGES if code not in self.languages]


@dataclass(frozen=True)
class Town:
    """A town where somebody is listed."""

    id: int
    name: str
    names: dict[str, str]
    country: str
    latitude: float
    longitude: float
    organisations: int
    inner: int
    confirmed: int

    @property
    def shown_name(self) -> str:
        return in_readers_language(self.names, self.name)


@dataclass(frozen=True)
class Gap:
    """A kind of help (a group of services) and large towns that have none of it within `FAR_KM`."""

    group: str
    towns: list[Place]


def lands() -> list[Land]:
    """In the order of the public lists; countries where nobody is listed are there too."""
    found = {row[0]: Land(*row) for row in ask(_LANDS, {})}
    others = sorted(set(found) - set(COUNTRIES))
    return [found.get(code, Land(code, 0, 0, 0, 0, 0, [])) for code in (*COUNTRIES, *others)]


def towns() -> list[Town]:
    """The most organisations first."""
    return [Town(pk, name, json.loads(names), *rest) for pk, name, names, *rest in ask(_TOWNS, {})]


def gaps() -> list[Gap]:
    """What is far from the largest towns of our countries. Help by telephone is everywhere and not counted."""
    codes = {code: group for group, (_words, services) in GROUPS.items() for code in services}
    spots: dict[str, set[tuple[float, float]]] = {group: set() for group in GROUPS}
    for code, latitude, longitude in ask(_SPOTS, {"codes": list(codes)}):
        spots[codes[code]].add((latitude, longitude))
    large = list(Place.objects.filter(country__in=COUNTRIES).order_by("-population")[:_TOWNS_LOOKED_AT])
    found = [
        Gap(group, [town for town in large if not _any_near(town, here)]) for group, here in spots.items()
    ]
    return [gap for gap in found if gap.towns]


def _any_near(town: Place, spots: set[tuple[float, float]]) -> bool:
    near_degrees = FAR_KM / 111
    return any(
        abs(latitude - town.latitude) <= near_degrees
        and _km(town.latitude, town.longitude, latitude, longitude) <= FAR_KM
        for latitude, longitude in spots
    )


def _km(north: float, east: float, other_north: float, other_east: float) -> float:
    one, two = radians(north), radians(other_north)
    half = sin((one - two) / 2) ** 2 + cos(one) * cos(two) * sin(radians(east - other_east) / 2) ** 2
    return _EARTH_KM * asin(sqrt(half))


@dataclass(frozen=True)
class Drawn:
    """A map to draw: width and height of its box, the dots of all larger towns as one path, circles with their names."""

    width: int
    height: int
    dots: str
    circles: list[tuple[int, int, str, str, int]]


def drawn(here: list[Town]) -> Drawn:
    """Towns of GeoNames make the shape of the land, no outline is borrowed. Degrees are drawn as if the earth were flat at
    fifty degrees north, where most of these towns are."""
    if not here:
        return Drawn(0, 0, "", [])
    west, east = min(t.longitude for t in here) - 4, max(t.longitude for t in here) + 4
    south, north = min(t.latitude for t in here) - 3, max(t.latitude for t in here) + 3
    scale = min(12.0, 600 / ((east - west) * _FLAT))

    def at(latitude: float, longitude: float) -> tuple[int, int]:
        return round((longitude - west) * _FLAT * scale), round((north - latitude) * scale)

    shown: Any = Place.objects.filter(latitude__range=(south, north), longitude__range=(west, east))
    most = max(t.organisations for t in here)
    dots = {at(*row) for row in shown.order_by("-population").values_list("latitude", "longitude")[:_DOTS]}
    circles = [
        (
            *at(t.latitude, t.longitude),
            f"{3 + 11 * sqrt(t.organisations / most):.1f}",
            t.shown_name,
            t.organisations,
        )
        for t in here[:_CIRCLES]
    ]
    width, height = at(south, east)
    return Drawn(width, height, "".join(f"M{x} {y}h0" for x, y in sorted(dots)), circles)


_FLAT = cos(radians(50))
_CIRCLES = 60
