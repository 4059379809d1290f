"""The public API as its readers meet it: valid, filtered, paged, unchanged when nothing changed, silent on what is secret."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import requests
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from sapar.common.tenancy import scope
from sapar.directory.api import openapi
from sapar.directory.hsds import catalogue
from sapar.directory.models import Listing, Offer, OfferAt, Site
from sapar.directory.tests import hsds_schemas
from sapar.directory.tests.test_hsds import an_id, organisation, taken
from tests.cast import client_of
from tests.factories import enter_demo_directory, make_member

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

pytestmark = pytest.mark.usefixtures("seeded", "demo")
API = "/api/hsds"
LISTS = {
    "services": "compiled/service_list.json",
    "organizations": "compiled/organization_list.json",
    "service_at_locations": "compiled/service_at_location_list.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
ONES = {
    "services": "compiled/service.json",
    "organizations": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}


@pytest.fixture
def demo(gulnara: StaffActor, dana: StaffActor, consulate: Organisation) -> None:
    enter_demo_directory(
        {"gulnara": gulnara, "dana": dana, "asel": make_member(consulate, "Asel", "supervisor")}
    )


def get(client: Client, path: str, **asked: Any) -> Any:
    answer = client.get(f"{API}{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(client: Client, path: str, **asked: Any) -> set[str]:
    return {one["name"] for one in get(client, path, per_page=100, **asked)["contents"]}


@hsds_schemas.needed
@pytest.mark.parametrize("kind", LISTS)
def test_every_answer_is_valid_and_says_nothing_that_hsds_does_not_know(
    client: Client, kind: str, tmp_path: Path
) -> None:
    taken(tmp_path, organisation(odd="kept", attributes=[{"id": an_id(70), "value": "x", "taxonomy_term": {
        "id": an_id(71), "name": "Their term", "description": "d"}}], legal_status="Foundation"))  # fmt: skip
    listed = get(client, f"/{kind}", per_page=100)
    for one in listed["contents"]:
        assert hsds_schemas.faults(LISTS[kind], one) == []
    for one in listed["contents"][:8] + listed["contents"][-8:]:
        assert hsds_schemas.faults(ONES[kind], get(client, f"/{kind}/{one['id']}")) == []
    if kind in ("services", "organizations", "service_at_locations"):
        for one in get(client, f"/{kind}", per_page=20, full="true")["contents"]:
            assert hsds_schemas.faults(ONES[kind], one) == []


def test_the_first_address_says_what_this_is(client: Client) -> None:
    told = get(client, "/")
    assert told["version"] == "3.1"
    assert client.get(told["openapi_url"]).json()["openapi"] == "3.1.0"
    assert "wished-on" in str(client.get(told["profile"]).json())


def test_an_answer_holds_everything_that_was_said(client: Client, gulnara: StaffActor) -> None:
    offer = Offer.objects.get(org=gulnara.org, codes=["hotline"])
    told = get(client, f"/services/{offer.pk}")
    assert told["name"] == "Телефон помощи"
    assert {one["code"] for one in told["languages"]} == {"ky", "ru", "uz"}
    assert told["schedules"][0]["freq"] == "WEEKLY"
    facts = {(one["taxonomy_term"]["code"], one.get("value")) for one in told["attributes"]}
    assert {
        ("hotline", None),
        ("papers", "none"),
        ("free-proof", "Устав, пункт 4"),
        ("written-in", "ru"),
    } <= facts
    assert told["organization"]["id"] == str(gulnara.org_id)


def test_pages_hold_each_once(client: Client) -> None:
    total = get(client, "/services")["total_items"]
    seen: list[str] = []
    for number in range(1, -(-total // 20) + 1):
        told = get(client, "/services", page=number, per_page=20)
        assert (told["page_number"], told["size"]) == (number, len(told["contents"]))
        seen += [one["id"] for one in told["contents"]]
    assert len(seen) == len(set(seen)) == total
    assert told["last_page"] is True
    assert get(client, "/services", page=9999)["empty"] is True


def test_filters(client: Client, gulnara: StaffActor, tmp_path: Path) -> None:
    given = organisation()
    given["locations"][0] |= {"latitude": 40.52, "longitude": 72.8}
    given["services"][0] |= {"service_at_locations": [{"id": an_id(8), "location_id": an_id(2)}], "languages": [{"id": an_id(72), "code": "tr"}]}  # fmt: skip
    taken(tmp_path, given)
    union = catalogue.term_id("union")
    by_term = get(client, "/services", taxonomy_term_id=union, per_page=100)["contents"]
    assert {one["id"] for one in by_term} == {
        str(key) for key in Offer.objects.filter(codes=["union"]).values_list("pk", flat=True)
    }
    assert names(client, "/services", language="tr") == {"Talks"}
    # The demo's library in Osh, and what came with the file.
    near = {"Talks", "A place with internet and help to use it"}
    assert names(client, "/services", latitude=40.5, longitude=72.8, distance_km=5) == near
    assert names(client, "/services", latitude=42.8, longitude=74.6, distance_km=5) == set()
    assert "Talks" in names(client, "/services", search="talk")
    assert "Телефон помощи" in names(client, "/services", search="hotline")
    assert names(client, "/organizations", country="MD") == {org.name for org in _organisations("MD")}
    assert {
        one["organization_id"] for one in get(client, "/services", organization_id=gulnara.org_id)["contents"]
    } == {str(gulnara.org_id)}
    Offer.objects.filter(pk=an_id(1)).update(changed_at=timezone.now() + dt.timedelta(hours=1))
    with scope(door="steward"):
        Offer.objects.filter(pk=an_id(1)).update(changed_at=timezone.now() + dt.timedelta(hours=1))
    later = (timezone.now() + dt.timedelta(minutes=30)).isoformat()
    assert names(client, "/services", modified_after=later) == {"Talks"}
    assert {one["language"] for one in get(client, "/taxonomy_terms", language="kir")["contents"]} == {"kir"}


def _organisations(country: str) -> list[Organisation]:
    return [one.org for one in Listing.objects.filter(org__country=country).select_related("org")]


WRONG = [
    ("/services", {"page": "0"}, "page"),
    ("/services", {"per_page": "1000"}, "per_page"),
    ("/services", {"taxonomy_term_id": "one"}, "taxonomy_term_id"),
    ("/services", {"latitude": "91", "longitude": "0"}, "latitude"),
    ("/services", {"latitude": "40"}, "longitude"),
    ("/services", {"longitude": "72"}, "latitude"),
    ("/services", {"latitude": "nan", "longitude": "72"}, "latitude"),
    ("/services", {"distance_km": "10"}, "distance_km"),
    ("/services", {"page": "two"}, "page"),
    ("/services", {"page": "9" * 3000}, "page"),
    ("/services", {"search": "a" * 201}, "search"),
    ("/services", {"search": "a\x00"}, "search"),
    ("/services", {"language": "xx"}, "language"),
    ("/services", {"country": "Kyrgyzstan"}, "country"),
    ("/services", {"top_only": "true"}, "top_only"),
    ("/services", {"format": "csv"}, "format"),
    ("/service_at_locations", {"postcode": "720001"}, "postcode"),
    ("/organizations", {"organization_id": "one"}, "organization_id"),
    ("/taxonomy_terms", {"parent_id": "one"}, "parent_id"),
    ("/services", {"language": "Kyrgyz!"}, "language"),
    ("/services", {"modified_after": "yesterday"}, "modified_after"),
    ("/organizations", {"full": "maybe"}, "full"),
]


def test_a_parameter_that_makes_no_sense_is_named(client: Client) -> None:
    for path, asked, field in WRONG:
        answer = client.get(API + path, asked)
        assert answer.status_code == 400, (path, asked)
        assert [one["field"] for one in answer.json()["errors"]] == [field], (path, asked)


def test_what_is_not_here_is_said_in_json(client: Client) -> None:
    for kind in ONES:
        answer = client.get(f"{API}/{kind}/{an_id(99)}")
        assert answer.status_code == 404
        assert answer.json()["errors"]
        assert client.get(f"{API}/{kind}/{an_id(99).upper()}").json() == answer.json()
        for path in (f"/{kind}/one", f"/{kind}/", f"/{kind}/{an_id(99)}/", f"/{kind}/%00"):
            nothing = client.get(API + path)
            assert (nothing.status_code, nothing["Content-Type"]) == (404, "application/json"), path


def test_it_is_read_only_and_says_so_in_json() -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(client, method)(f"{API}/services")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["errors"][0]["field"] == "method"


def test_a_page_of_another_site_may_ask_again_with_the_etag(client: Client) -> None:
    before = client.options(f"{API}/services", headers={"origin": "https://example.org"})
    assert (before.status_code, before["Access-Control-Allow-Origin"]) == (204, "*")
    assert "If-None-Match" in before["Access-Control-Allow-Headers"]
    first = client.get(f"{API}/services")
    assert first["Access-Control-Expose-Headers"] == "ETag"
    again = client.get(f"{API}/services", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")


class TestUnchanged:
    def test_the_same_again_is_not_sent_again(self, client: Client) -> None:
        for path in ("/services", "/organizations", "/taxonomy_terms", "/"):
            first = client.get(API + path)
            again = client.get(API + path, headers={"if-none-match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b""), path

    def test_a_record_says_when_it_changed(self, client: Client, gulnara: StaffActor) -> None:
        key = Offer.objects.filter(org=gulnara.org).first().pk
        first = client.get(f"{API}/services/{key}")
        path = f"{API}/services/{key}"
        assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        with scope(org=gulnara.org_id):
            Offer.objects.filter(pk=key).update(
                fee_note="told", changed_at=timezone.now() + dt.timedelta(hours=1)
            )
        assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200

    def test_a_list_from_which_something_was_taken_away_is_sent_again(
        self, client: Client, gulnara: StaffActor
    ) -> None:
        first = client.get(f"{API}/services")
        with scope(org=gulnara.org_id):
            Offer.objects.filter(org=gulnara.org).delete()
        again = client.get(
            f"{API}/services",
            headers={"if-modified-since": first["Last-Modified"], "if-none-match": first["ETag"]},
        )
        assert again.status_code == 200


def test_where_a_shelter_is_stands_in_no_answer(client: Client, dana: StaffActor) -> None:
    shelter = Offer.objects.get(org=dana.org, codes=["shelter"])
    site = Site.objects.get(org=dana.org)
    # Even if an address had come into the table by another way, and the mark were gone.
    with scope(org=dana.org_id):
        Site.objects.filter(pk=site.pk).update(is_secret=False, kind="office", address="Hidden street 5", latitude=43.2, longitude=76.9)  # fmt: skip
    assert OfferAt.objects.filter(offer=shelter, site=site).exists()
    for path in (f"/organizations/{dana.org_id}", f"/services/{shelter.pk}", "/service_at_locations"):
        assert "Hidden street" not in str(get(client, path, full="true"))
        assert "76.9" not in str(get(client, path, full="true"))
    assert get(client, "/services", latitude=43.2, longitude=76.9)["empty"] is True


def test_a_hidden_organisation_is_in_no_answer(client: Client, gulnara: StaffActor) -> None:
    offer = Offer.objects.filter(org=gulnara.org).first()
    with scope(org=gulnara.org_id):
        Listing.objects.filter(org=gulnara.org).update(status="hidden")
    assert client.get(f"{API}/organizations/{gulnara.org_id}").status_code == 404
    assert client.get(f"{API}/services/{offer.pk}").status_code == 404
    assert str(gulnara.org_id) not in str(get(client, "/organizations", per_page=100))
    # Its own member, signed in, reads no more here than anybody.
    assert client_of(gulnara).get(f"{API}/organizations/{gulnara.org_id}").status_code == 404


def test_no_cookie_and_any_origin(client: Client) -> None:
    answer = client.get(f"{API}/services")
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_description_can_be_lived_by(client: Client) -> None:
    """Every address of the description, asked as it says one may, answers as it says it does; a few examples of each."""
    described = schemathesis.openapi.from_dict(client.get(f"{API}/openapi.json").json())
    checks = [not_a_server_error, status_code_conformance, response_schema_conformance]
    few = settings(
        max_examples=5, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    asked = set()

    def live(case: Any) -> None:
        path = case.formatted_path
        answer = client.get(API + path, {name: str(value) for name, value in (case.query or {}).items()})
        asked.add(case.path)
        request = requests.Request("GET", f"http://testserver{API}{path}").prepare()
        headers = {name: [value] for name, value in answer.headers.items()}
        case.validate_response(
            schemathesis.Response(answer.status_code, headers, answer.content, request, 0.0, verify=False),
            checks=checks,
        )

    for result in described.get_all_operations():
        few(given(case=result.ok().as_strategy())(live))()
    assert asked == set(openapi.PATHS)
