"""Found by stems, by sound, by what the words mean; first what is near. Only what is published."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils import translation

from sapar.cases import actions as cases
from sapar.cases.actions import Opening
from sapar.practice import actions, queries
from sapar.practice.search import Asked
from sapar.practice.tests.story import SAID, moved, published, written
from tests.factories import acting

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
    assert beside(bakyt, "unpaid-wages", "document-taken", country="RU") == [both.pk, wages.pk]
    assert beside(bakyt, "unpaid-wages", country="RU")[0] == wages.pk
    assert beside(bakyt, country="RU") == []


def test_on_a_case_words_are_shown_in_the_readers_language_or_the_nearest(bakyt, school):
    with translation.override("ky"):
        (one,) = on_case(bakyt, opened(bakyt, "school-refused"))
        assert (one.words.language, one.words.is_foreign) == ("en", True)


def test_on_a_case_stands_what_is_published_now(bakyt, gulnara, nurlan, wages):
    """Entries are kept as they were read; one that was withdrawn, or reworked and published anew, is seen as it stands."""
    case = opened(bakyt, "unpaid-wages")
    (before,) = on_case(bakyt, case)
    assert on_case(bakyt, case)[0] is before
    moved(gulnara, wages, "withdraw", why="other")
    assert on_case(bakyt, case) == []
    moved(bakyt, wages, "rework")
    with acting(bakyt):
        wages.refresh_from_db()
        actions.say(bakyt, wages, dataclasses.replace(SAID, title="Бригада дождалась денег"))
    for actor, verb in ((bakyt, "send"), (gulnara, "second"), (nurlan, "publish")):
        moved(actor, wages, verb, looked=True)
    (after,) = on_case(bakyt, case)
    assert (before.words.title, after.words.title) == (SAID.title, "Бригада дождалась денег")


def opened(actor, *problems, country=""):
    with acting(actor):
        return cases.open_case(actor, Opening(problems=problems, country=country))


def on_case(actor, case):
    with acting(actor):
        return queries.of_case(actor, case.pk)


def beside(actor, *problems, country=""):
    return [one.pk for one in on_case(actor, opened(actor, *problems, country=country))]
