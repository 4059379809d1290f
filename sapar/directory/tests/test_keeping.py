"""What an organisation says of its services, places and people: by verbs and by pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from sapar.common.errors import Denied, Invalid, Stale
from sapar.common.tenancy import scope
from sapar.directory import actions, offer_queries, queries
from sapar.directory.actions import OfferSaid
from sapar.directory.models import Hours, LegalState, Listing, Offer, OfferAt, Representative, Site, Spoken
from sapar.organisations.models import Organisation
from tests.cast import client_of
from tests.counting import statements
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.usefixtures("seeded")

LISTED = {"fee": "free", "fee_note": "", "place_id": 1528675, "place_is_secret": False, "phone": "", "website": "",
          "around_the_clock": False, "status": "listed"}  # fmt: skip
NINE_TO_SIX = {"weekdays": [0, 1, 2, 3, 4], "opens": dt.time(9), "closes": dt.time(18)}
PAGE = {
    "language": "ru", "status": "active", "papers": "unknown", "version": "0",
    **{f"{name}-{part}": "0" for name in ("spoken", "costs", "papers", "telephones", "closures")
       for part in ("TOTAL_FORMS", "INITIAL_FORMS")},
}  # fmt: skip


@pytest.fixture
def listed(nurlan: StaffActor) -> Listing:
    with acting(nurlan):
        return actions.add_listing(nurlan, nurlan.org, services=["aid"], **LISTED)


def write(actor: StaffActor, facts: dict[str, Any], **more: Any) -> Offer:
    with acting(actor):
        return actions.write_offer(actor, actor.org, OfferSaid({"codes": ["hotline"]} | facts, **more))


def test_a_service_says_when_in_which_language_and_for_whom(nurlan: StaffActor, listed: Listing) -> None:
    write(
        nurlan,
        {"words": {"ru": {"name": "Ночной телефон"}}, "papers": "none", "sex": "women", "minimum_age": 16},
        hours=[NINE_TO_SIX],
        spoken=[{"code": "uz", "how": "interpreter", "weekdays": [1], "note": "after lunch"}],
        areas=[{"country": "RU"}],
    )
    page = client_of(None).get(f"/en/who/{nurlan.org.slug}/").content.decode()
    for words in ("Mon–Fri 09:00–18:00", "O‘zbekcha (Through an interpreter, Tue, after lunch)", "No papers are needed",
                  "For women", "from 16 years old", "Russia"):  # fmt: skip
        assert words in page, words
    assert "Ночной телефон" in client_of(None).get(f"/ru/who/{nurlan.org.slug}/").content.decode()


def test_words_in_another_language_stay(nurlan: StaffActor, listed: Listing) -> None:
    offer = write(nurlan, {"words": {"ky": {"name": "Түнкү телефон"}}})
    form = PAGE | {"codes": ["hotline"], "language": "ru", "name": "Ночной телефон", "version": offer.version}
    answer = client_of(nurlan).post(f"/staff/directory/{nurlan.org.slug}/services/{offer.pk}/", form)
    assert answer.status_code == 302
    assert Offer.objects.get(pk=offer.pk).words == {
        "ky": {"name": "Түнкү телефон"},
        "ru": {"name": "Ночной телефон"},
    }


def test_a_service_is_written_by_form_whole(nurlan: StaffActor, listed: Listing) -> None:
    form = PAGE | {
        "codes": ["legal-advice"], "name": "Юрист", "day_0": "9-13, 14-18", "day_2": "9-13", "fee": "free",
        "free_proof": "Устав", "papers": "some", "countries": ["KG", "RU"],
        "spoken-TOTAL_FORMS": "2", "spoken-0-code": "ky", "spoken-0-how": "staff", "spoken-0-weekdays": ["1"],
        "spoken-1-how": "staff",
        "costs-TOTAL_FORMS": "1", "costs-0-option": "Пошлина", "costs-0-amount": "100", "costs-0-currency": "kgs",
        "papers-TOTAL_FORMS": "1", "papers-0-name": "Паспорт",
        "telephones-TOTAL_FORMS": "1", "telephones-0-number": "0312 00 00 00", "telephones-0-kind": "voice",
        "closures-TOTAL_FORMS": "1", "closures-0-valid_from": "01.01.2027", "closures-0-valid_to": "08.01.2027",
    }  # fmt: skip
    answer = client_of(nurlan).post(f"/staff/directory/{nurlan.org.slug}/services/add/", form)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    offer = Offer.objects.get(org=nurlan.org, codes=["legal-advice"])
    weekly = {(row.opens, tuple(row.weekdays)) for row in offer.hours.all() if not row.is_closed}
    assert weekly == {(dt.time(9), (0, 2)), (dt.time(14), (0,))}
    assert offer.hours.get(is_closed=True).valid_to == dt.date(2027, 1, 8)
    assert offer.spoken.get().weekdays == [1]
    assert (offer.costs.get().amount, offer.costs.get().currency) == (100, "KGS")
    assert offer.papers_needed.get().name == "Паспорт"
    assert offer.telephones.get().number == "+996312000000"
    assert sorted(offer.areas.values_list("country", flat=True)) == ["KG", "RU"]
    page = client_of(nurlan).get(f"/staff/directory/{nurlan.org.slug}/services/{offer.pk}/").content.decode()
    assert 'value="09:00–13:00, 14:00–18:00"' in page


def test_an_emptied_line_is_taken_away_and_the_others_keep_what_was_kept(
    nurlan: StaffActor, listed: Listing
) -> None:
    offer = write(nurlan, {}, spoken=[{"code": "ky", "kept": {"given": 1}}, {"code": "ru"}])
    ky, ru = offer.spoken.order_by("position")
    form = PAGE | {
        "codes": ["hotline"], "version": offer.version, "spoken-TOTAL_FORMS": "2", "spoken-INITIAL_FORMS": "2",
        "spoken-0-id": ky.pk, "spoken-0-code": "ky", "spoken-0-how": "telephone", "spoken-1-id": ru.pk,
        "spoken-1-code": "", "spoken-1-how": "staff",
    }  # fmt: skip
    assert (
        client_of(nurlan).post(f"/staff/directory/{nurlan.org.slug}/services/{offer.pk}/", form).status_code
        == 302
    )
    row = offer.spoken.get()
    assert (row.pk, row.how, row.kept) == (ky.pk, "telephone", {"given": 1})


@pytest.mark.parametrize(
    ("field", "odd", "words"),
    [
        ("day_0", "9-12, 11-15", "overlap"),
        ("day_3", "after lunch", "could not read these hours"),
        ("website", "javascript:alert(1)", "URL"),
        ("minimum_age", "200", "120"),
        ("codes", "no-such", "no-such"),
        ("language", "xx", "xx"),
        ("paused_until", "yesterday-ish", "date"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(
    nurlan: StaffActor, listed: Listing, field: str, odd: str, words: str
) -> None:
    form = PAGE | {"codes": ["hotline"], "name": "Kept name", field: odd}
    office = client_of(nurlan)
    office.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = office.post(f"/staff/directory/{nurlan.org.slug}/services/add/", form)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="error-summary"' in html
    assert words in html
    assert "Kept name" in html
    assert Offer.objects.filter(org=nurlan.org).count() == 1


def test_two_people_changing_one_service_do_not_overwrite_each_other(
    nurlan: StaffActor, listed: Listing
) -> None:
    offer = write(nurlan, {})
    with acting(nurlan):
        actions.write_offer(nurlan, nurlan.org, OfferSaid({"fee_note": "first"}), offer=offer, version=1)
    form = PAGE | {"codes": ["hotline"], "fee_note": "second", "version": "1"}
    path = f"/staff/directory/{nurlan.org.slug}/services/{offer.pk}/"
    stale = client_of(nurlan).post(path, form)
    assert stale.status_code == 409
    assert "second" in stale.content.decode()
    assert client_of(nurlan).post(path, form | {"version": "2"}).status_code == 302
    with acting(nurlan), pytest.raises(Stale):
        actions.write_offer(nurlan, nurlan.org, OfferSaid({}), offer=offer, version=1)


class TestShelter:
    """Where a shelter is, nobody can learn here: it is not stored."""

    def test_nothing_of_a_shelters_place_is_stored(self, nurlan: StaffActor, listed: Listing) -> None:
        facts = {"kind": "shelter", "country": "KG", "address": "Secret street 7", "town": "Osh", "latitude": 40.5,
                 "longitude": 72.8, "place_id": 1528675, "name": "House"}  # fmt: skip
        with acting(nurlan):
            site = actions.write_site(nurlan, nurlan.org, facts, hours=[], telephones=[])
        row = Site.objects.values().get(pk=site.pk)
        assert not [
            value for value in row.values() if value in ("Secret street 7", "Osh", "House", 40.5, 1528675)
        ]

    def test_the_database_refuses_an_address_of_a_secret_place(
        self, nurlan: StaffActor, listed: Listing
    ) -> None:
        with (
            acting(nurlan),
            pytest.raises(IntegrityError, match="site_secret_not_stored"),
            transaction.atomic(),
        ):
            Site.objects.create(org=nurlan.org, listing=listed, is_secret=True, address="Secret street 7")

    def test_a_shelter_is_given_at_secret_places_only(self, nurlan: StaffActor, listed: Listing) -> None:
        with acting(nurlan):
            office = actions.write_site(nurlan, nurlan.org, {"address": "Main 1"}, hours=[], telephones=[])
        with pytest.raises(Invalid) as refused:
            write(nurlan, {"codes": ["shelter"]}, sites=[office.pk])
        assert "sites" in refused.value.problems
        assert not OfferAt.objects.exists()

    def test_a_place_where_a_shelter_is_given_cannot_be_made_known(
        self, nurlan: StaffActor, listed: Listing
    ) -> None:
        with acting(nurlan):
            site = actions.write_site(nurlan, nurlan.org, {"is_secret": True}, hours=[], telephones=[])
        write(nurlan, {"codes": ["shelter"]}, sites=[site.pk])
        known = {"is_secret": False, "address": "Secret street 7"}
        with acting(nurlan), pytest.raises(Invalid):
            actions.write_site(nurlan, nurlan.org, known, hours=[], telephones=[], site=site, version=1)


class TestByTheirWish:
    def test_a_point_of_access_needs_the_wish_of_who_keeps_it(
        self, nurlan: StaffActor, listed: Listing
    ) -> None:
        facts = {"kind": "access-point", "name": "Library"}
        with acting(nurlan), pytest.raises(Invalid) as refused:
            actions.write_site(nurlan, nurlan.org, facts, hours=[], telephones=[])
        assert "wished_on" in refused.value.problems

    def test_a_person_without_a_wish_is_read_by_nobody_else(
        self, nurlan: StaffActor, saule: StaffActor, listed: Listing
    ) -> None:
        with acting(nurlan):
            quiet = actions.write_representative(nurlan, nurlan.org, {"post": "Quiet helper"})
            assert Representative.objects.filter(pk=quiet.pk).exists()
        for org in (saule.org_id, None):
            with scope(org=org):
                assert not Representative.objects.filter(pk=quiet.pk).exists()
        assert "Quiet helper" not in client_of(None).get(f"/en/who/{nurlan.org.slug}/").content.decode()
        with acting(nurlan):
            wish = {"wished_on": dt.date(2026, 1, 1)}
            actions.write_representative(nurlan, nurlan.org, wish, representative=quiet, version=1)
        assert "Quiet helper" in client_of(None).get(f"/en/who/{nurlan.org.slug}/").content.decode()


class TestLegalState:
    FACTS = {
        "country": "RU",
        "state": "undesirable",
        "since": dt.date(2024, 5, 1),
        "source": "Register of a ministry",
    }

    def test_it_is_shown_before_turning_to_them(self, rustam: StaffActor) -> None:
        oasis = Organisation.objects.get(slug="oasis-kg")
        with acting(rustam):
            actions.declare(rustam, oasis, self.FACTS)
        page = client_of(None).get("/en/who/oasis-kg/").content.decode()
        assert "Declared “undesirable” by the law of Russia since May 1, 2024" in page
        assert list(offer_queries.warnings([oasis.pk])) == [oasis.pk]

    def test_who_is_registered_and_at_work_is_not_warned_of(self, rustam: StaffActor) -> None:
        with acting(rustam):
            oasis = Organisation.objects.get(slug="oasis-kg")
            actions.declare(rustam, oasis, self.FACTS | {"state": "active"})
        page = client_of(None).get("/en/who/oasis-kg/").content.decode()
        assert "Register of a ministry" in page
        assert "Before you turn to them" not in page

    def test_the_newest_of_a_country_holds_and_the_older_stays(self, rustam: StaffActor) -> None:
        oasis = Organisation.objects.get(slug="oasis-kg")
        with acting(rustam):
            actions.declare(rustam, oasis, self.FACTS)
            actions.declare(rustam, oasis, self.FACTS | {"state": "active", "since": dt.date(2025, 5, 1)})
        assert [row.state for row in offer_queries.legal_states(oasis.pk)] == ["active"]
        assert offer_queries.warnings([oasis.pk]) == {}
        assert LegalState.objects.filter(org=oasis).count() == 2

    def test_it_needs_a_source(self, rustam: StaffActor) -> None:
        oasis = Organisation.objects.get(slug="oasis-kg")
        with acting(rustam), pytest.raises(Invalid) as refused:
            actions.declare(rustam, oasis, self.FACTS | {"source": ""})
        assert "source" in refused.value.problems

    def test_an_operator_and_another_organisation_may_not(self, aigul: StaffActor, saule: StaffActor) -> None:
        oasis = Organisation.objects.get(slug="oasis-kg")
        for actor in (aigul, saule):
            with acting(actor), pytest.raises(Denied):
                actions.declare(actor, oasis, self.FACTS)


def test_beds_are_counted_with_their_day(nurlan: StaffActor, listed: Listing) -> None:
    offer = write(nurlan, {"codes": ["shelter"]})
    path = f"/staff/directory/{nurlan.org.slug}/services/{offer.pk}/free/"
    assert client_of(nurlan).post(path, {"unit": "beds", "free": "3", "in_all": "12"}).status_code == 302
    assert "3 / 12" in client_of(None).get(f"/en/who/{nurlan.org.slug}/").content.decode()
    wrong = client_of(nurlan).post(path, {"unit": "beds", "free": "13", "in_all": "12"})
    assert wrong.status_code == 200
    assert offer.capacities.get().free == 3


def test_unticking_a_term_puts_a_described_service_to_rest(nurlan: StaffActor, listed: Listing) -> None:
    offer = write(nurlan, {"fee_note": "told"})
    with acting(nurlan):
        now = Listing.objects.get(pk=listed.pk)
        actions.change_listing(nurlan, now, now.version, services=["aid"], **LISTED)
        assert Offer.objects.get(pk=offer.pk).status == "inactive"
        now = Listing.objects.get(pk=listed.pk)
        actions.change_listing(nurlan, now, now.version, services=["aid", "hotline"], **LISTED)
    assert Offer.objects.get(pk=offer.pk).status == "active"
    assert Offer.objects.filter(org=nurlan.org, codes=["hotline"]).count() == 1


def test_the_steward_keeps_services_of_who_has_not_joined_and_nobody_elses(
    rustam: StaffActor, nurlan: StaffActor, listed: Listing
) -> None:
    client = client_of(rustam)
    assert client.get("/staff/directory/oasis-kg/services/").status_code == 200
    form = PAGE | {"codes": ["legal-advice"], "day_0": "24"}
    assert client.post("/staff/directory/oasis-kg/services/add/", form).status_code == 302
    assert Hours.objects.get(org__slug="oasis-kg").opens == dt.time()
    assert client.get(f"/staff/directory/{nurlan.org.slug}/services/").status_code == 403
    assert client_of(nurlan).post("/staff/directory/oasis-kg/services/add/", form).status_code == 403


def test_another_organisation_cannot_write_what_hangs_on_a_service(
    nurlan: StaffActor, saule: StaffActor, listed: Listing
) -> None:
    offer = write(nurlan, {}, hours=[NINE_TO_SIX], spoken=[{"code": "ky"}])
    with scope(org=saule.org_id):
        for model in (Hours, Spoken):
            assert model.objects.filter(offer=offer).count() == 1
            assert model.objects.filter(offer=offer).delete()[0] == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Hours.objects.create(org=nurlan.org, offer=offer)


def test_search_follows_what_a_service_says_itself(nurlan: StaffActor, listed: Listing) -> None:
    from sapar.directory.terms import SearchTerms

    write(nurlan, {"codes": ["union"], "fee": "paid"}, spoken=[{"code": "ro"}])
    slug = nurlan.org.slug
    spoken = {one.slug: one.spoken for one in queries.search(SearchTerms("s-union", "KG", "ro")).results}
    assert spoken[slug] is True
    assert slug not in {
        one.slug for one in queries.search(SearchTerms("s-union", "KG", free_only=True)).results
    }


def test_a_page_of_many_services_asks_as_often_as_one_of_few(nurlan: StaffActor, listed: Listing) -> None:
    def ask() -> None:
        with acting(nurlan):
            assert all(offer.hours.all() for offer in offer_queries.offers(listed) if offer.version)

    for _number in range(2):
        write(nurlan, {}, hours=[NINE_TO_SIX], spoken=[{"code": "ky"}])
    few = statements(ask)
    for _number in range(8):
        write(nurlan, {}, hours=[NINE_TO_SIX], spoken=[{"code": "ky"}])
    assert statements(ask) == few
