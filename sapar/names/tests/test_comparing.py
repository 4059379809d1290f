from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.names import comparing, parts, scoring
from tools.people import making, writing

SAME = [
    ("Жумагулов Бакыт", "Bakyt Jumag'ulov", "four spellings of one sound"),
    ("Султангазиев Уран", "Uran Sultan Gaziev", "a word cut in two"),
    ("Айгүл Асанова", "АсановаАйгуль", "words typed together"),
    ("Асанов Бакыт", "АСАНОВБАКЫТ", "the whole name in one word"),
    ("Асанов А. М.", "Асанов Азамат Маратович", "initials"),
    ("Саша Петренко", "Петренко Александр", "a pet name"),
    ("Равшанбек Маматкулов", "Mamatqulov Ravshan", "without the word of respect"),
    ("Смағұл Бақыт", "Смагулов Бакыт", "a family name with and without -ов"),
    ("Володимир Шевченко", "Владимир Шевченко", "one name in sister languages"),
    ("Жусуп Асанов", "Юсуф Асанов", "one name that grew apart"),
    ("Асанов Бакыт Маратович", "Bakyt Marat uulu Asanov", "father's name in two forms"),
    ("Асанов Бакыт", "Асанов Бакыт Маратович", "father's name left out"),
    ("Рахимов Комил Юсуф", "Рахимов Комил Юсуфович", "Tajik father's name without an ending"),
]
NOT_SAME = [
    ("Асанов Бакыт Маратович", "Асанов Нурлан Маратович", "brothers"),
    ("Хасанов Хасан Каримович", "Хасанов Хусан Каримович", "twins with twins' names"),
    ("Асанов Марат Бакытович", "Asanov Murat Bakytovich", "brothers whose names sound alike"),
    ("Асанова Гүлнара", "Асанова Гүлмира", "sisters whose names sound alike"),
    ("Асанов Бакыт Маратович", "Асанов Бакыт Жумабекович", "namesakes with other fathers"),
    ("Асанов Бакыт Маратович", "Асанова Бактыгүл Маратовна", "brother and sister"),
    ("Каримов Амин", "Каримова Амина", "a man's name and a woman's"),
    ("Иванов Пётр Сергеевич", "Петров Сергей Иванович", "the same words in other roles"),
    ("Бакыт", "Бакыт", "one word is not a name"),
    ("Асанов Б.", "Асанова Г.", "initials that differ"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME, ids=[row[2] for row in SAME])
def test_one_name_is_known_in_another_writing(one: str, other: str, why: str) -> None:
    assert scoring.score(one, other).decision == scoring.SAME, why


@pytest.mark.parametrize(("one", "other", "why"), NOT_SAME, ids=[row[2] for row in NOT_SAME])
def test_another_person_is_not_taken_for_the_same(one: str, other: str, why: str) -> None:
    assert scoring.score(one, other).decision != scoring.SAME, why


def test_a_missing_fathers_name_weighs_nothing() -> None:
    short = scoring.score("Асанов Бакыт", "Asanov Bakyt")
    assert scoring.score("Асанов Бакыт Маратович", "Asanov Bakyt") == short


def test_a_fathers_name_that_contradicts_counts_strongly_against() -> None:
    agreeing = scoring.score("Асанов Бакыт Маратович", "Asanov Bakyt Maratovich")
    contradicting = scoring.score("Асанов Бакыт Маратович", "Asanov Bakyt Zhoomartovich")
    assert contradicting.probability < 0.5 < agreeing.probability


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_it_does_not_matter_which_name_comes_first(one: str, other: str) -> None:
    assert scoring.score(one, other) == scoring.score(other, one)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(making.LANGUAGES))
def test_word_order_changes_nothing_where_endings_tell_the_parts(chance, language: str) -> None:
    person, other = making.somebody(chance, language), making.somebody(chance, language)
    here = person.spelled("russian"), person.spelled("russian", given_first=True)
    there = other.spelled("passport")
    assert scoring.score(here[0], there).decision == scoring.score(here[1], there).decision


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(making.LANGUAGES))
def test_capitals_and_a_comma_change_nothing(chance, language: str) -> None:
    person = making.somebody(chance, language)
    plain = person.spelled("russian")
    assert scoring.score(plain, person.spelled("russian", comma=True).upper()).decision == scoring.SAME


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(making.LANGUAGES),
    st.sampled_from(("home", "russian", "passport", "bgn", "clerk", "gost")),
)
def test_a_change_of_script_keeps_given_and_family_name(chance, language: str, scheme: str) -> None:
    person = making.somebody(chance, language)
    found = comparing.compare(parts.read(person.spelled("russian")), parts.read(person.spelled(scheme)))
    assert scheme in writing.SCHEMES
    assert found.level("given") != "differs"
    assert found.level("family") != "differs"


@pytest.mark.parametrize("cut", ["Асанов Бакыт О глы", "Асанов У лу", "Асанов Бакыт Кы зы"])
def test_an_ending_cut_in_two_is_no_word_beside_an_initial(cut: str) -> None:
    for initials in ("Асанов К.", "К. Асанов"):
        found = comparing.compare(parts.read(cut), parts.read(initials))
        assert found.level("father") == "absent"
