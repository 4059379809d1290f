"""Counts of an organisation: they add up, hold restricted cases too, and hold nobody else's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapar.cases import actions, facts
from sapar.cases.actions import ProjectWords, ServiceWords, Someone
from sapar.cases.tests.conftest import opening
from sapar.people.particulars import Particulars, Spelling
from tests.factories import acting

pytestmark = pytest.mark.django_db

ZONE = "Asia/Bishkek"
MARCH = dt.date(2026, 3, 1)
YEAR = {"since": dt.date(2026, 1, 1), "until": dt.date(2027, 1, 1)}
# Half past nine in the evening of the last of February in UTC is March in Bishkek.
EVE = dt.datetime(2026, 2, 28, 21, 30, tzinfo=dt.UTC)


@pytest.fixture
def year(bakyt, gulnara, chen):
    """Three cases of Osh, one of them restricted and one closed, with services; one case of a stranger."""
    with acting(gulnara):
        project = actions.add_project(gulnara, ProjectWords("Return"))
    with acting(bakyt):
        cases = [actions.open_case(bakyt, opening(opened_at=EVE, language="uz")) for _ in range(3)]
        actions.restrict(bakyt, cases[0], [])
        girl = cases[1].participants.get(relation="self").person
        for case, person, quantity in (
            (cases[0], None, 3),
            (cases[1], girl, 2),
            (cases[1], girl, 5),
            (cases[2], None, 1),
        ):
            nights = ServiceWords(
                "shelter", dt.date(2026, 3, 5), Decimal(quantity), "nights", project=project
            )
            actions.add_service(bakyt, case, nights, person=person)
        actions.withdraw_service(bakyt, cases[2].services.get())
        outcomes = {one.pk: "solved" for one in cases[2].problems.all()}
        actions.close(bakyt, cases[2], outcomes, closed_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
        actions.wait(bakyt, cases[1], "court")
        actions.add_task(bakyt, cases[0], "late", due_on=dt.date(2026, 3, 1))
    with acting(chen):
        actions.open_case(chen, opening(opened_at=EVE))
    return project


def test_opened_and_closed_by_month_and_each_dimension(nurlan, year):
    with acting(nurlan):
        found = facts.flow(org_id=nurlan.org_id, zone=ZONE, **YEAR)
    got = {(one.what, one.month, one.dimension, one.code): one.cases for one in found}
    assert got == {
        ("opened", MARCH, "all", ""): 3,
        ("opened", MARCH, "language", "uz"): 3,
        ("opened", MARCH, "country", "KZ"): 3,
        ("opened", MARCH, "problem", "document-taken"): 3,
        ("opened", MARCH, "problem", "forced-labour"): 3,
        ("opened", MARCH, "project", str(year.pk)): 2,
        ("closed", dt.date(2026, 4, 1), "all", ""): 1,
        ("closed", dt.date(2026, 4, 1), "language", "uz"): 1,
        ("closed", dt.date(2026, 4, 1), "country", "KZ"): 1,
        ("closed", dt.date(2026, 4, 1), "problem", "document-taken"): 1,
        ("closed", dt.date(2026, 4, 1), "problem", "forced-labour"): 1,
    }


def test_services_by_kind_unit_and_project(nurlan, year):
    with acting(nurlan):
        (row,) = facts.services(org_id=nurlan.org_id, **YEAR)
    assert row == facts.Given("shelter", "nights", "", year.pk, 3, Decimal(10), 1, 1)


def test_outcomes_and_how_things_stand(nurlan, year):
    with acting(nurlan):
        settled = facts.outcomes(org_id=nurlan.org_id, zone="UTC", since=MARCH, until=dt.date(2999, 1, 1))
        standing = facts.now(org_id=nurlan.org_id, day=dt.date(2026, 3, 2))
    assert sorted((one.problem, one.outcome, one.problems) for one in settled) == [
        ("document-taken", "solved", 1), ("forced-labour", "solved", 1),
    ]  # fmt: skip
    assert {(one.what, one.code): one.n for one in standing} == {
        ("open", "open"): 1, ("open", "waiting"): 1, ("waiting", "court"): 1, ("overdue", "tasks"): 1, ("overdue", "follow-ups"): 0,
    }  # fmt: skip


def test_a_person_in_two_cases_is_helped_once_and_a_caller_is_not_counted(bakyt, nurlan, year):
    def people() -> int:
        with acting(nurlan):
            return sum(one.people for one in facts.helped(org_id=nurlan.org_id, zone=ZONE, **YEAR))

    before = people()
    assert before == 3
    with acting(bakyt):
        someone = Someone(Particulars(names=(Spelling("Нур"),), sex="female"))
        first = actions.open_case(bakyt, actions.Opening(helped=someone, opened_at=EVE))
        again = Someone(first.participants.get().person)
        actions.open_case(bakyt, actions.Opening(helped=again, opened_at=EVE))
    assert people() == before + 1


def test_a_period_begins_and_ends_where_it_says(nurlan, year):
    with acting(nurlan):
        february = {"since": dt.date(2026, 2, 1), "until": MARCH}
        assert facts.flow(org_id=nurlan.org_id, zone=ZONE, **february) == []
        assert facts.flow(org_id=nurlan.org_id, zone="UTC", **february)
        assert (
            facts.services(org_id=nurlan.org_id, since=dt.date(2026, 3, 6), until=dt.date(2026, 4, 1)) == []
        )


def test_nobody_counts_another_organisations_cases(chen, nurlan, year):
    with acting(chen):
        for rows in (
            facts.flow(org_id=nurlan.org_id, zone=ZONE, **YEAR),
            facts.services(org_id=nurlan.org_id, **YEAR),
            facts.outcomes(org_id=nurlan.org_id, zone=ZONE, **YEAR),
            facts.helped(org_id=nurlan.org_id, zone=ZONE, **YEAR),
        ):
            assert rows == []
        assert {one.n for one in facts.now(org_id=nurlan.org_id, day=MARCH)} <= {0}


def test_each_is_one_statement(nurlan, year):
    with acting(nurlan), CaptureQueriesContext(connection) as statements:
        facts.flow(org_id=nurlan.org_id, zone=ZONE, **YEAR)
        facts.services(org_id=nurlan.org_id, **YEAR)
        facts.outcomes(org_id=nurlan.org_id, zone=ZONE, **YEAR)
        facts.helped(org_id=nurlan.org_id, zone=ZONE, **YEAR)
        facts.now(org_id=nurlan.org_id, day=MARCH)
    assert len(statements) == 5
