"""The agreed word of somebody in a restricted case: whoever answers the phone can check it, and learns nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.errors import NotVisible
from sapar.people import actions, agreed, queries
from sapar.people.models import Consent, PersonNeed
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


def test_needs_links_decisions_and_consents_of_the_hidden_stay_hidden(bakyt, aigul, almaty, hidden_wife):
    """Also when she stands in an open case besides: then she is seen, and what was allowed in the hidden one is not."""
    with acting(bakyt):
        child = actions.record(bakyt, Particulars())
        actions.add_link(bakyt, hidden_wife, child, kin="mother", decides=True)
        actions.set_needs(bakyt, hidden_wife, ["bed"])
        hidden = hidden_wife.participations.get().case
        asked = actions.Asked(
            recipient=almaty, people=(hidden_wife,), fields=("names",), language_read="ru", how="voice",
            given_by="self", safe_to_tell="not-needed", until=timezone.now() + dt.timedelta(days=9),
        )  # fmt: skip
        taken = actions.take_consent(bakyt, asked, about=hidden.pk)
        assert [one.pk for one in queries.consents_of(bakyt, [hidden_wife.pk])] == [taken.pk]
    with acting(aigul):
        assert queries.relatives(aigul, child) == []
        assert not PersonNeed.objects.exists()
        assert not Consent.objects.exists()
    with acting(bakyt):
        opening = cases.Opening(problems=("housing",))
        other = cases.open_case(bakyt, opening)
        cases.add_participant(bakyt, other, cases.Someone(hidden_wife), role="helped", relation="self")
    with acting(aigul):
        assert queries.get(aigul, hidden_wife.pk).current_needs
        assert queries.consents_of(aigul, [hidden_wife.pk]) == []
