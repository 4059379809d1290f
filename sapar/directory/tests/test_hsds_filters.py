"""Filters of the public API: each finds what the records themselves say, and together they find what all of them find."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common.tenancy import scope
from sapar.directory.hsds import catalogue
from sapar.directory.models import Listing, Offer, Site
from sapar.directory.tests.test_hsds import an_id, organisation, taken
from sapar.directory.tests.test_hsds_api import API, demo, get
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model
    from django.test import Client

    from sapar.organisations.actor import StaffActor

__all__ = ["demo"]
pytestmark = pytest.mark.usefixtures("seeded", "demo")
FOREIGN, FOREIGN_TERM, OSH = an_id(80), an_id(81), {"latitude": "40.5", "longitude": "72.8"}


@pytest.fixture
def others(seeded: None, demo: None, tmp_path: Path) -> None:  # only their order matters
    """A foreign organisation with a place in Osh, a language of its own and a term of its own list."""
    term = {"id": FOREIGN_TERM, "name": "Their term", "description": "d", "taxonomy_detail": {
        "id": FOREIGN, "name": "Their list", "description": "d"}}  # fmt: skip
    given = organisation()
    given["locations"][0] |= {"latitude": 40.52, "longitude": 72.8}
    given["services"][0] |= {
        "service_at_locations": [{"id": an_id(8), "location_id": an_id(2)}],
        "languages": [{"id": an_id(72), "code": "tr"}, {"id": an_id(73), "code": "kir"}],
        "attributes": [{"id": an_id(70), "value": "x", "taxonomy_term": term}],
    }
    second = term | {
        "id": an_id(82),
        "taxonomy_detail": {"id": an_id(83), "name": "Another list", "description": "d"},
    }
    given["services"].append({"id": an_id(9), "name": "Walks", "status": "active", "attributes": [
        {"id": an_id(74), "value": "x", "taxonomy_term": second}]})  # fmt: skip
    taken(tmp_path, given)
    with scope(door="steward"):
        Organisation.objects.filter(offers=an_id(1)).update(languages=["kk"])


def filters(org: Any) -> dict[str, dict[str, str]]:
    return {
        "term": {"taxonomy_term_id": catalogue.term_id("hotline")},
        "foreign term": {"taxonomy_term_id": FOREIGN_TERM},
        "catalogue": {"taxonomy_id": catalogue.SERVICES},
        "foreign list": {"taxonomy_id": FOREIGN},
        "own": {"organization_id": str(org)},
        "Kyrgyz": {"language": "ky"},
        "Turkish": {"language": "tr"},
        "Kazakhstan": {"country": "KZ"},
        "Kyrgyzstan": {"country": "KG"},
        "Osh": OSH,
        "half the earth": OSH | {"distance_km": "9000"},
        "words": {"search": "hotline"},
        "changed": {"modified_after": timezone.now().replace(hour=0).isoformat()},
    }


def ids(client: Client, kind: str, asked: dict[str, str]) -> frozenset[str]:
    found: list[str] = []
    for page in range(1, 9):
        told = get(client, f"/{kind}", per_page=100, page=page, **asked)
        found += [one["id"] for one in told["contents"]]
        if told["last_page"]:
            break
    assert len(found) == len(set(found)) == told["total_items"]
    return frozenset(found)


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("kind", ["services", "service_at_locations"])
def test_filters_together_find_what_each_of_them_finds(
    client: Client, gulnara: StaffActor, kind: str
) -> None:
    known = filters(gulnara.org_id)
    apart = functools.cache(lambda name: ids(client, kind, known[name]))
    assert 0 < len(apart("foreign list")) < len(apart("Kyrgyz"))
    assert apart("foreign list") == apart("foreign term")
    assert apart("Kyrgyz") & apart("Turkish") == apart("Turkish")

    @settings(
        max_examples=20, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(chosen=st.sets(st.sampled_from(sorted(known)), min_size=2, max_size=4))
    def lived(chosen: set[str]) -> None:
        asked: dict[str, str] = {}
        for name in chosen:
            if asked.keys() & known[name].keys():
                continue
            asked |= known[name]
        taken_up = [name for name in chosen if known[name].items() <= asked.items()]
        assert ids(client, kind, asked) == frozenset.intersection(*(apart(name) for name in taken_up))

    lived()


@pytest.mark.usefixtures("others")
def test_an_organisation_is_found_by_one_service_that_fits_in_everything(client: Client) -> None:
    asked = {"taxonomy_id": FOREIGN} | OSH
    services = get(client, "/services", **asked)["contents"]
    wanted = {one["organization"]["id"] for one in services}
    assert ids(client, "organizations", asked) == wanted
    assert wanted
    assert ids(client, "organizations", {"taxonomy_term_id": catalogue.term_id("hotline")} | OSH) == set()


@pytest.mark.usefixtures("others")
def test_a_language_finds_what_says_it_and_what_leaves_it_to_its_organisation(client: Client) -> None:
    told = get(client, "/services", full="true", per_page=100)
    told["contents"] += get(client, "/services", full="true", per_page=100, page=2)["contents"]

    def languages(one: dict[str, Any]) -> set[str]:
        of_organisation = {
            said.get("value")
            for said in one["organization"]["attributes"]
            if said["taxonomy_term"]["code"] == "language"
        }
        own = {said["code"] for said in one.get("languages", [])}
        return own or of_organisation

    for code, forms in (("ky", {"ky", "kir"}), ("kk", {"kk", "kaz"}), ("tr", {"tr"})):
        wanted = {one["id"] for one in told["contents"] if forms & languages(one)}
        assert ids(client, "services", {"language": code}) == wanted, code
        assert wanted
    assert ids(client, "services", {"language": "kir"}) == ids(client, "services", {"language": "ky"})
    terms = [get(client, "/taxonomy_terms", language=code)["contents"] for code in ("ky", "kir")]
    assert terms[0] == terms[1] != []


@pytest.mark.usefixtures("others")
def test_the_other_side_of_the_earth_is_as_far_as_anything_can_be(client: Client) -> None:
    site = Site.objects.get(pk=an_id(2))
    there = {"latitude": str(-site.latitude), "longitude": str(site.longitude - 180)}
    assert ids(client, "services", there) == set()
    for edge in ({"latitude": "90", "longitude": "180"}, {"latitude": "-90", "longitude": "-180"}):
        assert client.get(f"{API}/service_at_locations", edge | {"distance_km": "20000"}).status_code == 200


SECRET = {"is_secret": True, "name": "", "about": "", "address": "", "address_more": "", "town": "", "region": "",
          "postal_code": "", "place": None, "latitude": None, "longitude": None, "way": "", "website": ""}  # fmt: skip
UNTOLD: list[tuple[type[Model], dict[str, Any]]] = [
    (Site, SECRET),
    (Site, {"kind": "access-point", "wished_on": None}),
    (Offer, {"codes": ["shelter", "aid"]}),
    (Listing, {"status": "hidden", "basis": "none"}),
    (Listing, {"status": "hidden"}),
]


@pytest.mark.usefixtures("others")
def test_a_place_that_is_not_told_stands_under_no_address(client: Client) -> None:
    at, org = f"{API}/service_at_locations/{an_id(8)}", Offer.objects.get(pk=an_id(1)).org_id
    keys: dict[type[Model], Any] = {Site: {"pk": an_id(2)}, Offer: {"pk": an_id(1)}, Listing: {"org_id": org}}
    for model, change in UNTOLD:
        assert client.get(at).status_code == 200
        before = model.objects.filter(**keys[model]).values(*change).get()
        with scope(door="steward"):
            model.objects.filter(**keys[model]).update(**change)
        assert client.get(at).status_code == 404, change
        assert an_id(8) not in ids(client, "service_at_locations", {}), change
        assert an_id(1) not in ids(client, "services", OSH), change
        assert str(org) not in ids(client, "organizations", OSH), change
        with scope(door="steward"):
            model.objects.filter(**keys[model]).update(**before)
