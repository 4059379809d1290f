"""Nothing on hold is erased, by time or by wish, before two people have lifted it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from sapar.cases.models import Case
from sapar.common.errors import Denied, Invalid, NotVisible, Stale
from sapar.intake.models import Contact
from sapar.keeping import actions
from sapar.keeping.models import Hold
from sapar.keeping.tests.test_retention import _close, _hidden, _talk, later
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.people.models import Person
from sapar.vault import ERASED, erasure
from sapar.vault.models import DataKey
from tests.factories import acting, make_member
from tests.world import uuid7


@pytest.fixture
def gulnara(built):
    return built.staff["gulnara"]


@pytest.fixture
def second(built, gulnara):
    """Another supervisor of the office."""
    return make_member(gulnara.org, "Nargiza", "supervisor")


@pytest.fixture
def night(gulnara):
    with acting(gulnara):
        actions.confirm(gulnara)
    return SystemActor("keeping.erase_due", gulnara.org_id)


def _hold(actor, kind, subject, **facts):
    facts = {"reason": "claim", "words": "The court decides in spring."} | facts
    with acting(actor):
        return actions.place(actor, kind, subject.pk, once_token=uuid7(), **facts)


def _main_person(built):
    with acting(built.staff["bakyt"]):
        return built.case.participants.get(relation="self").person


def test_a_held_case_outlives_its_time_with_its_people_and_talks(built, gulnara, night):
    bakyt = built.staff["bakyt"]
    _close(bakyt, built.case)
    _hold(gulnara, "case", built.case)
    with later(60):
        actions.erase_due(night)
        with acting(bakyt):
            assert Case.objects.get(pk=built.case.pk).story is not ERASED
            assert not built.case.participants.filter(person__erased_at__isnull=False).exists()
            assert all(one.data_key.wrapped for one in built.case.contacts.select_related("data_key"))


def test_a_held_person_keeps_the_case_they_are_in(built, gulnara, night):
    bakyt = built.staff["bakyt"]
    person = _main_person(built)
    _close(bakyt, built.case)
    _hold(gulnara, "person", person)
    with later(60):
        actions.erase_due(night)
        with acting(bakyt):
            assert Case.objects.get(pk=built.case.pk).story is not ERASED
            assert Person.objects.get(pk=person.pk).erased_at is None


def test_a_held_talk_stays(built, gulnara, night):
    talk = _talk(built.staff["aigul"])
    _hold(gulnara, "contact", talk)
    with later(60):
        actions.erase_due(night)
        with acting(gulnara):
            assert Contact.objects.get(pk=talk.pk).words == "Called about wages."


def test_a_hold_that_has_run_out_holds_nothing(built, gulnara, night):
    talk = _talk(built.staff["aigul"])
    hold = _hold(gulnara, "contact", talk, until=timezone.localdate() + dt.timedelta(days=2))
    with acting(gulnara):
        # The database goes by its own clock.
        Hold.objects.filter(pk=hold.pk).update(until=timezone.localdate() - dt.timedelta(days=2))
    with later(60):
        actions.erase_due(night)
        with acting(gulnara):
            assert Contact.objects.get(pk=talk.pk).words is ERASED


@pytest.mark.parametrize("kind", ["person", "case"])
def test_a_wish_to_be_erased_waits_for_two(built, gulnara, second, kind):
    person = _main_person(built)
    hold = _hold(gulnara, kind, person if kind == "person" else built.case)
    with acting(gulnara):
        with pytest.raises(Invalid) as refused:
            people.erase(gulnara, person, reason="asked")
        assert set(refused.value.problems) == {""}
        assert Person.objects.get(pk=person.pk).erased_at is None
        actions.ask_to_lift(gulnara, hold, words="She asked for it.")
        with pytest.raises(Invalid):
            actions.lift(gulnara, hold)
    with acting(second):
        actions.lift(second, hold)
        people.erase(second, person, reason="asked")
        assert Person.objects.get(pk=person.pk).erased_at is not None


def test_the_database_itself_keeps_the_key_of_what_is_held(built, gulnara):
    person = _main_person(built)
    _hold(gulnara, "person", person)
    with acting(gulnara), pytest.raises(IntegrityError, match="on hold"), transaction.atomic():
        erasure.erase(gulnara, [DataKey.objects.get(pk=person.data_key_id)], "asked")


def test_the_database_refuses_one_person_in_both_parts(built, gulnara):
    hold = _hold(gulnara, "case", built.case)
    with acting(gulnara):
        actions.ask_to_lift(gulnara, hold, words="Over.")
        with pytest.raises(IntegrityError, match="keeping_hold_lifted_by_two"), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(lifted_by=gulnara.member_id, lifted_at=timezone.now())


def test_no_means_that_it_stays_and_can_be_asked_again(built, gulnara, second):
    hold = _hold(gulnara, "case", built.case)
    with acting(gulnara):
        actions.ask_to_lift(gulnara, hold, words="Over.")
        with pytest.raises(Stale):
            actions.ask_to_lift(gulnara, hold, words="Over, again.")
    with acting(second):
        actions.keep(second, hold)
        with pytest.raises(Stale):
            actions.lift(second, hold)
        assert Hold.objects.get(pk=hold.pk).stands


def test_it_is_looked_at_again_after_half_a_year(built, gulnara):
    hold = _hold(gulnara, "case", built.case)
    assert not hold.is_review_due
    with time_machine.travel(timezone.now() + dt.timedelta(days=185)), acting(gulnara):
        assert Hold.objects.get(pk=hold.pk).is_review_due
        actions.review(gulnara, hold)
        assert not Hold.objects.get(pk=hold.pk).is_review_due


@pytest.mark.parametrize("wrong", [{"reason": "spite"}, {"words": "  "}, {"until": dt.date(2020, 1, 1)}])
def test_a_hold_says_why_and_until_a_day_that_is_to_come(built, gulnara, wrong):
    with pytest.raises(Invalid) as refused:
        _hold(gulnara, "case", built.case, **wrong)
    assert set(refused.value.problems) == set(wrong)


def test_only_those_with_the_right_hold_and_lift(built, gulnara):
    hold = _hold(gulnara, "case", built.case)
    for who in ("aigul", "bakyt", "nurlan", "timur"):
        actor = built.staff[who]
        with pytest.raises(Denied):
            _hold(actor, "case", built.case)
        with acting(actor), pytest.raises(Denied):
            actions.lift(actor, hold)


def test_a_hold_on_a_hidden_case_is_hidden_too(built, gulnara, second):
    with acting(gulnara):
        hidden = _hidden()
    hold = _hold(gulnara, "case", hidden)
    with acting(second):
        assert not Hold.objects.filter(pk=hold.pk).exists()
    with pytest.raises(NotVisible):
        _hold(second, "case", hidden)
    # She sees neither, and yet the database keeps its key from her.
    with acting(second), pytest.raises(IntegrityError, match="keeping_on_hold|on hold"), transaction.atomic():
        erasure.erase(second, [DataKey.objects.get(pk=hidden.data_key_id)], "asked")


@pytest.mark.parametrize("name", ["standing", "held_cases", "held_keys"])
def test_what_another_organisation_holds_can_not_be_asked(built, gulnara, name):
    _hold(gulnara, "case", built.case)
    with acting(built.staff["dana"]), connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(f"select keeping_{name}(%s)", [gulnara.org_id])


def test_whether_a_person_is_held_is_told_to_their_own_organisation_alone(built, gulnara):
    person = _main_person(built)
    _hold(gulnara, "person", person)
    for actor, told in ((gulnara, True), (built.staff["dana"], False)):
        with acting(actor), connection.cursor() as cursor:
            cursor.execute("select keeping_is_held(%s)", [person.pk])
            assert cursor.fetchone() == (told,)


def test_the_same_form_twice_is_one_hold(built, gulnara):
    token = uuid7()
    with acting(gulnara):
        made = {
            actions.place(gulnara, "case", built.case.pk, once_token=token, reason="court", words="Asked.").pk
            for _time in range(2)
        }
        assert len(made) == 1
        assert Hold.objects.get().words == "Asked."
