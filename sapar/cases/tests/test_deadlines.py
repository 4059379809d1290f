"""Deadlines that a rule of law gave: with the rule and its version, counted anew when the files change, told to the owner."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from sapar.audit.models import Event
from sapar.cases import actions, today
from sapar.cases import tasks as jobs
from sapar.cases.models import Task
from sapar.common.errors import NotVisible
from sapar.guidance.rules import MissingFact
from sapar.organisations.actor import SystemActor
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting
from tests.plugins.vault import MASTER

pytestmark = pytest.mark.django_db
ENTRY = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05"}
# 15 days by the agreement of Russia and Tajikistan; the day of crossing is the first.
BY_15_DAYS, BY_20_DAYS = dt.date(2026, 3, 19), dt.date(2026, 3, 24)
OLD = "      - id: ru.reg.tj\n        for: [TJ]\n        value: {amount: 15, unit: days, first: same}\n"
NEW = OLD.replace("15", "20")


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")


@pytest.fixture
def deadline(bakyt, case):
    with acting(bakyt):
        return actions.add_deadline(bakyt, case, "registration-deadline", ENTRY)


def recount(actor) -> int:
    system = SystemActor("test", actor.org_id)
    with acting(system):
        return actions.recount_all(system)


def now(actor, task) -> Task:
    with acting(actor):
        return Task.objects.get(pk=task.pk)


def test_a_deadline_knows_its_day_its_rule_and_the_rules_version(bakyt, case, deadline):
    assert (deadline.due_on, deadline.rule, deadline.owner_id) == (
        BY_15_DAYS,
        "registration-deadline",
        bakyt.member_id,
    )
    assert len(deadline.rule_version) == 12
    page = client_of(bakyt).get(f"/staff/cases/{case.pk}/").content.decode()
    assert "registration-deadline" in page
    assert deadline.rule_version in page


def test_what_it_was_counted_from_is_sealed(bakyt, deadline):
    with acting(bakyt), connection.cursor() as cursor:
        cursor.execute("select t::text from cases_task t where id = %s", [deadline.pk])
        assert "2026-03-05" not in cursor.fetchone()[0]


def test_the_same_rule_and_facts_make_one_deadline(bakyt, case, deadline):
    with acting(bakyt):
        again = actions.add_deadline(bakyt, case, "registration-deadline", ENTRY)
        other = actions.add_deadline(bakyt, case, "registration-deadline", ENTRY | {"entry": "2026-03-06"})
    assert again.pk == deadline.pk
    assert other.pk != deadline.pk


def test_a_rule_without_a_last_day_makes_none_and_a_refusal_is_passed_on(bakyt, case):
    with acting(bakyt):
        assert actions.add_deadline(bakyt, case, "stop-work", {"due": "2026-02-01"}) is None
        with pytest.raises(MissingFact):
            actions.add_deadline(bakyt, case, "registration-deadline", {"country": "RU"})


def test_while_no_file_changes_nothing_is_told(bakyt, deadline, time_machine):
    assert recount(bakyt) == 0
    time_machine.move_to("2026-03-18T06:00:00Z")
    assert recount(bakyt) == 0


def test_a_new_version_moves_the_day_and_the_owner_is_told_until_they_have_seen_it(
    bakyt, case, deadline, rewrite
):
    rewrite("russia-registration.yaml", OLD, NEW)

    assert recount(bakyt) == 1
    assert recount(bakyt) == 0

    moved = now(bakyt, deadline)
    assert (moved.due_on, moved.was_due_on, moved.rule_notice) == (BY_20_DAYS, BY_15_DAYS, "moved")
    assert moved.rule_version != deadline.rule_version
    browser = client_of(bakyt)
    assert 'id="changed"' in browser.get("/staff/cases/today/").content.decode()
    browser.post(f"/staff/cases/{case.pk}/tasks/{deadline.pk}/seen/")
    assert 'id="changed"' not in browser.get("/staff/cases/today/").content.decode()
    assert now(bakyt, deadline).due_on == BY_20_DAYS
    with acting(bakyt):
        events = Event.objects.filter(subject_id=deadline.pk).values_list("verb", flat=True)
        assert {"task.added-by-rule", "task.rule-changed", "task.rule-seen"} <= set(events)


def test_an_end_of_the_special_rule_brings_the_general_one_and_its_earlier_day(bakyt, deadline, rewrite):
    rewrite("russia-registration.yaml", OLD, OLD + "        valid_to: 2026-03-04\n")
    assert recount(bakyt) == 1
    # 7 working days from the day after Thursday 5 March: Monday 16 March.
    assert now(bakyt, deadline).due_on == dt.date(2026, 3, 16)


def test_a_rule_that_has_ended_keeps_the_day_and_says_that_it_is_silent(bakyt, case, rewrite):
    with acting(bakyt):
        wages = {"country": "RU", "kind": "wages", "start": "2026-01-10"}
        claim = actions.add_deadline(bakyt, case, "labour-dispute-deadline", wages)
    rewrite(
        "russia-work.yaml",
        "        valid_from: 2016-10-03\n        says:\n          en: For unpaid wages a court",
        "        valid_from: 2016-10-03\n        valid_to: 2026-03-01\n        says:\n          en: For unpaid wages a court",
    )
    assert recount(bakyt) == 1
    told = now(bakyt, claim)
    assert (told.due_on, told.rule_notice, told.was_due_on) == (dt.date(2027, 1, 10), "silent", None)


def test_a_change_that_leaves_the_day_alone_is_not_told(bakyt, deadline, rewrite):
    rewrite("russia-registration.yaml", OLD, OLD + "        valid_from: 2013-12-28\n")
    assert recount(bakyt) == 0
    assert now(bakyt, deadline).rule_version != deadline.rule_version


def test_what_is_done_is_not_counted_again(bakyt, deadline, rewrite):
    with acting(bakyt):
        actions.move_task(bakyt, Task.objects.get(pk=deadline.pk), "finish")
    rewrite("russia-registration.yaml", OLD, NEW)
    assert recount(bakyt) == 0


def test_in_a_restricted_case_it_is_counted_too_and_nobody_else_learns_of_it(
    bakyt, aigul, case, deadline, rewrite
):
    with acting(bakyt):
        actions.restrict(bakyt, case, [])
    rewrite("russia-registration.yaml", OLD, NEW)
    assert recount(bakyt) == 1
    assert now(bakyt, deadline).due_on == BY_20_DAYS
    with acting(aigul):
        assert not today.of(aigul).changed
        with pytest.raises(NotVisible):
            actions.see_rule_change(aigul, deadline)


def test_while_the_vault_is_locked_the_job_waits_for_the_next_night(bakyt, deadline, rewrite):
    rewrite("russia-registration.yaml", OLD, NEW)
    keys.lock()
    jobs.recount_deadlines(str(bakyt.org_id))
    keys.use_local(MASTER)
    assert now(bakyt, deadline).due_on == BY_15_DAYS
    jobs.recount_deadlines(str(bakyt.org_id))
    assert now(bakyt, deadline).due_on == BY_20_DAYS


def test_another_organisations_deadlines_are_not_touched(bakyt, saule, deadline, rewrite):
    rewrite("russia-registration.yaml", OLD, NEW)
    assert recount(saule) == 0
    assert now(bakyt, deadline).due_on == BY_15_DAYS
