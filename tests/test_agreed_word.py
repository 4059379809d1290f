"""The agreed word of somebody in a restricted case: whoever answers the phone can check it, and learns nothing else."""

from __future__ import annotations

import pytest

from sapar.cases import actions as cases
from sapar.common.errors import NotVisible
from sapar.people import actions, agreed, queries
from sapar.people.particulars import Particulars, Spelling
from tests.factories import acting

pytestmark = pytest.mark.django_db
NUMBER = "+442079460111"


@pytest.fixture
def hidden_wife(bakyt):
    helped = cases.Someone(
        Particulars(names=(Spelling("Айсулуу", "ky"),), agreed_word="Парда"), phone=NUMBER, phone_of="shared"
    )
    with acting(bakyt):
        case = cases.open_case(bakyt, cases.Opening(helped=helped, problems=("violence",), restricted=True))
        return case.participants.get(relation="self").person


def test_an_operator_to_whom_she_is_hidden_can_check_her_word(aigul, hidden_wife):
    with acting(aigul):
        with pytest.raises(NotVisible):
            queries.get(aigul, hidden_wife.pk)
        assert agreed.is_right(aigul, NUMBER, "парда")
        assert agreed.holders(aigul, NUMBER, "парда") == [hidden_wife.pk]


def test_a_wrong_word_and_an_unknown_number_answer_alike(aigul, hidden_wife, django_assert_num_queries):
    with acting(aigul):
        agreed.is_right(aigul, NUMBER, "парда")
        for number, word in (
            (NUMBER, "шторы"),
            ("+442079460112", "парда"),
            ("no number", "парда"),
            (NUMBER, ""),
        ):
            with django_assert_num_queries(1):
                assert not agreed.is_right(aigul, number, word)


def test_she_can_change_the_word_with_those_who_are_named(bakyt, hidden_wife):
    with acting(bakyt):
        person = queries.get(bakyt, hidden_wife.pk)
        changed = Particulars(names=(Spelling("Айсулуу", "ky"),), agreed_word="Алма")
        actions.amend(bakyt, person, changed, version=person.version)
        assert agreed.is_right(bakyt, NUMBER, "алма")
        assert not agreed.is_right(bakyt, NUMBER, "парда")
