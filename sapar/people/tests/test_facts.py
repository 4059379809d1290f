"""What is counted of people: each once, of one's own organisation, plain codes only."""

from __future__ import annotations

import datetime as dt

import pytest

from sapar.common.errors import Denied
from sapar.people import actions, facts
from sapar.people.facts import Cell
from sapar.people.models import Person
from sapar.people.particulars import Particulars
from tests.factories import acting

pytestmark = pytest.mark.django_db


def some(actor, count: int) -> None:
    with acting(actor):
        for number in range(count):
            citizen = ("known", ("KG",)) if number % 2 else ("unknown", ())
            actions.record(
                actor, Particulars(sex="female", citizenship_state=citizen[0], citizenships=citizen[1])
            )


def test_each_is_counted_once_and_erased_people_not_at_all(bakyt, gulnara, nurlan, told):
    some(bakyt, 5)
    with acting(gulnara):
        actions.erase(gulnara, Person.objects.filter(citizenships=[]).first(), reason="no-need")
    with acting(nurlan):
        ids = [*Person.objects.values_list("pk", flat=True)] * 2
        assert facts.unique_people(nurlan, ids) == [
            Cell("female", "unknown", "KG", 2),
            Cell("female", "unknown", "", 2),
        ]


@pytest.mark.parametrize("count", [10, 30])
def test_it_is_one_statement(bakyt, nurlan, django_assert_num_queries, count):
    some(bakyt, count)
    with acting(nurlan), django_assert_num_queries(1):
        facts.unique_people(nurlan, Person.objects.values("pk"))


def test_others_people_are_not_counted_and_a_caseworker_does_not_count(bakyt, chen, nurlan):
    some(bakyt, 2)
    with acting(chen):
        assert facts.unique_people(chen, Person.objects.values("pk")) == []
    with acting(bakyt), pytest.raises(Denied):
        facts.unique_people(bakyt, [])


def test_a_need_is_counted_in_the_days_it_stood(bakyt, nurlan, nazgul):
    with acting(bakyt):
        actions.set_needs(bakyt, nazgul, ["bed", "spoken"])
        today = dt.datetime.now(dt.UTC).date()
    with acting(nurlan):
        ids = [nazgul.pk]
        span = (today - dt.timedelta(days=2), today + dt.timedelta(days=2))
        assert facts.people_by_need(nurlan, ids, *span) == {"bed": 1, "spoken": 1}
        past = dt.date(2020, 1, 1)
        assert facts.people_by_need(nurlan, ids, past, past) == {}
