"""Five thousand organisations with twenty thousand services: every answer valid, every page asked for as cheaply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection

from sapar.common.tenancy import scope
from sapar.directory.hsds import catalogue
from sapar.directory.tests import hsds_schemas
from sapar.directory.tests.test_hsds_api import API, LISTS, ONES
from tests.counting import statements
from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

ORGANISATIONS, OFFERS = 5_000, 20_000
_TABLES = (
    "directory_hours", "directory_spoken", "directory_offerat", "directory_offer", "directory_site", "directory_listing",
    "organisations_organisation",
)  # fmt: skip
# One statement a table; the ids tell which row is whose.
_FILL = """
insert into organisations_organisation
    (id, slug, name, kind, circle, country, languages, time_zone, is_fictional, takes_requests, version)
select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'many-' || n, 'Invented organisation ' || n, 'ngo',
    'outer', (array['KG', 'KZ', 'RU', 'UZ'])[1 + n %% 4], '{ru,ky}', 'Asia/Bishkek', true, false, 1
from generate_series(1, %(organisations)s) n;
insert into directory_listing
    (id, org_id, names, search_names, place_is_assumed, place_is_secret, phone, website, fee, fee_note, around_the_clock,
     described_in, source, particulars, published_agreements, status, status_note, basis, about, email, kept, changed_at,
     version)
select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '{}', 'many ' || n, false, false, '+442079460000', '',
    'free', '', false, 2026, 'invented', '{}', '[]', 'listed', '', 'source', '{}', '', '{}', now(), 0
from generate_series(1, %(organisations)s) n;
insert into directory_site
    (id, org_id, listing_id, kind, is_secret, name, about, address, address_more, town, region, postal_code, country,
     latitude, longitude, way, website, access, kept, version)
select ('00000000-0000-4000-a000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'office', false, '', '', 'Street ' || n, '', 'Town', '',
    '', 'KG', 39 + n %% 40 / 10.0, 69 + n %% 110 / 10.0, '', '', '{lift}', '{}', 0
from generate_series(1, %(organisations)s) n;
insert into directory_offer
    (id, org_id, listing_id, codes, words, status, ways, by_appointment, website, email, fee, fee_note, free_proof, sex,
     citizenships, standings, groups, papers, kept, changed_at, version)
select ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid,
    ('00000000-0000-4000-9000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid,
    array[(array['hotline', 'legal-advice', 'aid', 'jobs'])[1 + n / %(organisations)s %% 4]],
    '{}', 'active', '{visit}', false, '', '', '', '', '', '', '{}', '{}', '{}', 'none', '{}', now(), 0
from generate_series(1, %(offers)s) n;
insert into directory_offerat (id, org_id, offer_id, site_id, note, kept)
select ('00000000-0000-4000-8100-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid,
    ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-a000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid, '', '{}'
from generate_series(1, %(offers)s) n;
insert into directory_hours
    (id, org_id, offer_id, weekdays, opens, closes, is_closed, note, rule, position, kept)
select ('00000000-0000-4000-8200-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid,
    ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid, '{0,1,2,3,4}', '09:00', '18:00', false, '', '{}', 0, '{}'
from generate_series(1, %(offers)s) n;
-- Two in five say in which languages themselves; of the others their organisation says it.
insert into directory_spoken (id, org_id, offer_id, code, how, weekdays, note, position, kept)
select gen_random_uuid(), ('00000000-0000-4000-8000-' || lpad((1 + n %% %(organisations)s)::text, 12, '0'))::uuid,
    ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid, code, 'staff', '{}', '', 0, '{}'
from generate_series(1, %(offers)s) n, unnest(case n %% 5 when 0 then '{ky,ru}' when 1 then '{uz}' end::text[]) code;
"""


def fill() -> None:
    """In the transaction of the caller, through the steward's door."""
    with scope(door="steward"), connection.cursor() as cursor:
        cursor.execute(_FILL, {"organisations": ORGANISATIONS, "offers": OFFERS})
        for table in (
            "organisations_organisation",
            "directory_listing",
            "directory_offer",
            "directory_offerat",
        ):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone()[0] >= ORGANISATIONS


@pytest.fixture(scope="module")
def many(django_db_setup: None, database_name: str) -> Iterator[None]:  # only its order matters
    """Kept until the module ends: a planner that knows no sizes joins twenty thousand rows with twenty thousand."""
    told = {"organisations": ORGANISATIONS, "offers": OFFERS}
    with psycopg.connect(
        server.conninfo(None, database_name), autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as superuser:
        superuser.execute(_FILL, told)
        # By name: a table that another module has emptied would be taken for empty when it is full again.
        superuser.execute(f"analyze {', '.join(_TABLES)}")  # names of ours
        yield
        # All of it goes, so nothing can be left hanging: 40,000 checks of foreign keys took ten seconds.
        superuser.execute("set session_replication_role = replica")
        for table in _TABLES[:-1]:
            superuser.execute(f"delete from {table} where org_id::text like '00000000-0000-4000-8000-%'")
        superuser.execute(
            "delete from organisations_organisation where id::text like '00000000-0000-4000-8000-%'"
        )


def get(client: Client, path: str, **asked: Any) -> Any:
    answer = client.get(f"{API}{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


@hsds_schemas.needed
@pytest.mark.usefixtures("many", "db")
def test_every_answer_is_valid_and_a_long_page_asks_as_often_as_a_short_one(client: Client) -> None:
    totals = {"services": OFFERS, "organizations": ORGANISATIONS, "service_at_locations": OFFERS}
    for kind, schema in LISTS.items():
        first = get(client, f"/{kind}", per_page=100)
        assert first["total_items"] == totals.get(kind, first["total_items"])
        last = get(client, f"/{kind}", per_page=100, page=first["total_pages"])
        assert last["last_page"] is True
        for one in first["contents"][::10] + last["contents"][::10]:
            assert hsds_schemas.faults(schema, one) == []
        one = get(client, f"/{kind}/{last['contents'][-1]['id']}")
        assert hsds_schemas.faults(ONES[kind], one) == []
    full = get(client, "/services", full="true", per_page=100)["contents"]
    for one in full[::20]:
        assert hsds_schemas.faults(ONES["services"], one) == []
    jobs = get(client, "/services", taxonomy_term_id=catalogue.term_id("jobs"), country="KZ", per_page=1)
    assert jobs["total_items"] == ORGANISATIONS // 4
    near = get(client, "/service_at_locations", latitude=39.0, longitude=69.0, distance_km=1, per_page=1)
    assert 0 < near["total_items"] < OFFERS / 100
    for path in ("services", "organizations", "service_at_locations"):
        counts = [statements(_asking(client, path, size)) for size in (3, 60)]
        assert counts[0] == counts[1], path


def _asking(client: Client, path: str, size: int) -> Any:
    return lambda: client.get(f"{API}/{path}", {"per_page": size, "full": "true"})
