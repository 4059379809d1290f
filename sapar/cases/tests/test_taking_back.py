"""A case opened in the past, and one that should never have been opened."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions, queries
from sapar.cases.actions import PaperWords
from sapar.cases.models import Case, CaseVersion, Note, Participant, Problem
from sapar.cases.tests.conftest import opening
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.people.models import Person
from tests.factories import acting

pytestmark = pytest.mark.django_db

THEN = dt.datetime(2026, 3, 1, 21, 30, tzinfo=dt.UTC)


def test_what_was_begun_on_paper_keeps_its_own_time_and_the_audit_knows_both(bakyt, in_osh):
    case = actions.open_case(bakyt, opening(opened_at=THEN))
    event = Event.objects.get(verb="case.opened", about=case.pk)
    assert queries.get(bakyt, case.pk).opened_at == THEN
    assert event.details["happened"] == "2026-03-01"
    assert timezone.now() - event.at < dt.timedelta(minutes=1)


def test_nothing_is_opened_in_the_future(bakyt, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.open_case(bakyt, opening(opened_at=timezone.now() + dt.timedelta(hours=1)))
    assert list(refusal.value.problems) == ["opened_at"]


def test_what_ended_long_ago_is_closed_at_its_time(bakyt, in_osh):
    case = actions.open_case(bakyt, opening(opened_at=THEN, problems=()))
    for wrong in (THEN - dt.timedelta(days=1), timezone.now() + dt.timedelta(hours=1)):
        with pytest.raises(Invalid) as refusal:
            actions.close(bakyt, case, {}, closed_at=wrong)
        assert list(refusal.value.problems) == ["closed_at"]
    ended = THEN + dt.timedelta(days=9)
    assert actions.close(bakyt, case, {}, closed_at=ended).closed_at == ended
    assert Event.objects.get(verb="case.closed").details["happened"] == "2026-03-10"


def test_a_case_opened_by_mistake_goes_with_all_that_hangs_on_it_but_its_people(bakyt, case, in_osh):
    key, people = case.data_key, Person.objects.count()
    actions.take_back(bakyt, case)
    assert not any(model.objects.exists() for model in (Case, CaseVersion, Participant, Problem))
    assert Person.objects.count() == people
    key.refresh_from_db()
    assert key.erased_at
    assert Event.objects.get(verb="case.taken-back").details == {"number": case.number}
    assert actions.open_case(bakyt, opening()).number > case.number


def test_a_case_with_work_on_it_stays(bakyt, case, in_osh):
    actions.add_note(bakyt, case, "She called.")
    with pytest.raises(IllegalMove):
        actions.take_back(bakyt, case)
    assert Case.objects.get() == case


def test_an_import_takes_back_all_it_wrote_and_nothing_that_was_touched_since(bakyt, case, in_osh):
    actions.add_note(bakyt, case, "From the sheet.")
    person = case.participants.get(relation="self").person
    actions.add_paper(bakyt, case, person, PaperWords("passport", number="AN 1234567"))
    done = timezone.now()
    touched = actions.open_case(bakyt, opening())
    with pytest.raises(IllegalMove):
        actions.take_back(bakyt, touched, since=done)
    actions.take_back(bakyt, case, since=done)
    assert Case.objects.get() == touched
    assert not Note.objects.exists()
    assert queries.find(bakyt, "AN 1234567") == []


def test_only_who_opened_it_or_who_assigns_cases_takes_it_back(bakyt, aigul, gulnara, chen, case):
    with acting(aigul), pytest.raises(Denied):
        actions.take_back(aigul, case)
    with acting(chen), pytest.raises(NotVisible):
        actions.take_back(chen, case)
    with acting(gulnara):
        actions.take_back(gulnara, case)
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["aigul", "chen"])
def test_the_database_takes_nothing_back_for_whom_it_hides_it(bakyt, hidden_case, who, request):
    somebody = request.getfixturevalue(who)
    with (
        acting(somebody),
        pytest.raises(DatabaseError, match="refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select cases_take_back(%s)", [hidden_case.pk])
    with acting(bakyt):
        assert Case.objects.get() == hidden_case
