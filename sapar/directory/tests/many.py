"""Five thousand invented organisations with twenty thousand services, and among them those of the written queries.

Both as `judging` sees them: towns by size, prices, languages and shelters as unevenly spread as they are in earnest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sapar.directory.models import Listing, Offer, Place
from sapar.directory.naming import search_names
from sapar.directory.taxonomy import SHELTERED, Service
from sapar.directory.tests.queries.judging import Entry, Offered, Spot
from sapar.directory.tests.queries.reading import directory
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from psycopg import Connection

ORGANISATIONS, SERVICES_OF_EACH = 5_000, 4
_FIRST = (
    "Помощь", "Дорога", "Право", "Надежда", "Кабар", "Жол", "Үмүт", "Yo‘lchi", "Umid", "Роҳ", "Умед", "Жолаушы", "Үміт",
    "Ýolagçy", "Umyt", "Drumul", "Speranța", "Way", "Justice", "Migrant",
)  # fmt: skip
_SECOND = (
    "мигрантов", "труда", "людям", "семьи", "элге", "эмгек", "mehnat", "oila", "меҳнат", "оила", "еңбек", "отбасы",
    "zähmet", "maşgala", "muncii", "familiei", "of labour", "for families", "network", "centre",
)  # fmt: skip
_LANGUAGES = {
    "RU": ("ru",), "KZ": ("kk", "ru"), "KG": ("ky", "ru"), "UZ": ("uz", "ru"), "TJ": ("tg", "ru"), "TM": ("tk", "ru"),
    "TR": ("en",), "MD": ("ro", "ru"),
}  # fmt: skip
_OTHERS = ("ky", "uz", "tg", "kk", "tk", "ro", "en")
_TOWNS = 250
_TABLES = (
    "directory_hours",
    "directory_area",
    "directory_offer",
    "directory_listing",
    "organisations_organisation",
)
_KEYS = "00000000-0000-4000-{kind}-{number:012d}"
_INSERT = """
insert into organisations_organisation
    (id, slug, name, kind, circle, country, languages, time_zone, is_fictional, takes_requests, version)
select (r->>'org')::uuid, r->>'slug', r->>'name', r->>'kind', 'outer', r->>'country',
    array(select jsonb_array_elements_text(r->'languages')), r->>'zone', true, false, 1
from jsonb_array_elements(%(rows)s::jsonb) r;
insert into directory_listing
    (id, org_id, names, search_names, place_id, place_is_assumed, place_is_secret, phone, website, fee, fee_note,
     around_the_clock, described_in, confirmed_on, source, particulars, published_agreements, status, status_note, basis,
     about, email, kept, changed_at, version, trust, trust_rule, trust_reasons)
select (r->>'org')::uuid, (r->>'org')::uuid, r->'names', r->>'sounds', (r->>'place')::int, false,
    (r->>'secret')::boolean, '+442079460000', '', r->>'fee', '', false, 2026, (r->>'confirmed')::date, 'invented', '{}',
    '[]', r->>'status', '', 'source', '{}', '', '{}', now(), 0, 'unconfirmed', 'T10', '[{"rule": "T10"}]'
from jsonb_array_elements(%(rows)s::jsonb) r;
insert into directory_offer
    (id, org_id, listing_id, codes, words, status, ways, by_appointment, website, email, fee, fee_note, free_proof, sex,
     citizenships, standings, groups, papers, kept, changed_at, version)
select (s->>'id')::uuid, (r->>'org')::uuid, (r->>'org')::uuid, array[s->>'code'], '{}', 'active', '{visit}', false, '',
    '', '', '', '', s->>'sex', '{}', '{}', '{}', 'none', '{}', now(), 0
from jsonb_array_elements(%(rows)s::jsonb) r, jsonb_array_elements(r->'services') s;
insert into directory_hours
    (id, org_id, offer_id, weekdays, opens, closes, is_closed, note, rule, position, kept)
select (s->>'id')::uuid, (r->>'org')::uuid, (s->>'id')::uuid, '{0,1,2,3,4}', (s->>'opens')::time, '18:00', false, '',
    '{}', 0, '{}'
