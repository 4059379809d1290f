"""Opening a case: people, problems, a number without gaps, once."""

from __future__ import annotations

import threading
import uuid

import pytest
import time_machine
from django.db import connection, transaction

from sapar.audit.models import Event
from sapar.cases import actions, queries
from sapar.cases.actions import Opening, Someone
from sapar.cases.models import Case, CaseCounter
from sapar.cases.tests.conftest import MOTHER_PHONE, STORY, opening
from sapar.common.errors import Denied, Invalid, NotVisible
from sapar.people.models import Person
from tests.factories import acting


@pytest.mark.django_db
def test_a_case_keeps_caller_and_person_helped_apart(bakyt, case):
    with acting(bakyt):
        found = queries.get(bakyt, case.pk)
        parts = queries.participants(bakyt, found)
        told = [(one.person.shown_name, one.role, one.relation) for one in parts]
        assert told == [("Назгүл", "helped", "self"), ("Айша", "caller", "mother")]
        assert found.story == STORY
        assert [one.code for one in queries.problems(bakyt, found)] == ["document-taken", "forced-labour"]
        assert Event.objects.get(verb="case.opened").details == {"number": found.number}


@pytest.mark.django_db
def test_who_calls_for_themselves_is_both(bakyt, in_osh):
    case = actions.open_case(bakyt, opening(caller=None))
    assert [one.role for one in queries.participants(bakyt, case)] == ["both"]


@pytest.mark.django_db
def test_a_case_may_begin_with_nobody(bakyt, in_osh):
    case = actions.open_case(bakyt, Opening())
    assert queries.participants(bakyt, case) == []


@pytest.mark.django_db
def test_a_known_person_is_not_recorded_again(bakyt, case):
    with acting(bakyt):
        mother = case.participants.get(relation="mother").person
        again = actions.open_case(bakyt, Opening(helped=Someone(mother)))
        assert again.participants.get().person == mother
        assert Person.objects.count() == 2


@pytest.mark.django_db
def test_a_person_of_another_organisation_cannot_be_brought_in(bakyt, chen, case):
    with acting(bakyt):
        person = case.participants.select_related("person").get(relation="mother").person
    with acting(chen), pytest.raises(NotVisible):
        actions.open_case(chen, Opening(helped=Someone(person)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"country": "XX"}, "country"),
        ({"language": "klingon"}, "language"),
        ({"industry": "ZZ"}, "industry"),
        ({"story": "x" * 20_001}, "story"),
        ({"problems": ("boredom",)}, "code"),
        ({"caller_is": "self'"}, "caller_is"),
        ({"caller_is": "self"}, "relation"),
    ],
)
def test_nonsense_is_refused_beside_its_place(bakyt, in_osh, changes, place):
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        actions.open_case(bakyt, opening(**changes))
    assert list(refusal.value.problems) == [place]
    assert not Case.objects.exists()
    assert not Person.objects.exists()
    assert not CaseCounter.objects.exists()


@pytest.mark.django_db
def test_an_auditor_opens_nothing(timur):
    with acting(timur), pytest.raises(Denied):
        actions.open_case(timur, Opening())


@pytest.mark.django_db
def test_the_same_form_twice_opens_one_case(bakyt, in_osh):
    once = uuid.uuid4()
    first = actions.open_case(bakyt, opening(), once=once)
    assert actions.open_case(bakyt, opening(), once=once).pk == first.pk
    assert Case.objects.count() == 1
    assert Person.objects.count() == 2
    assert first.number.endswith("-0001")
    assert actions.open_case(bakyt, opening(), once=uuid.uuid4()).number.endswith("-0002")


@pytest.mark.django_db
def test_numbers_start_again_with_the_year_of_the_organisation(bakyt, in_osh):
    with time_machine.travel("2026-12-31T17:59:00Z", tick=False):
        assert actions.open_case(bakyt, Opening()).number == "2026-0001"
        assert actions.open_case(bakyt, Opening()).number == "2026-0002"
    # Midnight in Bishkek, six hours before London's.
    with time_machine.travel("2026-12-31T18:01:00Z", tick=False):
        assert actions.open_case(bakyt, Opening()).number == "2027-0001"


@pytest.mark.django_db
def test_each_organisation_counts_for_itself(bakyt, chen, case):
    with acting(chen):
        assert actions.open_case(chen, Opening()).number == case.number


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_open_at_once_and_some_fail():
    from tests.factories import make_member, make_organisation

    with transaction.atomic():
        bakyt = make_member(make_organisation("Osh call line (fictional)"), "Bakyt", "caseworker")
    failed = []

    def work(n: int) -> None:
        try:
            with transaction.atomic(), acting(bakyt):
                actions.open_case(bakyt, Opening())
                if n % 3 == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            failed.append(n)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with transaction.atomic(), acting(bakyt):
        numbers = sorted(Case.objects.values_list("number", flat=True))
    assert len(failed) == 4
    assert [int(number[5:]) for number in numbers] == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_many_times_at_once_opens_one_case():
    from tests.factories import make_member, make_organisation

    with transaction.atomic():
        bakyt = make_member(make_organisation("Osh call line (fictional)"), "Bakyt", "caseworker")
    once, opened = uuid.uuid4(), []

    def work() -> None:
        try:
            with transaction.atomic(), acting(bakyt):
                opened.append(actions.open_case(bakyt, Opening(), once=once).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with transaction.atomic(), acting(bakyt):
        (case,) = Case.objects.all()
        assert actions.open_case(bakyt, Opening(), once=uuid.uuid4()).number.endswith("-0002")
    assert opened == [case.pk] * 8


@pytest.mark.django_db
def test_the_caller_is_found_by_phone(bakyt, case):
    with acting(bakyt):
        assert queries.find(bakyt, MOTHER_PHONE) == [case]
        assert queries.find(bakyt, "0555 11-12-22") == [case]
