"""A child row hangs on a parent of the same organisation, or the database refuses it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from sapar.cases import actions
from sapar.cases.models import CaseAccess, Note, Participant, Problem, Task
from sapar.common.ids import uuid7
from tests.factories import acting

pytestmark = pytest.mark.django_db


def refused(make) -> None:
    def at_commit() -> None:
        with transaction.atomic():
            make()
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        at_commit()


def test_no_child_hangs_on_another_organisations_case(bakyt, chen, case):
    with acting(bakyt):
        person_id, key_id = case.participants.first().person_id, case.data_key_id
    with acting(chen):
        own = actions.open_case(chen, actions.Opening())
        common = {"org_id": chen.org_id, "case_id": case.pk}
        refused(lambda: Problem.objects.create(code="debt", **common))
        refused(
            lambda: Participant.objects.create(
                person_id=person_id, role="helped", org_id=chen.org_id, case=own
            )
        )
        refused(lambda: Participant.objects.create(person_id=person_id, role="helped", **common))
        with connection.cursor() as cursor:
            row = [uuid7(), chen.org_id, own.pk, b"x", chen.member_id]
            refused(
                lambda: cursor.execute(
                    "insert into cases_note (id, org_id, case_id, words, author_id, written_at, data_key_id)"
                    " values (%s, %s, %s, %s, %s, now(), %s)",
                    [*row, key_id],
                )
            )


def test_no_case_is_given_to_another_organisations_member(bakyt, chen, case):
    with acting(bakyt), connection.cursor() as cursor:
        refused(lambda: cursor.execute("update cases_case set owner_id = %s", [chen.member_id]))
        task = actions.add_task(bakyt, case, "x")
        refused(lambda: Task.objects.filter(pk=task.pk).update(owner_id=chen.member_id))


def test_no_row_is_moved_to_another_organisation(bakyt, chen, case):
    with acting(bakyt):
        actions.add_note(bakyt, case, "x")
        for model in (Problem, Participant):
            with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                model.objects.update(org_id=chen.org_id)
        assert Note.objects.count() == 1


def hidden() -> set[tuple[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select 'case', unnest(cases_hidden()) union all select 'person', unnest(cases_hidden_people())"
        )
        return set(cursor.fetchall())


def test_what_is_hidden_is_found_out_anew_when_it_may_have_changed(bakyt, gulnara, aigul, case):
    with acting(bakyt):
        people = case.participants.values_list("person_id", flat=True)
        everything = {("case", case.pk), *(("person", one) for one in people)}
    with acting(aigul):
        assert hidden() == set()
    with acting(gulnara):
        actions.restrict(gulnara, case, [bakyt.membership])
    with acting(aigul):
        assert hidden() == everything
    with acting(bakyt):
        assert hidden() == set()
        with transaction.atomic():
            CaseAccess.objects.filter(member_id=bakyt.member_id).delete()
            assert hidden() == everything
            transaction.set_rollback(True)
        assert hidden() == set()


def test_what_one_member_may_not_see_is_not_remembered_for_another(bakyt, gulnara, aigul, case):
    with acting(gulnara):
        actions.restrict(gulnara, case, [bakyt.membership])
    with acting(aigul):
        assert hidden()
        with acting(bakyt):
            assert hidden() == set()
        assert hidden()


def hidden_by_row(cases, people) -> set[tuple[str, object]]:
    """The same as the policies ask it: one row at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 'case', id from unnest(%s::uuid[]) id where cases_hides(id)"
            " union all select 'person', id from unnest(%s::uuid[]) id where cases_hides_person(id)",
            [cases, people],
        )
        return set(cursor.fetchall())


def test_asked_of_one_row_the_same_is_hidden_as_in_the_lists(bakyt, gulnara, aigul, chen, case):
    with acting(bakyt):
        other = actions.open_case(bakyt, actions.Opening())
        people = list(case.participants.values_list("person_id", flat=True))
        seen_elsewhere = people[0]
        Participant.objects.create(
            org_id=bakyt.org_id, case=other, person_id=seen_elsewhere, role="helped", relation="other"
        )
    with acting(gulnara):
        actions.restrict(gulnara, case, [bakyt.membership])
    asked = ([case.pk, other.pk], people)
    told = {}
    for actor in (bakyt, gulnara, aigul, chen):
        with acting(actor):
            told[actor.member_id] = hidden()
            assert hidden_by_row(*asked) == hidden()
    assert told[aigul.member_id] == {
        ("case", case.pk),
        *(("person", one) for one in people if one != seen_elsewhere),
    }
    assert told[bakyt.member_id] == told[chen.member_id] == set()
