"""Round trips, what is kept, what is refused."""

from __future__ import annotations

import csv
import json
import os
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from sapar.common.tenancy import scope
from sapar.directory.hsds import files, writing
from sapar.directory.hsds.export import export
from sapar.directory.hsds.storing import Report, Terms, take_in
from sapar.directory.models import Listing, Offer, Representative, Site, Telephone, Term
from sapar.organisations.models import Organisation
from tests.factories import enter_demo_directory, make_member

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

SHARED = Path(os.environ.get("SAPAR_SHARED", Path(__file__).resolve().parents[4] / "shared"))
EXAMPLES = SHARED / "data" / "hsds" / "3.1" / "examples"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.exists(), reason="HSDS's own examples are not beside this checkout"
)
PUBLISHED = Terms(source="A published list (invented)", year=2026)
ORG = "11111111-1111-4111-8111-111111111111"

pytestmark = pytest.mark.usefixtures("seeded")


def an_id(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


def records() -> dict[str, dict[str, dict[str, Any]]]:
    """The published directory, flat, by object and id."""
    bundle = writing.bundle_of(writing.whole(writing.published()))
    return {name: {one["id"]: one for one in rows} for name, rows in bundle.items() if rows}


def forget_everything() -> None:
    with transaction.atomic(), scope(door="steward"):
        Listing.objects.all().delete()


def taken(tmp_path: Path, document: Any, terms: Terms = PUBLISHED) -> Report:
    place = tmp_path / "given.json"
    place.write_text(json.dumps(document), encoding="utf-8")
    return take_in(files.read(place), terms)


def organisation(**more: Any) -> dict[str, Any]:
    """A small document about an invented organisation."""
    address = {"id": an_id(3), "address_1": "Main 1", "city": "Osh", "state_province": "Osh", "postal_code": "",
               "country": "KG", "address_type": "physical"}  # fmt: skip
    location = {"id": an_id(2), "location_type": "physical", "addresses": [address]}
    service = {"id": an_id(1), "name": "Talks", "status": "active"}
    return {"id": ORG, "name": "Invented helpers", "description": "They help.", "locations": [location],
            "services": [service]} | more  # fmt: skip


@pytest.fixture
def demo(gulnara: StaffActor, dana: StaffActor, consulate: Organisation) -> None:
    asel = make_member(consulate, "Asel", "supervisor")
    enter_demo_directory({"gulnara": gulnara, "dana": dana, "asel": asel})


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("way", ["tables", "document", "archive"])
def test_what_we_export_comes_back_the_same(tmp_path: Path, way: str) -> None:
    before = records()
    counts = export(tmp_path)
    assert counts["organization"] == Listing.objects.exclude(status="hidden").count()
    place = tmp_path if way == "tables" else tmp_path / "directory.json"
    if way == "archive":
        place = tmp_path / "all.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for one in tmp_path.glob("*.csv"):
                archive.write(one, f"export/{one.name}")
    forget_everything()
    report = take_in(files.read(place), Terms(is_own=True))
    assert [str(one) for one in report.problems] == []
    assert report.changed == len(before["organization"])
    after = records()
    for name in before | after:
        assert after.get(name) == before.get(name), name


@pytest.mark.usefixtures("demo")
def test_importing_it_where_it_came_from_changes_nothing(tmp_path: Path) -> None:
    before = records()
    export(tmp_path)
    report = take_in(files.read(tmp_path), Terms(is_own=True))
    assert (report.same, report.new, report.changed, report.refused) == (len(before["organization"]), 0, 0, 0)
    assert report.problems == []
    assert records() == before


class TestWhatWeDoNotUnderstand:
    def test_foreign_fields_terms_and_objects_are_kept_and_given_back(self, tmp_path: Path) -> None:
        term = {"id": an_id(50), "name": "Their term", "description": "d", "taxonomy": "Theirs"}
        given = organisation(
            odd_field={"deep": [1]},
            legal_status="Foundation",
            programs=[{"id": an_id(20), "name": "Winter", "description": "Help in winter"}],
            attributes=[{"id": an_id(21), "taxonomy_term": term, "value": "x"}],
            organization_identifiers=[{"id": an_id(22), "identifier_type": "Tax", "identifier": "77"}],
            metadata=[
                {
                    "id": an_id(23), "last_action_date": "2026-01-01", "last_action_type": "update",
                    "field_name": "name", "previous_value": "a", "replacement_value": "b", "updated_by": "x",
                }
            ],
        )  # fmt: skip
        report = taken(tmp_path, given)
        assert (report.new, report.problems) == (1, [])
        found = records()
        assert found["organization"][ORG]["legal_status"] == "Foundation"
        assert found["program"][an_id(20)]["name"] == "Winter"
        assert found["attribute"][an_id(21)]["taxonomy_term_id"] == an_id(50)
        assert found["organization_identifier"][an_id(22)]["identifier"] == "77"
        assert found["metadata"][an_id(23)]["updated_by"] == "x"
        assert Term.objects.get(pk=an_id(50)).given["taxonomy"] == "Theirs"
        beyond = [one["value"] for one in found["attribute"].values() if one.get("label") == "beyond"]
        assert [json.loads(one) for one in beyond] == [{"odd_field": {"deep": [1]}}]

    @needs_examples
    @pytest.mark.parametrize(
        "name", ["service_full.json", "organization_full.json", "service_at_location_full.json"]
    )
    def test_hsds_own_examples_come_in(self, tmp_path: Path, name: str) -> None:
        report = take_in(files.read(EXAMPLES / name), PUBLISHED)
        assert report.new == 1
        assert {one.field for one in report.problems} <= {"latitude", "extension"}
        service = Offer.objects.get(pk="ac148810-d857-441c-9679-408f346de14b")
        assert service.minimum_age == 12
        assert service.kept["fields"]["wait_time"] == "wait_time"
        assert Telephone.objects.get(pk="1554f2e2-a373-45db-a3fa-9fc48a61c15e").number == "+441234234567"

    @needs_examples
    def test_hsds_own_tables_come_in_and_go_out_with_every_value(self, tmp_path: Path) -> None:
        tables = json.loads((EXAMPLES / "tabular.json").read_text())
        for name, rows in tables.items():
            with (tmp_path / name).open("w", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        report = take_in(files.read(tmp_path), PUBLISHED)
        assert report.new == 1
        given = set(map(str, tables["services.csv"][0].values()))
        said = set(map(str, records()["service"]["ac148810-d857-441c-9679-408f346de14b"].values()))
        assert given - said <= {"2023-03-15T10:30:45.123Z"}


class TestBadInput:
    @pytest.mark.parametrize(
        ("change", "field", "words", "loads"),
        [
            ({"website": "javascript:alert(1)"}, "website", "is not an address on the web", 1),
            ({"email": "nobody"}, "email", "is not an e-mail address", 1),
            ({"phones": [{"id": an_id(9), "number": "12 34 56 78 9"}]}, "number", "has no country", 1),
            ({"phones": [{"id": "nine", "number": "+44 20 7946 0000"}]}, "id", "is not a UUID", 1),
            ({"phones": ["+44 20 7946 0000"]}, "", "is not a record", 1),
            ({"id": "one"}, "id", "is not a UUID", 0),
            ({"name": ""}, "name", "is missing", 0),
            ({"locations": []}, "country", "neither by an address nor by an attribute", 0),
        ],
    )  # fmt: skip
    def test_each_is_told_with_its_file_record_field_and_reason_and_the_rest_loads(
        self, tmp_path: Path, change: dict[str, Any], field: str, words: str, loads: int
    ) -> None:
        other = organisation(id=str(uuid.uuid4()), services=[], locations=[organisation()["locations"][0] | {"id": an_id(4), "addresses": [organisation()["locations"][0]["addresses"][0] | {"id": an_id(5)}]}])  # fmt: skip
        report = taken(tmp_path, [organisation(**change), other])
        told = [one for one in report.problems if one.field == field and words in one.reason]
        assert told, [str(one) for one in report.problems]
        assert "given.json record 1" in told[0].place
        assert report.new == 1 + loads
        assert Organisation.objects.filter(pk=other["id"]).exists()

    @pytest.mark.parametrize(
        ("latitude", "longitude", "words"),
        [(172.8, 40.5, "swapped"), (72.8, 40.52, "swapped"), (500, 400, "no place on the earth")],
    )
    def test_coordinates_that_are_swapped_are_told_and_not_taken(
        self, tmp_path: Path, latitude: float, longitude: float, words: str
    ) -> None:
        given = organisation()
        given["locations"][0] |= {"latitude": latitude, "longitude": longitude}
        report = taken(tmp_path, given)
        assert any(words in one.reason for one in report.problems), report.problems
        assert Site.objects.get(pk=an_id(2)).latitude is None

    def test_overlapping_hours_are_told_and_the_first_hold(self, tmp_path: Path) -> None:
        given = organisation()
        given["services"][0]["schedules"] = [
            {"id": an_id(6), "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "13:00"},
            {"id": an_id(7), "freq": "WEEKLY", "byday": "TU", "opens_at": "12:00", "closes_at": "18:00"},
        ]
        report = taken(tmp_path, given)
        assert [one.reason for one in report.problems] == ["overlaps other hours of the same TU"]
        assert [str(one.pk) for one in Offer.objects.get(pk=an_id(1)).hours.all()] == [an_id(6)]

    @pytest.mark.parametrize(
        "text", ["{", "[{]", '[{"id": 1,', "\x00", "[1, 2", "nonsense", "", "<html>", "[" * 9999]
    )
    def test_broken_json_is_said(self, tmp_path: Path, text: str) -> None:
        place = tmp_path / "given.json"
        place.write_text(text)
        with pytest.raises(files.Unreadable, match=r"given\.json"):
            list(files.read(place))

    def test_broken_json_is_told_with_its_record_and_its_letters(self, tmp_path: Path) -> None:
        place = tmp_path / "given.json"
        place.write_text('[{"id": 1}, {"id": oops}, {"id": 3}]')
        with pytest.raises(files.Unreadable, match=r"given\.json record 2: the JSON is broken near .*oops"):
            list(files.read(place))

    def test_a_table_with_other_signs_and_a_row_without_an_id_are_told(self, tmp_path: Path) -> None:
        place = tmp_path / "services.csv"
        place.write_text("id,name\n,Talks\n")
        report = take_in(files.read(tmp_path), PUBLISHED)
        assert [str(one) for one in report.problems] == [
            "services.csv line 2: service id: is missing; the record was left out"
        ]
        place.write_text("id;name\n1;Talks\n")
        with pytest.raises(files.Unreadable, match="services.csv line 1: its columns"):
            take_in(files.read(tmp_path), PUBLISHED)

    def test_five_hundred_megabytes_are_refused_before_they_are_read(self, tmp_path: Path) -> None:
        place = tmp_path / "large.json"
        with place.open("wb") as stream:
            stream.truncate(500 * files.MEGABYTE)
        with pytest.raises(files.Unreadable, match="500 MB; at most 256 MB"):
            take_in(files.read(place), PUBLISHED)

    def test_a_record_without_an_end_is_refused_early(self, tmp_path: Path) -> None:
        place = tmp_path / "given.json"
        place.write_text('[{"name": "' + "x" * (files.LONGEST_RECORD + 2 * files.MEGABYTE))
        with pytest.raises(files.Unreadable, match="larger than 16 MB"):
            take_in(files.read(place), PUBLISHED)

    def test_an_id_of_another_organisation_is_not_taken_over(self, tmp_path: Path) -> None:
        taken(tmp_path, organisation())
        thief = organisation(id=str(uuid.uuid4()), name="Somebody else")
        thief["locations"][0] |= {
            "id": an_id(40),
            "addresses": [thief["locations"][0]["addresses"][0] | {"id": an_id(41)}],
        }
        report = taken(tmp_path, thief)
        assert (report.new, report.refused) == (0, 1)
        assert str(Offer.objects.get(pk=an_id(1)).org_id) == ORG


class TestByWhoseWord:
    def test_nothing_is_shown_without_anybodys_word(self, tmp_path: Path) -> None:
        report = taken(tmp_path, organisation(), Terms())
        assert report.new == 1
        assert not Listing.objects.filter(org_id=ORG).exists()
        with scope(door="steward"):
            assert Listing.objects.get(org_id=ORG).basis == "none"
        assert ORG not in records()["organization"]

    def test_a_file_of_somebody_elses_cannot_speak_for_an_organisation_or_a_person(
        self, tmp_path: Path
    ) -> None:
        from sapar.directory.hsds.catalogue import facet_id

        def says(number: int, facet: str, value: str) -> dict[str, Any]:
            return {"id": an_id(number), "taxonomy_term_id": facet_id(facet), "value": value}

        person = {
            "id": an_id(60),
            "name": "Quiet helper",
            "attributes": [says(61, "wished-on", "2026-01-01")],
        }
        given = organisation(
            contacts=[person], attributes=[says(62, "basis", "own"), says(63, "confirmed-on", "2026-01-01")]
        )
        taken(tmp_path, given, Terms())
        taken(tmp_path, organisation(id=str(uuid.uuid4()), services=[], contacts=[]), PUBLISHED)
        with scope(door="steward"):
            assert Representative.objects.get(pk=an_id(60)).wished_on is None
            assert Listing.objects.get(org_id=ORG).confirmed_on is None
        assert not Representative.objects.filter(pk=an_id(60)).exists()

    @pytest.mark.usefixtures("demo")
    def test_a_member_keeps_its_own_entry(self, tmp_path: Path, gulnara: StaffActor) -> None:
        given = organisation(id=str(gulnara.org_id), name="Taken over")
        report = taken(tmp_path, given)
        assert report.refused == 1
        assert "keeps its own entry" in report.problems[0].reason
        assert Organisation.objects.get(pk=gulnara.org_id).name != "Taken over"


def test_the_address_of_a_shelter_is_not_taken(tmp_path: Path) -> None:
    given = organisation()
    given["services"][0] |= {
        "name": "Women's shelter",
        "service_at_locations": [{"id": an_id(8), "location_id": an_id(2)}],
    }
    given["locations"][0] |= {"latitude": 40.5, "longitude": 72.8, "description": "Behind the market"}
    report = taken(tmp_path, given)
    assert any("is where a shelter is" in one.reason for one in report.problems)
    everything = json.dumps(records(), default=str)
    with scope(door="steward"):
        stored = str([*Site.objects.values(), *Listing.objects.filter(org_id=ORG).values()])
    for told in ("Main 1", "Behind the market", "72.8"):
        assert told not in everything
        assert told not in stored
