"""The one statement that finds who helps, and the order of its answers.

Every organisation gets a level: how far the question must be widened for it to be an answer. Levels are opened one after
another until a few answers are there, so that no search is a dead end and each answer says what was widened.

Within a level: what has ended comes last; then fit (the best service for the problem, how many of the wanted services,
a consulate for consular papers), then how fresh the description is, then distance.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.db import connection

from sapar.directory.countries import NEIGHBOURS
from sapar.directory.models import Place, in_readers_language
from sapar.directory.spelling import words
from sapar.directory.taxonomy import BY_TELEPHONE, Service

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.directory.terms import SearchTerms

PAGE = 20
NEAR_KM = 100
_FEW = 3
_LIKE_ENOUGH = 0.45
_CATALOGUE = list(Service.values)
_CONSULATES_FIRST = frozenset(
    {Service.CONSULAR, Service.PASSPORT, Service.BIRTH_PAPERS, Service.RETURN_PAPERS}
)


class Level(IntEnum):
    """How far the question was widened for an answer."""

    ASKED = 0
    OTHER_LANGUAGE = 1
    WHOLE_COUNTRY = 2
    NEIGHBOURS = 3
    HOTLINES = 4


@dataclass(frozen=True)
class Result:
    """One organisation in an answer. `distance_km` is None when either place is unknown, assumed or secret."""

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
    status: str
    languages: list[str]
    codes: list[str]
    distance_km: float | None
    covers_country: bool
    spoken: bool
    matched: int
    level: Level

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


_SQL = """
with given as (
    -- What a service does not say itself, its organisation says: price and languages.
    select o.org_id, unnest(o.codes)::text as code, coalesce(nullif(o.fee, ''), l.fee) as fee,
        coalesce(s.codes, g.languages::text[]) as languages
    from directory_offer o
    join directory_listing l on l.id = o.listing_id
    join organisations_organisation g on g.id = o.org_id
    left join (
        select offer_id, array_agg(code::text) as codes from directory_spoken where offer_id is not null group by 1
    ) s on s.offer_id = o.id
    where o.status = 'active'
), offered as (
    select org_id,
        min(array_position(%(services)s::text[], code)) as first_fit,
        count(distinct code) filter (where code = any(%(services)s)) as matched,
        bool_or(fee = 'free' and (%(anything)s or code = any(%(services)s))) as is_free,
        bool_or(code = any(%(telephone)s) and (%(anything)s or code = any(%(services)s))) as by_letter,
        bool_or(%(language)s = any(languages) and (%(anything)s or code = any(%(services)s))) as spoken,
        bool_or(code = 'hotline') as is_hotline,
        bool_or(code = 'hotline' and fee = 'free') as is_free_hotline
    from given group by org_id
), known as (
    select g.id as org_id, g.slug, g.name, l.names, g.kind, g.country, g.is_fictional, g.takes_requests,
        coalesce(p.name, '') as town, coalesce(p.names, '{}') as town_names, p.latitude, p.longitude, l.place_is_assumed,
        l.phone, l.website, l.fee,
        coalesce(nullif(l.fee_note, ''), l.particulars ->> 'fee_note', '') as fee_note, l.around_the_clock, l.described_in, l.confirmed_on, l.status,
        g.languages, d.km,
        p.id is null or g.kind = 'consulate' or coalesce(o.is_hotline or o.by_letter, false) as covers_country,
        coalesce(o.spoken, false) or (%(anything)s and %(language)s = any(g.languages)) as spoken,
        coalesce(nullif(o.matched, 0), (g.kind = 'consulate' and %(consular)s::int is not null)::int, 0) as matched,
        case when %(anything)s then 1
            when %(ordered)s then least(o.first_fit, case when g.kind = 'consulate' then %(consular)s::int end)
            when o.matched > 0 or (g.kind = 'consulate' and %(consular)s::int is not null) then 1 end as fit,
        coalesce(o.is_hotline, false) and (not %(free)s or o.is_free_hotline) as is_hotline,
        not %(free)s or coalesce(o.is_free, false) or (%(anything)s and l.fee = 'free') as is_cheap_enough,
        %(country)s = '' or g.country = %(country)s as is_here,
        coalesce(extract(year from l.confirmed_on), l.described_in) as fresh,
        case when %(name)s = '' then 0 else word_similarity(%(name)s, l.search_names) end as likeness
    from directory_listing l
    join organisations_organisation g on g.id = l.org_id
    left join directory_place p on p.id = l.place_id and not l.place_is_secret
    left join offered o on o.org_id = l.org_id
    left join lateral (select 12742 * asin(sqrt(
        sin(radians(p.latitude - %(latitude)s) / 2) ^ 2
        + cos(radians(p.latitude)) * cos(radians(%(latitude)s)) * sin(radians(p.longitude - %(longitude)s) / 2) ^ 2
    )) as km) d on true
    where l.status <> 'hidden'
), levelled as (
    select *, case
        when fit is null or not is_cheap_enough then null
        when is_here and (%(latitude)s::float is null or km <= %(near)s or covers_country)
            then case when %(language)s = '' or spoken then 0 else 1 end
        when is_here then 2
        when country = any(%(neighbours)s) then 3
        end as fitting,
        case when is_hotline and (%(country)s <> '' or not %(anything)s) then 4 end as ringing
    from known where %(name)s = '' or likeness >= %(like_enough)s
), counted as (
    select *, coalesce(fitting, ringing) as level,
        count(*) filter (where status <> 'ended') over (order by coalesce(fitting, ringing))
        - count(*) filter (where status <> 'ended') over (partition by coalesce(fitting, ringing)) as before
    from levelled where coalesce(fitting, ringing) is not null
)
select org_id, slug, name, names::text, kind, country, is_fictional, takes_requests, town, town_names::text,
    latitude, longitude, place_is_assumed, coalesce(nullif(phone, ''), (
        select t.number from directory_telephone t
        where t.org_id = ranked.org_id and t.representative_id is null and t.kind = 'voice'
        order by t.offer_id nulls first, t.position, t.id limit 1
    ), '') as phone, website, fee, fee_note, around_the_clock, described_in,
    confirmed_on, status, languages, array(
        select c from directory_offer o, unnest(o.codes::text[]) as c
        where o.org_id = ranked.org_id and o.status = 'active'
        group by c order by array_position(%(services)s::text[], c) nulls last, c
    ) as codes,
    case when not place_is_assumed then km end, covers_country, spoken, matched, level, total
