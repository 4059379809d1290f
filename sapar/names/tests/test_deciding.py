from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.names import Facts, Spelling, birth, decide
from sapar.names.facts import birth_level, document_level, phone_level

BAKYT = Facts(
    (Spelling("Асанов Бакыт Маратович", "ru", "passport"),),
    birth("1990-05-17"),
    "m",
    "KG",
    "KG-osh-village",
    ("+7 100 111-22-33",),
    ("AN1234567",),
)
BAKYT_AGAIN = replace(BAKYT, names=(Spelling("Bakyt Asanov", "en"),))


def named(text: str, known: Facts = BAKYT) -> Facts:
    return replace(known, names=(Spelling(text),))


def only_name(known: Facts) -> Facts:
    return Facts(known.names)


def test_name_birth_date_sex_and_citizenship_are_one_person() -> None:
    one, other = (replace(known, origin="", phones=(), documents=()) for known in (BAKYT, BAKYT_AGAIN))
    assert decide(one, other).answer == "same"


def test_a_common_name_and_a_birth_date_among_a_million_are_for_a_person_to_look_at() -> None:
    one, other = (replace(only_name(known), birth=BAKYT.birth) for known in (BAKYT, BAKYT_AGAIN))
    assert decide(one, other).answer == "perhaps"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(max_size=40))
def test_a_name_alone_never_makes_one_person_of_two_records(text: str) -> None:
    known = Facts((Spelling(text),))
    assert decide(known, known).answer != "same"


def test_a_name_alone_is_for_a_person_to_look_at() -> None:
    assert decide(only_name(BAKYT), only_name(BAKYT_AGAIN)).answer == "perhaps"


def test_twins_are_different_people() -> None:
    twin = replace(named("Асанов Эсен Маратович"), documents=("AN7654321",))
    assert decide(BAKYT, twin).answer == "different"


def test_twins_with_twins_names_are_different_people() -> None:
    one = named("Каримов Хасан Анварович")
    assert decide(one, replace(named("Каримов Хусан Анварович"), documents=())).answer == "different"


def test_a_brother_on_the_same_phone_is_another_person() -> None:
    brother = replace(named("Асанов Нурлан Маратович"), birth=birth("1993-01-20"), documents=())
    assert decide(BAKYT, brother).answer == "different"


def test_namesakes_of_one_village_are_not_made_one() -> None:
    namesake = replace(BAKYT, birth=birth("1971-11-02"), phones=("+7 100 999-88-77",), documents=())
    assert decide(BAKYT, namesake).answer != "same"


def test_namesakes_of_one_village_without_birth_dates_are_for_a_person_to_look_at() -> None:
    bare = replace(BAKYT, birth=None, phones=(), documents=())
    assert decide(bare, replace(bare, names=BAKYT_AGAIN.names)).answer == "perhaps"


def test_one_document_under_two_first_names_is_for_a_person_to_look_at() -> None:
    assert decide(BAKYT, named("Асанов Эсен Маратович")).answer == "perhaps"


def test_father_and_son_are_different_people() -> None:
    son = Facts(
        (Spelling("Асанов Марат Бакытович"),), birth("2012-03-03"), "m", "KG", BAKYT.origin, BAKYT.phones
    )
    assert decide(BAKYT, son).answer == "different"


def test_any_of_several_spellings_may_fit() -> None:
    two_names = replace(BAKYT, names=(Spelling("Боря", "ru", "own words"), *BAKYT_AGAIN.names))
    assert decide(BAKYT, two_names).answer == "same"


def test_more_people_ask_for_more_evidence() -> None:
    assert decide(BAKYT, BAKYT_AGAIN, people=10**9).bits < decide(BAKYT, BAKYT_AGAIN, people=100).bits


def test_nothing_known_is_no_evidence() -> None:
    assert decide(Facts(()), Facts(())).answer == "different"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1990-05-17", "1990-05-17", "exact"),
        ("1990-05-07", "1990-07-05", "swapped"),
        ("1990-05-17", "1990-05-11", "slip"),
        ("1990-05-17", "1990", "year"),
        ("1990-05-17", "1990-01-01", "year"),
        ("1990-05-17", "about 1992", "about"),
        ("1990-05-17", "about 1995", "differs"),
        ("1990-05-17", "1991", "differs"),
        ("1990-05-17", "1984-12-03", "differs"),
        ("1990-05-17", "", "absent"),
    ],
)
def test_birth_dates_agree_as_far_as_they_are_known(one: str, other: str, level: str) -> None:
    assert birth_level(birth(one), birth(other)) == level
    assert birth_level(birth(other), birth(one)) == level


@pytest.mark.parametrize("text", ["17.05.1990", "1990-13-01", "1990-02-30", "long ago", "90"])
def test_a_birth_date_that_cannot_be_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        birth(text)


def test_a_phone_is_the_same_however_its_country_code_is_written() -> None:
    assert phone_level(("+7 100 111 22 33",), ("8 (100) 111-22-33", "5")) == "same"
    assert phone_level(("+71001112233",), ()) == "absent"


def test_a_document_is_the_same_in_either_alphabet_and_a_slip_is_seen() -> None:
    assert document_level(("АН 1234567",), ("AH1234567",)) == "same"
    assert document_level(("AN1234567",), ("AN1243567",)) == "slip"
    assert document_level(("AN1234567",), ("AN7654321",)) == "differs"
