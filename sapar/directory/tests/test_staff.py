"""The directory as staff use it, and who may change what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from sapar.audit.models import Event
from sapar.common.clock import shared_day
from sapar.common.errors import Denied, Invalid, Stale
from sapar.directory import actions, queries, understanding
from sapar.directory.models import Listing
from sapar.directory.terms import SearchTerms
from sapar.organisations.models import Agreement, Organisation
from tests.cast import client_of
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

FACTS = {
    "fee": "free",
    "fee_note": "",
    "place_id": 1528675,
    "place_is_secret": False,
    "phone": "+996312000000",
    "website": "https://example.org/",
    "around_the_clock": True,
    "status": "listed",
}

pytestmark = pytest.mark.usefixtures("seeded")


def test_an_organisation_lists_itself_and_counts_as_confirmed(nurlan: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(nurlan, nurlan.org, services=["hotline", "legal-advice"], **FACTS)
        assert listing.confirmed_on == shared_day()
        found = queries.search(SearchTerms("s-hotline", "KG")).results
        assert found[0].slug == nurlan.org.slug
        assert Event.objects.filter(verb="listing.added", subject_id=listing.pk).exists()


def test_changing_an_entry_replaces_its_services(nurlan: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(nurlan, nurlan.org, services=["hotline", "aid"], **FACTS)
        actions.change_listing(nurlan, listing, listing.version, services=["aid", "shelter"], **FACTS)
        assert sorted(listing.offers.values_list("codes", flat=True)) == [["aid"], ["shelter"]]


def test_two_people_changing_one_entry_do_not_overwrite_each_other(nurlan: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(nurlan, nurlan.org, services=["aid"], **FACTS)
        seen = listing.version
        actions.change_listing(nurlan, listing, seen, services=["aid"], **FACTS | {"phone": "+996312000001"})
        with pytest.raises(Stale):
            actions.change_listing(
                nurlan, listing, seen, services=["aid"], **FACTS | {"phone": "+996312000002"}
            )
        assert Listing.objects.get(pk=listing.pk).phone == "+996312000001"


def test_a_secret_place_is_taken_away(nurlan: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(
            nurlan, nurlan.org, services=["shelter"], **FACTS | {"place_is_secret": True}
        )
        assert Listing.objects.get(pk=listing.pk).place_id is None


@pytest.mark.parametrize(
    ("name", "value"), [("phone", "12345"), ("website", "javascript:alert(1)"), ("fee", "cheap")]
)
def test_nonsense_is_refused_beside_its_field(nurlan: StaffActor, name: str, value: str) -> None:
    with acting(nurlan), pytest.raises(Invalid) as refused:
        actions.add_listing(nurlan, nurlan.org, services=["aid"], **FACTS | {name: value})
    assert name in refused.value.problems


def test_confirming_sets_the_day(nurlan: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(nurlan, nurlan.org, services=["aid"], **FACTS)
        Listing.objects.filter(pk=listing.pk).update(confirmed_on=dt.date(2020, 1, 1))
        actions.confirm_listing(nurlan, listing)
        assert Listing.objects.get(pk=listing.pk).confirmed_on == shared_day()


def test_an_operator_may_search_and_not_write(aigul: StaffActor) -> None:
    with acting(aigul), pytest.raises(Denied):
        actions.add_listing(aigul, aigul.org, services=["aid"], **FACTS)


def test_nobody_but_the_steward_changes_an_organisation_that_has_not_joined(
    nurlan: StaffActor, rustam: StaffActor
) -> None:
    oasis = queries.listing_by_slug(nurlan, "oasis-kg")
    with acting(nurlan), pytest.raises(Denied):
        actions.change_listing(nurlan, oasis, oasis.version, services=["aid"], **FACTS)
    with acting(rustam):
        actions.change_listing(
            rustam, oasis, oasis.version, services=["aid"], **FACTS | {"described_in": 2026}
        )
    changed = Listing.objects.get(pk=oasis.pk)
    assert (changed.described_in, changed.confirmed_on) == (2026, None)


def test_the_steward_does_not_change_a_members_entry(nurlan: StaffActor, rustam: StaffActor) -> None:
    with acting(nurlan):
        listing = actions.add_listing(nurlan, nurlan.org, services=["aid"], **FACTS)
    with acting(rustam), pytest.raises(Denied):
        actions.change_listing(rustam, listing, listing.version, services=["aid"], **FACTS)


def enlisted(steward: StaffActor, country: str = "KG", **facts: Any) -> Listing:
    made = {
        "name": "Jol Foundation",
        "kind": "ngo",
        "circle": "outer",
        "country": country,
        "languages": ["ky"],
    }
    said = FACTS | {"described_in": 2026, "source": "Its own leaflet"} | facts
    with acting(steward):
        return actions.enlist(steward, made, services=["aid"], **said)


def test_the_steward_lists_an_organisation(rustam: StaffActor) -> None:
    enlisted(rustam)
    assert understanding.understand("jol foundation").slug == "jol-foundation"


@pytest.mark.parametrize(
    ("country", "town", "zone"),
    [("RU", 524901, "Europe/Moscow"), ("RU", 1496747, "Asia/Novosibirsk"), ("UZ", None, "Asia/Tashkent"), ("ZZ", None, "UTC")],
)  # fmt: skip
def test_who_is_listed_goes_by_the_clock_of_their_town(
    rustam: StaffActor, country: str, town: int | None, zone: str
) -> None:
    """Whether they are open now, and until when they are asked to answer, hangs on it."""
    assert enlisted(rustam, country, place_id=town).org.time_zone == zone


def test_agreements_in_force_are_shown_with_their_discount(nurlan: StaffActor) -> None:
    oasis, ural = (Organisation.objects.get(slug=slug) for slug in ("oasis-kg", "ural-house"))
    with acting(nurlan):
        Agreement.objects.create(org=nurlan.org, partner=oasis, scope="Beds", discount_percent=30)
        Agreement.objects.create(org=nurlan.org, partner=ural, scope="Old", in_force_to=dt.date(2020, 1, 1))
        found = queries.agreements_in_force(nurlan)
    assert {pk: row.discount_percent for pk, row in found.items()} == {oasis.pk: 30}


def test_staff_search_by_codes_and_by_typed_words(aigul: StaffActor) -> None:
    client = client_of(aigul)
    assert "Новопроф" in client.get("/staff/directory/?what=s-union&where=RU").content.decode()
    typed = client.post("/staff/directory/", {"words": "юрист Москва"})
    assert typed["Location"] == "/staff/directory/?what=s-legal-advice&where=524901"
    assert client.post("/staff/directory/", {"words": "Qwzxcv"}).status_code == 200
    assert b"<html" not in client.get("/staff/directory/?where=KZ", headers={"HX-Request": "true"}).content


def test_the_discount_stands_beside_the_answer(bakyt: StaffActor) -> None:
    with acting(bakyt):
        oasis = Organisation.objects.get(slug="oasis-kg")
        Agreement.objects.create(org=bakyt.org, partner=oasis, scope="Beds", discount_percent=30)
    client = client_of(bakyt)
    for page in ("?what=s-shelter&where=KG", "oasis-kg/"):
        assert "30" in client.get(f"/staff/directory/{page}").content.decode().partition("Beds")[0]


def test_the_own_entry_is_made_changed_and_confirmed(nurlan: StaffActor) -> None:
    client = client_of(nurlan)
    form = {
        "services": ["hotline"],
        "fee": "free",
        "status": "listed",
        "town": "Ош",
        "version": "0",
        "phone": "0312 00 00 00",
    }
    assert client.get("/staff/directory/own/").status_code == 200
    page = f"/staff/directory/{nurlan.org.slug}/"
    assert client.post("/staff/directory/own/", form)["Location"] == page
    assert "Ош" in client.get(page).content.decode()
    assert client.post("/staff/directory/own/confirm/")["Location"] == page
    stale = client.post("/staff/directory/own/", form | {"town": "Бишкек"})
    assert stale.status_code == 409
    assert "Бишкек" in stale.content.decode()
    version = Listing.objects.get(org=nurlan.org).version
    assert (
        client.post("/staff/directory/own/", form | {"version": version, "town": "Бишкек"}).status_code == 302
    )


@pytest.mark.parametrize(
    ("field", "odd"),
    [("town", "Atlantis under sea"), ("phone", "call me"), ("website", "javascript:alert(1)"), ("services", "no-such"),
     ("fee", "\x00"), ("town", "ы" * 5000), ("version", "x" * 50), ("fee_note", "a" * 9000)],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_kept(nurlan: StaffActor, field: str, odd: str) -> None:
    form = {"services": ["hotline"], "fee": "free", "status": "listed", "town": "Ош", "version": "0"}
    answer = client_of(nurlan).post("/staff/directory/own/", form | {field: odd})
    assert answer.status_code == 200
    assert 'id="error-summary"' in answer.content.decode()


def test_the_steward_lists_one_by_form(rustam: StaffActor) -> None:
    client = client_of(rustam)
    form = {
        "name": "Жол коомдук фонду", "kind": "ngo", "circle": "outer", "country": "KG", "languages": ["ky"],
        "services": ["aid"], "fee": "free", "status": "listed", "town": "Нарын", "described_in": "2026",
    }  # fmt: skip
    answer = client.post("/staff/directory/add/", form)
    assert answer.status_code == 302
    assert "2026" in client.get(answer["Location"]).content.decode()
    assert client.get("/staff/directory/oasis-kg/change/").status_code == 200


def test_rights(aigul: StaffActor, nurlan: StaffActor, rustam: StaffActor) -> None:
    expected = {
        "": (200, 200, 200),
        "own/": (403, 200, 403),
        "add/": (403, 403, 200),
        "oasis-kg/change/": (403, 403, 200),
    }
    for page, codes in expected.items():
        found = tuple(
            client_of(who).get(f"/staff/directory/{page}").status_code for who in (aigul, nurlan, rustam)
        )
        assert found == codes, page