from (
    select *, count(*) over () as total, row_number() over (
        order by status = 'ended', level, not is_here, %(language)s <> '' and not spoken, likeness desc,
            fit nulls last, case when %(consulates)s and kind = 'consulate' then 0 else 1 end,
            matched desc, fresh desc, km nulls last, fee <> 'free', slug
    ) as rank
    from counted where before < %(few)s
    order by rank limit %(limit)s offset %(offset)s
) ranked
order by rank
"""


def run(terms: SearchTerms, *, page: int = 1) -> Found:
    """Ask. `page` counts from 1; a page past the last one is the first."""
    place = Place.objects.filter(pk=terms.place_id).first() if terms.place_id else None
    with connection.cursor() as cursor:
        cursor.execute(_SQL, _parameters(terms, place, page))
        rows = cursor.fetchall()
    if not rows and page > 1:
        return run(terms, page=1)
    return Found([_result(row) for row in rows], rows[0][-1] if rows else 0, page, place)


_BY_NAME = """
select g.slug, g.name, l.names::text, max(similarity(line, %(name)s)) as whole
from directory_listing l join organisations_organisation g on g.id = l.org_id,
    unnest(string_to_array(l.search_names, E'\\n')) as line
where l.status <> 'hidden' and word_similarity(%(name)s, l.search_names) >= %(like_enough)s
group by g.slug, g.name, l.names, l.search_names
order by whole desc, word_similarity(%(name)s, l.search_names) desc, g.slug limit 6
"""


@dataclass(frozen=True)
class Named:
    """An organisation that may be meant by name. `whole` is 1 when one of its names was typed in full."""

    slug: str
    name: str
    whole: float


def by_name(typed: str) -> list[Named]:
    """Organisations whose names sound like what was typed, the likeliest first."""
    name = " ".join(words(typed))
    if not name:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BY_NAME, {"name": name, "like_enough": _LIKE_ENOUGH})
        rows = cursor.fetchall()
    return [
        Named(slug, in_readers_language(json.loads(names), own), whole) for slug, own, names, whole in rows
    ]


def _parameters(terms: SearchTerms, place: Place | None, page: int) -> dict[str, Any]:
    need = terms.need
    country = place.country if place else terms.country
    return {
        "services": list(need.services),
        "anything": not need.kind,
        "ordered": need.kind in {"p", "s"},
        "consulates": bool(need.services) and need.services[0] in _CONSULATES_FIRST,
        # An embassy gives consular help whether or not its description says so.
        "consular": need.services.index(Service.CONSULAR) + 1 if Service.CONSULAR in need.services else None,
        "telephone": [str(code) for code in BY_TELEPHONE],
        "language": terms.language,
        "free": terms.free_only,
        "country": country,
        "neighbours": list(NEIGHBOURS.get(country, ())),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "near": NEAR_KM,
        "name": " ".join(words(terms.text)),
        "like_enough": _LIKE_ENOUGH,
        "few": _FEW,
        "limit": PAGE,
        "offset": (page - 1) * PAGE,
    }


def _result(row: tuple[Any, ...]) -> Result:
    values = dict(zip(Result.__dataclass_fields__, row, strict=False))
    for name in ("names", "town_names"):
        values[name] = json.loads(values[name])
    fitting = values["codes"][: values["matched"]]
    values["codes"] = fitting + sorted(values["codes"][len(fitting) :], key=_CATALOGUE.index)
    return Result(**values | {"level": Level(values["level"])})
