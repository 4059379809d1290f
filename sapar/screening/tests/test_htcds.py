"""The data standard: round trip, its known defects, what is lost, and files that are not what they say."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.screening.codes import FoundThrough, Industry, Status, SupportKind
from sapar.screening.htcds import crosswalk, files, reading, writing
from sapar.screening.htcds.model import Individual, NotReadable
from sapar.screening.indicators import library

COUNTRIES = frozenset({"KG", "KZ", "NA", "RU", "UZ"})
CONTROLS = tuple(crosswalk.values("vic_MethodsOfControl"))


def back(content: bytes):
    rows, report = files.read(content)
    return reading.people(rows, countries=COUNTRIES, report=report)


def codes_of(ours: str) -> list[str]:
    """Codes of ours that the crosswalk says come back whole."""
    return sorted(
        {one.code for one in crosswalk.lines() if one.ours == ours and one.back == "yes" and one.code}
    )


def some(values):
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=4).map(tuple)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
PEOPLE = st.builds(
    Individual,
    given_name=WORDS,
    family_name=WORDS,
    born=st.sampled_from(["", "1990-05-01", "2011-02-28"]),
    phone=st.sampled_from(["", "+996700900150"]),
    sex=st.sampled_from(codes_of("sex")),
    citizenships=some(COUNTRIES),
    languages=some({"ky", "ru", "uz", "dng"}).map(lambda many: many[:2]),
    country=st.sampled_from(["", "NA", "KZ"]),
    province=WORDS,
    consent=st.sampled_from([True, False, None]),
    status=st.sampled_from(["", *Status.values]),
    decided_by=st.sampled_from(["", *codes_of("decided_by")]),
    controls=some(CONTROLS),
    recruited_through=some(FoundThrough.values),
    exploitation=some(codes_of("exploitation")),
    industry=st.sampled_from(["", *Industry.values]),
    case_state=st.sampled_from(codes_of("case_state")),
    support=some(codes_of("support")),
    place_country=st.sampled_from(["", "NA", "KG"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=3), st.sampled_from(files.FORMATS))
def test_what_the_standard_can_hold_comes_back_as_it_went(people, form):
    rows, _report = writing.rows(people)
    found, _report = back(files.write(rows, form))
    assert found == people


def test_a_second_file_of_what_came_in_is_the_first_one():
    people = [
        Individual(
            indicators=("cd-debt", "cr-confined", "dr-job"), case_state="waiting", support=("psychological",)
        )
    ]
    rows, _report = writing.rows(people)
    once, _report = back(files.write(rows, "json"))
    again, _report = writing.rows(once)
    assert files.write(again, "csv") == files.write(rows, "csv")


def test_every_code_of_ours_has_its_line_and_every_line_stays_in_the_standard():
    questions = library.edition("delphi-2009").questions
    for ours, codes in (
        ("indicator", questions), ("status", Status.values), ("recruited_through", FoundThrough.values),
        ("industry", Industry.values), ("support", SupportKind.values),
    ):  # fmt: skip
        assert [code for code in codes if crosswalk.out(ours, code) is None] == []
    for line in crosswalk.lines():
        if line.htcds_field:
            assert line.htcds_field in crosswalk.fields()
            known = crosswalk.values(line.htcds_field)
            assert not known or line.htcds_code in known


def test_a_line_that_does_not_come_back_says_what_is_lost():
    assert [
        one
        for one in crosswalk.lines()
        if one.back == "no" and not one.loss and one.htcds_code != "ExcessiveWorkingHours"
    ] == []


def test_every_code_of_the_standard_that_we_read_is_in_the_crosswalk():
    read = (*reading._CODES, *reading._LISTS)
    missing = [
        (name, code) for name in read for code in crosswalk.values(name) if crosswalk.back(name, code) is None
    ]
    assert missing == []


def table(head: str, *rows: str) -> bytes:
    return "\n".join([head, *rows]).encode()


def test_a_blank_at_the_end_of_a_code_is_read_and_never_written():
    """The standard lists "DebtBondage " with a blank."""
    found, report = back(table("vic_MethodsOfControl,prs_Gender", "DebtBondage ;TakesEarnings,Feminine"))
    assert found[0].controls == ("DebtBondage", "TakesEarnings")
    assert any("blank" in one for one in report.mended)
    rows, _report = writing.rows(found)
    assert b"DebtBondage " not in files.write(rows, "csv")


@pytest.mark.parametrize("code", ["RestrictsMovement", "UsesChildren"])
def test_two_methods_that_are_defined_but_not_listed_are_read_written_and_flagged(code):
    found, report = back(table("vic_MethodsOfControl", code))
    assert found[0].controls == (code,)
    assert any("defined by the standard" in one for one in report.mended)
    rows, report = writing.rows(found)
    assert rows[0]["vic_MethodsOfControl"] == [code]
    assert [loss for loss in report.losses if loss.code == code and "does not list" in loss.words]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("MethodsOfControlThreatOfLawEnforcement", "ThreatsLawEnforcement"),
        ("MethodsOfControlPsychoactiveSubstances", "PsychoactiveSubstance"),
        ("MethodsOfControlDebtBondage", "DebtBondage"),
    ],
)
def test_names_that_the_definitions_use_are_taken_for_the_codes(written, code):
    assert back(table("vic_MethodsOfControl", written))[0][0].controls == (code,)


@pytest.mark.parametrize(
    "content", [table("prs_Citizenship,prs_Gender", "NA,Feminine"), b'[{"prs_Citizenship": "NA"}]']
)
def test_na_is_namibia(content):
    assert back(content)[0][0].citizenships == ("NA",)


def test_the_names_and_blanks_of_the_standards_own_form_are_read():
    found, _report = back(
        table(
            "prs_First_Name,vic_Methods_of_Control,vic_TypeOfExploitation",
            "Айгуль,TakesEarnings PhysicalAbuse,ForcedLabour ForcedBegging",
        )
    )
    assert (found[0].given_name, found[0].controls) == ("Айгуль", ("TakesEarnings", "PhysicalAbuse"))
    assert found[0].exploitation == ("forced-labour", "begging")


def test_what_is_not_kept_here_is_told_by_its_field():
    _found, report = back(table("prs_MaritalStatus,prs_Gender,shoe_size", "Single,TransgenderFeminine,38"))
    told = {loss.field: loss.words for loss in report.losses}
    assert "not kept here" in told["prs_MaritalStatus"]
    assert "no field of the standard" in told["shoe_size"]
    assert "not known" in told["prs_Gender"]


def test_only_the_place_of_exploitation_is_kept_whatever_the_order_of_columns():
    for head, row in (("hte_Type,hte_Country", "Transit,KZ"), ("hte_Country,hte_Type", "KZ,Transit")):
        assert back(table(head, row))[0][0].place_country == ""


def test_every_fault_of_every_row_is_told_with_its_place():
    rows = (
        "prs_Gender,prs_Citizenship,prs_Birthdate",
        "Femenine,KG,1990-05-01",
        "Feminine,XX,1990-13-01",
        "Masculine,UZ,2190-01-01",
    )
    with pytest.raises(NotReadable) as refused:
        back(table(*rows))
    assert [(one.row, one.column) for one in refused.value.problems] == [
        (1, "prs_Gender"), (2, "prs_Citizenship"), (2, "prs_Birthdate"), (3, "prs_Birthdate"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"prs_Gender\n", "no rows"),
        (b"name,age\nA,3\n", "No column"),
        (b"prs_Gender,prs_Gender\nFeminine,Feminine\n", "twice"),
        (b"prs_Gender,prs_Title\nFeminine\n", "cells"),
        (b"{broken", "JSON"),
        (b'{"people": 3}', "records"),
        (b"prs_Gender\n" + b"Feminine\n" * 1001, "1000"),
        (b"x" * 2_000_001, "2 MB"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content, word):
    with pytest.raises(NotReadable) as refused:
        back(content)
    assert word in refused.value.problems[0].words


def test_a_value_that_a_spreadsheet_would_run_is_written_harmless_and_read_as_it_was():
    people = [Individual(given_name='=HYPERLINK("x")', family_name="-1+2")]
    content = files.write(writing.rows(people)[0], "csv")
    assert b",=HYPER" not in content
    assert not content.splitlines()[1].startswith(b"=")
    found = back(content)[0][0]
    assert (found.given_name, found.family_name) == (people[0].given_name, people[0].family_name)


def test_a_year_alone_is_not_written_as_a_day():
    rows, report = writing.rows([Individual(born="1990")])
    assert "prs_Birthdate" not in rows[0]
    assert [loss.field for loss in report.losses if "year alone" in loss.words] == ["prs_Birthdate"]


def test_the_licence_travels_with_the_file():
    whole = json.loads(files.write(writing.rows([Individual()])[0], "json"))
    assert "CC BY 4.0" in whole["attribution"]
    assert "IOM" in whole["attribution"]


def test_nothing_of_an_individual_is_left_without_a_way_out():
    """A field that somebody adds and forgets to write would be lost in silence."""
    full = Individual(
        given_name="А", family_name="Б", born="1990-05-01", phone="+996700900150", sex="male", citizenships=("KG",),
        languages=("ky",), country="KZ", province="KZ-ALA", consent=True, status="possible", decided_by="ngo",
        indicators=("cd-debt",), controls=("UsesChildren",), recruited_through=("friends",), exploitation=("begging",),
        industry="F", case_state="closed", referred_to=("X",), referred_on="2026-01-01", support=("legal",),
        place_country="KZ", place_province="KZ-ALA",
    )  # fmt: skip
    whole = writing.rows([full])[0]
    for one in dataclasses.fields(Individual):
        bare = dataclasses.replace(full, **{one.name: one.default})
        assert writing.rows([bare])[0] != whole, one.name
