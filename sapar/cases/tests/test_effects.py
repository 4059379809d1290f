"""What cases do when a colleague leaves."""

from __future__ import annotations

import pytest
from django.db import connection

from sapar.audit.models import Event
from sapar.cases import actions, queries
from sapar.cases.models import Case, Task
from sapar.common.errors import NotVisible
from sapar.organisations import actions as organisations
from tests.factories import acting

pytestmark = pytest.mark.django_db


def test_open_cases_and_tasks_pass_to_whoever_ended_the_membership(bakyt, gulnara, case):
    with acting(bakyt):
        actions.add_task(bakyt, case, "Call.")
        closed = actions.close(bakyt, actions.open_case(bakyt, actions.Opening()), {})
    with acting(gulnara):
        organisations.end_membership(gulnara, bakyt.member_id)
        assert queries.get(gulnara, case.pk).owner_id == gulnara.member_id
        assert Task.objects.get().owner_id == gulnara.member_id
        assert queries.get(gulnara, closed.pk).owner_id == bakyt.member_id


def test_a_restricted_case_is_not_lost_with_the_last_one_named(bakyt, gulnara, aigul, hidden_case):
    with acting(gulnara):
        with pytest.raises(NotVisible):
            queries.get(gulnara, hidden_case.pk)
        organisations.end_membership(gulnara, bakyt.member_id)
        assert queries.get(gulnara, hidden_case.pk).owner_id == gulnara.member_id
        assert Event.objects.filter(verb="case.inherited", about=hidden_case.pk).count() == 1
    with acting(aigul), pytest.raises(NotVisible):
        queries.get(aigul, hidden_case.pk)


def test_a_restricted_case_stays_hidden_while_somebody_named_works_here(bakyt, gulnara, aigul, hidden_case):
    with acting(bakyt):
        actions.restrict(bakyt, hidden_case, [aigul.membership])
    with acting(gulnara):
        organisations.end_membership(gulnara, bakyt.member_id)
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["aigul", "gulnara", "chen"])
def test_nobody_inherits_from_a_colleague_who_still_works_here(bakyt, hidden_case, who, request):
    somebody = request.getfixturevalue(who)
    with acting(somebody), connection.cursor() as cursor:
        cursor.execute("select cases_inherit(%s)", [bakyt.member_id])
        assert cursor.fetchall() == []
        assert not Case.objects.exists()
