"""A restricted case: for a colleague who is not named there is no trace of it, whichever way they look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sapar.cases import actions, queries
from sapar.cases.models import CaseAccess
from sapar.cases.tests.conftest import MOTHER_PHONE, opening
from sapar.common.errors import Denied, Invalid, NotVisible
from sapar.people import actions as family
from sapar.people import queries as people
from sapar.people.models import Person
from tests.factories import acting

pytestmark = pytest.mark.django_db

TABLES = (
    "cases_case", "cases_caseversion", "cases_caseaccess", "cases_participant", "cases_problem", "cases_problemversion",
    "cases_task", "cases_note", "cases_paper", "cases_paperversion", "people_person", "people_personversion",
    "people_phone",
)  # fmt: skip


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_of_a_colleague_finds_no_row_of_it(bakyt, aigul, gulnara, hidden_case, table):
    with acting(bakyt):
        assert count(table) > 0
    for colleague in (aigul, gulnara):
        with acting(colleague):
            assert count(table) == 0


def test_a_job_without_a_member_does_not_see_it_either(bakyt, hidden_case):
    from sapar.organisations.actor import SystemActor

    with acting(SystemActor("test", bakyt.org_id)):
        assert count("cases_case") == 0


def test_a_colleague_gets_no_hint(aigul, hidden_case, bakyt):
    with acting(bakyt):
        person = hidden_case.participants.get(relation="self").person
    with acting(aigul):
        with pytest.raises(NotVisible):
            queries.get(aigul, hidden_case.pk)
        with pytest.raises(NotVisible):
            people.get(aigul, person.pk)
        assert queries.listed(aigul, "open").rows == []
        assert queries.find(aigul, hidden_case.number) == []
        assert queries.find(aigul, MOTHER_PHONE) == []
        assert queries.find(aigul, "AN 1234567") == []
        assert people.by_phone(aigul, MOTHER_PHONE) == []


def test_a_colleague_cannot_write_into_it_or_name_themselves(aigul, bakyt, hidden_case):
    with acting(aigul):
        with pytest.raises(NotVisible):
            actions.add_note(aigul, hidden_case, "x")
        with pytest.raises(DatabaseError), transaction.atomic():
            CaseAccess.objects.create(org_id=aigul.org_id, case_id=hidden_case.pk, member_id=aigul.member_id)
        with connection.cursor() as cursor:
            cursor.execute("update cases_case set restricted = false where id = %s", [hidden_case.pk])
            assert cursor.rowcount == 0
    with acting(bakyt):
        assert queries.get(bakyt, hidden_case.pk).restricted


def test_what_is_proposed_for_a_child_in_it_stays_in_it_though_the_child_is_seen_elsewhere(
    bakyt, aigul, gulnara, almaty, case
):
    until = timezone.now() + dt.timedelta(days=9)
    with acting(bakyt):
        child = case.participants.select_related("person__data_key").get(relation="self").person
        family.set_needs(bakyt, child, ["child-alone"])
        asked = family.Asked(
            recipient=almaty, people=(child,), fields=("names",), language_read="ru", how="voice",
            given_by="two-staff", safe_to_tell="not-needed", until=until,
        )  # fmt: skip
        proposed = family.propose_consent(bakyt, asked, reason="He follows her.", about=case.pk)
        actions.open_case(bakyt, actions.Opening(helped=actions.Someone(child)))
        actions.restrict(bakyt, case, [gulnara.membership])
    with acting(aigul):
        assert people.get(aigul, child.pk)
        assert count("people_jointdecision") == 0
        assert list(people.undecided(aigul)) == list(people.decisions(aigul, child)) == []
        with pytest.raises(NotVisible):
            people.decision(aigul, proposed.pk)
    with acting(gulnara):
        assert list(people.undecided(gulnara)) == [proposed]
        assert family.decide(gulnara, people.decision(gulnara, proposed.pk), "agreed").consent


def test_who_is_named_sees_it_and_the_owner_is_always_named(bakyt, aigul, gulnara, case):
    with acting(gulnara):
        held = actions.restrict(gulnara, case, [aigul.membership])
        assert held.owner_id == gulnara.member_id
        assert {one.pk for one in queries.named(gulnara, held)} == {gulnara.member_id, aigul.member_id}
    with acting(aigul):
        assert queries.get(aigul, case.pk).restricted
    with acting(bakyt), pytest.raises(NotVisible):
        queries.get(bakyt, case.pk)


def test_the_list_of_names_can_be_changed(bakyt, aigul, gulnara, hidden_case):
    with acting(bakyt):
        actions.restrict(bakyt, hidden_case, [aigul.membership, gulnara.membership])
        actions.restrict(bakyt, hidden_case, [gulnara.membership])
    with acting(aigul), pytest.raises(NotVisible):
        queries.get(aigul, hidden_case.pk)
    with acting(gulnara):
        assert queries.get(gulnara, hidden_case.pk)


def test_a_lifted_restriction_shows_it_to_all_again(bakyt, aigul, hidden_case):
    with acting(bakyt):
        actions.lift(bakyt, hidden_case)
    with acting(aigul):
        assert queries.find(aigul, MOTHER_PHONE) == [hidden_case]


def test_it_is_handed_only_to_somebody_named(bakyt, aigul, hidden_case):
    with acting(bakyt):
        with pytest.raises(Invalid):
            actions.hand_over(bakyt, hidden_case, aigul.membership)
        with pytest.raises(Invalid):
            actions.add_task(bakyt, hidden_case, "x", owner=aigul.membership)


def test_somebody_who_stands_in_another_case_too_is_seen_there(bakyt, aigul, hidden_case):
    with acting(bakyt):
        mother = hidden_case.participants.select_related("person").get(relation="mother").person
        other = actions.open_case(bakyt, actions.Opening(helped=actions.Someone(mother)))
    with acting(aigul):
        assert list(Person.objects.all()) == [mother]
        assert queries.find(aigul, MOTHER_PHONE) == [other]
        assert [one.pk for one in queries.cases_of(aigul, mother.pk)] == [other.pk]


def test_a_case_may_be_restricted_from_its_first_moment(bakyt, aigul):
    with acting(bakyt):
        actions.open_case(bakyt, opening(restricted=True))
    with acting(aigul):
        assert all(count(table) == 0 for table in TABLES)


def test_names_of_strangers_and_auditors_are_refused(bakyt, chen, timur, case):
    with acting(bakyt):
        for somebody in (chen, timur):
            with pytest.raises(Invalid):
                actions.restrict(bakyt, case, [somebody.membership])


def test_an_operator_restricts_nothing(aigul, case):
    with acting(aigul), pytest.raises(Denied):
        actions.restrict(aigul, case, [])
