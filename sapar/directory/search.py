"""Who helps, and the order of the answers.

Every organisation gets a level: how far the question must be widened for it to be an answer. Levels are opened one after
another until a few answers are there, so that no search is a dead end and each answer says what was widened.

Within a level: what has ended comes last; then fit (one of the best services for the problem, in the town or by telephone,
made for this person), then trust, then how fresh the description is, then distance. The reasons stand on the card.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import IntEnum
from math import cos, radians
from typing import TYPE_CHECKING, Any

from django.db import connection
from rapidfuzz.distance import OSA

from sapar.directory import ranking
from sapar.directory.countries import NEIGHBOURS
from sapar.directory.models import Place, in_readers_language
from sapar.directory.phrases import is_small_anywhere
from sapar.directory.spelling import by_ear
from sapar.directory.taxonomy import BY_TELEPHONE, Service
from sapar.directory.whom import NOT_SAID, WHOM

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping

    from sapar.directory.terms import SearchTerms

PAGE = 10
NEAR_KM = 100
TOWN_KM = 30
FEW = 3
_DEGREE_KM = 111.2
_LIKE_ENOUGH = 0.35
_SURELY_A_NAME, _AS_HEARD = 0.88, 0.95
_MOST_OF_A_NAME, _BEGUN = 0.7, 0.85
_CATALOGUE = list(Service.values)
_CONSULATES_FIRST = frozenset(
    {Service.CONSULAR, Service.PASSPORT, Service.BIRTH_PAPERS, Service.RETURN_PAPERS}
)


class Level(IntEnum):
    """How far the question was widened for an answer. The numbers are those of `directory_candidates`."""

    ASKED = 0
    NOT_OPEN = 1
    OTHER_LANGUAGE = 2
    WHOLE_COUNTRY = 3
    NEIGHBOURS = 4
    HOTLINES = 5


@dataclass
class Result:
    """One organisation in an answer, by its service that fits best. `distance_km` is None when either place is unknown,
    assumed or secret; `hours`, `spoken` and `place` are rows of that service, as `cards` reads them."""

    org_id: uuid.UUID
    slug: str
    name: str
    names: dict[str, str]
    kind: str
    country: str
    is_fictional: bool
    takes_requests: bool
    town: str
    town_names: dict[str, str]
    latitude: float | None
    longitude: float | None
    place_is_assumed: bool
    phone: str
    website: str
    fee: str
    fee_note: str
    around_the_clock: bool
    described_in: int | None
    confirmed_on: dt.date | None
    trust: str
    trust_since: dt.date | None
    trust_rule: str
    trust_reasons: list[dict[str, Any]]
    checked_on: dt.date | None
    status: str
    languages: list[str]
    codes: list[str]
    distance_km: float | None
    covers_country: bool
    spoken: bool
    matched: int
    level: Level
    time_zone: str
    is_made_for: bool
    offer: dict[str, Any] | None
    hours: list[dict[str, Any]]
    speakers: list[dict[str, Any]]
    place: dict[str, Any] | None

    @property
    def shown_name(self) -> str:
        return in_readers_language(self.names, self.name)

    @property
    def shown_town(self) -> str:
        return in_readers_language(self.town_names, self.town)

    @property
    def has_ended(self) -> bool:
        return self.status == "ended"


@dataclass(frozen=True)
class Spot:
    """A point on the earth and the country it is in; a phone's position is one, rounded, that no row or address holds."""

    latitude: float
    longitude: float
    country: str


@dataclass(frozen=True)
class Found:
    """A page of answers, how many there are in all, and the levels that had to be opened."""

    results: list[Result]
    total: int
    page: int
    place: Place | None = field(default=None)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def widened(self) -> tuple[Level, ...]:
        return tuple(sorted({result.level for result in self.results if result.level > Level.ASKED}))


def run(
    terms: SearchTerms, *, page: int = 1, spot: Spot | None = None, but: uuid.UUID | None = None
) -> Found:
    """Ask. `page` counts from 1; a page past the last one is the first. `spot` stands for a town that nobody named; `but`
    is an organisation that is left out."""
    place = Place.objects.filter(pk=terms.place_id).first() if terms.place_id else None
    asked = _asked(terms, spot or place)
    parameters = _parameters(terms, page) | {"but": but, "placed": asked["latitude"] is not None}
    # Most questions are answered nearby; the whole region is asked only when that gives too little.
    rows = ranking.rows(parameters | {"asked": json.dumps(asked | _nearby(asked))})
    if not rows or rows[0][-2] < FEW:
        rows = ranking.rows(parameters | {"asked": json.dumps(asked)})
    if not rows and page > 1:
        return run(terms, page=1, spot=spot, but=but)
    return Found([_result(row) for row in rows], rows[0][-1] if rows else 0, page, place)


def _asked(terms: SearchTerms, place: Place | Spot | None) -> dict[str, Any]:
    """Codes and figures for `directory_candidates`."""
    need = terms.need
    country = place.country if place else terms.country
    whom = WHOM.get(terms.whom)
    return (whom.asked() if whom else NOT_SAID) | {
        "services": list(need.services) or [""],
        "ordered": need.kind in {"p", "s"},
        "country": country,
        "around": [country, *NEIGHBOURS.get(country, ())],
        "language": terms.language,
        "free": terms.free_only,
        "open": terms.open_now,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "near": NEAR_KM,
        "box": [],
        "everywhere": True,
    }


