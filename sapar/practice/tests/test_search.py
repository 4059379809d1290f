"""Found by stems, by sound, by what the words mean; first what is near. Only what is published."""

from __future__ import annotations

import pytest
from django.utils import translation

from sapar.practice import queries
from sapar.practice.search import Asked
from sapar.practice.tests.story import moved, published, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def wages(bakyt, gulnara, nurlan):
    return published(bakyt, gulnara, nurlan)


@pytest.fixture
def school(bakyt, gulnara, nurlan):
    return published(
        bakyt, gulnara, nurlan, {"problems": ("school-refused",), "country": "KZ", "rules": ()}, language="en",
        title="A school took the child after a written complaint", situation="The school had refused the child.",
        steps="Asked for the refusal in writing.", result="The child goes to school.",
    )  # fmt: skip


def asked(text="", **codes):
    found, _more = queries.found(Asked(text, **codes))
    return [one.pk for one in found]


@pytest.mark.parametrize(
    "typed",
    [
        "заплатили бригаде",  # the words themselves
        "бригада требование",  # other endings: stems
        "brigade trebovanie",  # Latin letters
        "бригаде требавание",  # a slip of the pen
        "не заплатили зарплату",  # what it means
        "айлыгым төлөнбөдү",  # in Kyrgyz
        "oylik bermayapti",  # in Uzbek
        "unpaid wages",  # in English
    ],
)
def test_a_case_of_unpaid_wages_is_found_however_it_is_asked(wages, school, typed):
    assert asked(typed)[0] == wages.pk


def test_english_stems(wages, school):
    assert asked("complaints about refusing schools") == [school.pk]


def test_codes_narrow_and_an_empty_question_shows_the_newest(wages, school):
    assert asked(problem="school-refused") == [school.pk]
    assert asked(country="RU") == [wages.pk]
    assert asked() == [school.pk, wages.pk]
    assert asked("зарплата", country="KZ") == []


def test_what_is_near_comes_first(bakyt, gulnara, nurlan):
    far, near = (published(bakyt, gulnara, nurlan, {"country": land}) for land in ("KZ", "RU"))
    assert asked("письмо в России") == [near.pk, far.pk]
    assert asked("письмо в Казахстане") == [far.pk, near.pk]


def test_drafts_and_what_was_taken_back_are_found_by_nobody(bakyt, gulnara, nurlan, wages):
    written(bakyt, title="Бригаде заплатили снова")
    moved(gulnara, wages, "withdraw", why="other")
    assert asked("бригада") == asked(problem="unpaid-wages") == []


@pytest.mark.parametrize("typed", ["'", "!!! & | <->", "a:*b", "%_%", "🙂", "—", "x" * 5000, "'' | drop"])
def test_no_sign_breaks_the_search(wages, typed):
    asked(typed)


def test_a_case_is_shown_what_is_likest_it(wages, school, bakyt, gulnara, nurlan):
    both = published(
        bakyt, gulnara, nurlan, {"problems": ("unpaid-wages", "document-taken"), "country": "KZ"}
    )
    found = [one.pk for one in queries.beside(["unpaid-wages", "document-taken"], "RU", "", 3)]
    assert found == [both.pk, wages.pk]
    assert [one.pk for one in queries.beside(["unpaid-wages"], "RU", "", 3)][0] == wages.pk
    assert queries.beside([], "RU", "", 3) == []


def test_words_are_shown_in_the_readers_language_or_the_nearest(school):
    with translation.override("ky"):
        (one,) = queries.beside(["school-refused"], "", "", 3)
        assert (one.words.language, one.words.is_foreign) == ("en", True)