from jsonb_array_elements(%(rows)s::jsonb) r, jsonb_array_elements(r->'services') s where s->>'opens' is not null;
insert into directory_area (id, org_id, offer_id, country, name, position, kept)
select gen_random_uuid(), (r->>'org')::uuid, (s->>'id')::uuid, a, '', 0, '{}'
from jsonb_array_elements(%(rows)s::jsonb) r, jsonb_array_elements(r->'services') s, jsonb_array_elements_text(r->'covers') a
"""

Row = dict[str, Any]


def fill(raw: Connection[Any]) -> None:
    """By a connection of the superuser's, for good until `clear`: a planner that knows no sizes is not what is measured.
    Towns must be loaded."""
    rows = json.dumps([*_invented(), *_asked_for()])
    with raw.transaction():
        for statement in _INSERT.split(";\n"):
            raw.execute(statement, {"rows": rows})  # a constant of ours
    # By name: a table that another module has emptied would be taken for empty when it is full again.
    raw.execute(
        f"analyze {', '.join((*_TABLES, 'directory_place', 'directory_placespelling'))}"
    )  # names of ours
    raw.execute("select directory_write_lines(array(select id from directory_listing))")
    raw.execute("analyze directory_line")


def clear(raw: Connection[Any]) -> None:
    """All that `fill` wrote. Nothing can be left hanging, so no foreign key is asked: that took ten seconds."""
    raw.execute("set session_replication_role = replica")
    for table in ("directory_line", *_TABLES[:-1]):
        raw.execute(f"delete from {table} where org_id::text like '00000000-0000-4000-8000-%'")
    raw.execute("delete from organisations_organisation where id::text like '00000000-0000-4000-8000-%'")


def _invented() -> list[Row]:
    towns = list(Place.objects.order_by("-population", "pk")[:_TOWNS])
    return [_one(number, towns) for number in range(ORGANISATIONS)]


def _one(number: int, towns: list[Place]) -> Row:
    # The golden section scatters evenly; its power puts most of them into the largest towns.
    town = towns[int((number * 0.618034 % 1) ** 2 * len(towns))]
    codes = [code for code in Service.values if code not in SHELTERED]
    services = [codes[(number * 7 + step * 5) % len(codes)] for step in range(SERVICES_OF_EACH)]
    secret = number % 40 == 0
    if secret:
        services[0] = Service.SHELTER
    first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
    return _row(
        {
            "key": f"many-{number}",
            "name": f"{first} {second} {number}",
            "kind": "ngo",
            "country": town.country,
            "place": None if secret else town.pk,
            "place_is_secret": secret,
            "fee": ("free", "free", "paid", "unknown")[number % 4],
            "languages": [*_LANGUAGES[town.country], _OTHERS[number % len(_OTHERS)]][-3:],
            "services": list(dict.fromkeys(services)),
            "confirmed": f"2026-{1 + number % 10:02d}-01" if number % 3 else None,
        },
        number,
        town.time_zone,
    )


def _asked_for() -> list[Row]:
    zones = dict(Place.objects.values_list("pk", "time_zone"))
    return [
        _row(dict(one), ORGANISATIONS + number, zones.get(one.get("place", 0), "Asia/Bishkek"))
        for number, one in enumerate(directory())
    ]


def _row(one: Row, number: int, zone: str) -> Row:
    names = one.get("names", {})
    return {
        "org": _KEYS.format(kind="8000", number=number),
        "slug": one["key"],
        "name": one["name"],
        "names": names,
        "sounds": search_names(one["name"], *names.values()),
        "kind": one["kind"],
        "country": one["country"],
        "languages": list(dict.fromkeys(one["languages"])),
        "zone": zone,
        "place": one.get("place"),
        "secret": one.get("place_is_secret", False),
        "fee": one["fee"],
        "confirmed": one.get("confirmed"),
        "status": one.get("status", "listed"),
        "covers": one.get("covers", []),
        "services": [
            {
                "id": _KEYS.format(kind="b000", number=number * 100 + position),
                "code": code,
                "sex": "women" if number % 29 == 0 else "",
                "opens": f"{8 + number % 3:02d}:00" if number % 2 else None,
            }
            for position, code in enumerate(one["services"])
        ],
    }


def spots() -> dict[int, Spot]:
    """Every town, as `judging` wants them."""
    return {
        pk: Spot(latitude, longitude, country)
        for pk, latitude, longitude, country in Place.objects.values_list(
            "pk", "latitude", "longitude", "country"
        )
    }


def entries(places: dict[int, Spot]) -> list[Entry]:
    """What stands in the directory now, whoever loaded it, by slug."""
    covers = {one["key"]: frozenset(one.get("covers", ())) for one in directory()}
    offered: dict[Any, dict[str, Offered]] = {}
    free = dict(Listing.objects.values_list("org_id", "fee"))
    languages = dict(Organisation.objects.values_list("pk", "languages"))
    for org, codes in Offer.objects.filter(status="active").values_list("org_id", "codes"):
        for code in codes:
            spoken = frozenset(languages[org])
            offered.setdefault(org, {})[code] = Offered(spoken, free[org] == Listing.Fee.FREE)
    return [
        Entry(
            one.org.slug,
            one.org.country,
            places.get(one.place_id or 0),
            offered.get(one.org_id, {}),
            is_secret=one.place_is_secret,
            covers=covers.get(one.org.slug, frozenset()),
            has_ended=one.status == Listing.Status.ENDED,
        )
        for one in Listing.objects.select_related("org").exclude(status=Listing.Status.HIDDEN)
    ]