def _nearby(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same question without what lies far away."""
    if asked["latitude"] is None:
        # Asked of the whole world, whoever gives the best service is enough.
        best = asked["services"] if asked["country"] or not asked["ordered"] else asked["services"][:1]
        return {"around": [asked["country"]], "services": best, "everywhere": False}
    high = NEAR_KM / _DEGREE_KM
    wide = high / max(cos(radians(asked["latitude"])), 0.1)
    north, east = asked["latitude"], asked["longitude"]
    return {
        "around": [asked["country"]],
        "everywhere": False,
        "box": [north - high, north + high, east - wide, east + wide],
    }


def _parameters(terms: SearchTerms, page: int) -> dict[str, Any]:
    need = terms.need
    return {
        "services": list(need.services),
        "consulates": bool(need.services) and need.services[0] in _CONSULATES_FIRST,
        "telephone": [str(code) for code in BY_TELEPHONE],
        # The better half of them; of a service and what stands for it both.
        "doors": len(need.services) if need.kind == "s" else (len(need.services) + 1) // 2,
        "town": TOWN_KM,
        "few": FEW,
        "limit": PAGE,
        "offset": (page - 1) * PAGE,
    }


@dataclass(frozen=True)
class Named:
    """An organisation that may be meant by name. `whole` is 1 when one of its names was typed in full; `part` when all that
    was typed stands in a name; `near` is the share of letters that one of its names has as they were typed."""

    slug: str
    name: str
    whole: float
    part: float
    near: float


_BY_NAME = """
select g.slug, g.name, l.names::text, l.search_names, n.whole, n.part
from directory_named(%s, %s) n join directory_listing l on l.id = n.listing_id
    join organisations_organisation g on g.id = l.org_id
order by n.whole desc, n.part desc, g.slug limit 12
"""


def by_name(line: list[str]) -> list[Named]:
    """Organisations whose names sound like the folded words of a line, or like some of them, the likeliest first."""
    if not line:
        return []
    name = " ".join(line)
    with connection.cursor() as cursor:
        cursor.execute(_BY_NAME, [name, _LIKE_ENOUGH])
        rows = cursor.fetchall()
    found = [
        Named(
            slug,
            in_readers_language(json.loads(names), own),
            whole,
            part,
            max(_nearness(name, spelled), _within(line, spelled)),
        )
        for slug, own, names, spelled, whole, part in rows
    ]
    return sorted(found, key=lambda one: (-max(one.near, one.whole), -one.part, one.slug))


def _within(line: list[str], spelled: str) -> float:
    """How like one of these names some words of a line are that stand together; 0 when not surely. A name of one word is too
    easily a word."""
    likest = 0.0
    for name in spelled.split("\n"):
        parts = name.split()
        for start in range(len(line) - len(parts) + 1) if len(parts) > 1 else ():
            window = line[start : start + len(parts)]
            if not any(is_small_anywhere(word) for word in window if word not in parts):
                likest = max(likest, _likeness("".join(window), "".join(parts)))
    return likest if likest >= _SURELY_A_NAME else 0


def _nearness(typed: str, spelled: str) -> float:
    """A letter changed, left out, put in or swapped costs as much in a short name as in a long one; spaces cost nothing."""
    bare = typed.replace(" ", "")
    return max(_likeness(bare, line.replace(" ", "")) for line in spelled.split("\n"))


def _likeness(one: str, other: str) -> float:
    """As it is written, or, a little less surely, as it is heard, or when most of it is written and no more."""
    written = OSA.normalized_similarity(one, other)
    heard = OSA.normalized_similarity(by_ear(one), by_ear(other))
    is_begun = len(one) >= _MOST_OF_A_NAME * len(other) and other.startswith(one)
    return max(written, heard * _AS_HEARD, _BEGUN * is_begun)


_IN_TOWN = """
select g.slug from organisations_organisation g
join directory_line d on d.org_id = g.id join directory_place p on p.id = %s
where g.slug = any(%s) and abs(d.latitude - p.latitude) < 0.5 and abs(d.longitude - p.longitude) < 1
order by (d.latitude - p.latitude) ^ 2 + ((d.longitude - p.longitude) * cos(radians(p.latitude))) ^ 2, g.slug limit 1
"""


def in_town(slugs: list[str], place_id: int) -> str:
    """Which of these organisations is in a town or beside it, the nearest; "" when none is."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_TOWN, [place_id, slugs])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _result(row: tuple[Any, ...]) -> Result:
    values = dict(zip(Result.__dataclass_fields__, row, strict=False))
    for name in ("names", "town_names", "trust_reasons", "offer", "hours", "speakers", "place"):
        values[name] = json.loads(values[name]) if isinstance(values[name], str) else values[name]
    fitting = values["codes"][: values["matched"]]
    values["codes"] = fitting + sorted(values["codes"][len(fitting) :], key=_CATALOGUE.index)
    return Result(**values | {"level": Level(values["level"])})
