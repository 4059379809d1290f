"""Asking again: every state and verb, the next one, and the page of the morning."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sapar.cases import actions, flow, today, work_queries
from sapar.cases.actions import PaperWords
from sapar.cases.models import FollowUp
from sapar.cases.tests.conftest import opening
from sapar.cases.tests.test_pages import address, browser
from sapar.cases.work_codes import FollowUpState
from sapar.common.errors import IllegalMove, Invalid
from tests.factories import acting

pytestmark = pytest.mark.django_db

WAY = {"planned": None, "reached": "reach", "not-reached": "miss", "dropped": "drop"}


def day(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("state", "verb"), list(itertools.product(FollowUpState.values, flow.FOLLOW_UP.verbs))
)
def test_follow_up(bakyt, case, in_osh, state, verb):
    row = actions.plan_follow_up(bakyt, case, day(3))
    if WAY[state]:
        actions.record_follow_up(bakyt, row, WAY[state], "Said so.")
    if flow.FOLLOW_UP.allows(state, verb):
        assert actions.record_follow_up(bakyt, row, verb, "x").state == flow.FOLLOW_UP.move(state, verb)
        return
    with pytest.raises(IllegalMove):
        actions.record_follow_up(bakyt, row, verb, "x")
    assert FollowUp.objects.get().state == state


def test_what_has_changed_is_said_and_the_next_one_is_planned_with_it(bakyt, aigul, case, in_osh):
    mother = case.participants.get(relation="mother").person
    row = actions.plan_follow_up(bakyt, case, day(3), person=mother, owner=aigul.membership)
    with pytest.raises(Invalid) as refusal:
        actions.record_follow_up(bakyt, row, "reach", " ")
    assert list(refusal.value.problems) == ["words"]
    actions.record_follow_up(bakyt, row, "reach", "Home, well.", next_on=day(30))
    planned, done = work_queries.follow_ups(bakyt, case)
    assert (done.words, done.done_by_id) == ("Home, well.", bakyt.member_id)
    assert (planned.due_on, planned.person, planned.owner_id) == (day(30), mother, aigul.member_id)


@pytest.mark.parametrize("due", [-1, 4000])
def test_a_day_that_cannot_be_is_refused(bakyt, case, in_osh, due):
    with pytest.raises(Invalid) as refusal:
        actions.plan_follow_up(bakyt, case, day(due))
    assert list(refusal.value.problems) == ["due_on"]


def test_one_asks_after_the_case_is_closed_too(bakyt, case, in_osh):
    row = actions.plan_follow_up(bakyt, case, day(3))
    actions.close(bakyt, case, {one.pk: "solved" for one in case.problems.all()})
    assert FollowUp.objects.get().state == "planned"
    assert actions.record_follow_up(bakyt, row, "reach", "Works again.", next_on=day(90)).state == "reached"


def test_the_page_plans_and_records(bakyt, case):
    client = browser(bakyt)
    form = {"due_on": day(1).isoformat(), "owner": str(bakyt.member_id)}
    assert client.post(address(case, "follow-ups/"), form | {"due_on": "soon"}).status_code == 422
    assert client.post(address(case, "follow-ups/"), form).status_code == 302
    with acting(bakyt):
        row = FollowUp.objects.get()
    page = address(case, f"follow-ups/{row.pk}/")
    assert "+996 555 111 222" in client.get(page).content.decode()
    assert client.post(page, {"verb": "reach", "words": ""}).status_code == 422
    assert (
        client.post(page, {"verb": "reach", "words": "Well.", "next_on": day(-2).isoformat()}).status_code
        == 422
    )
    assert client.post(page, {"verb": "miss", "next_on": day(3).isoformat()}).status_code == 302
    assert client.post(page, {"verb": "miss"}).status_code == 409
    with acting(bakyt):
        assert sorted(FollowUp.objects.values_list("state", flat=True)) == ["not-reached", "planned"]


def morning_of(bakyt, case) -> None:
    person = case.participants.get(relation="self").person
    for n, words in ((-2, "late"), (0, "now"), (5, "soon"), (40, "later")):
        actions.add_task(bakyt, case, words, due_on=day(n))
    actions.plan_follow_up(bakyt, case, day(0))
    for n in (20, 50, 90):
        actions.add_paper(bakyt, case, person, PaperWords("patent", "held", ends_on=day(n)))


def test_the_morning_shows_what_is_mine_by_its_day(bakyt, aigul, case, in_osh):
    morning_of(bakyt, case)
    actions.add_task(bakyt, case, "not mine", due_on=day(0), owner=aigul.membership)
    found = today.of(bakyt)
    assert [one.row.words for one in found.overdue] == ["late"]
    assert [one.is_task for one in found.today] == [True, False]
    assert [one.row.words for one in found.soon] == ["soon"]
    assert [one.row.words for one in found.later] == ["later"]
    assert [(one.ends_on, one.ends_soon) for one in found.papers] == [(day(20), True), (day(50), False)]
    page = browser(bakyt).get("/staff/cases/today/").content.decode()
    for words in ("late", "Overdue", "Ask again", "Within 30 days", "Within 60 days"):
        assert words in page, words
    assert "not mine" not in page


def test_a_closed_case_asks_for_nothing_but_its_follow_ups(bakyt, case, in_osh):
    morning_of(bakyt, case)
    actions.close(bakyt, case, {one.pk: "solved" for one in case.problems.all()})
    found = today.of(bakyt)
    assert (found.overdue, found.soon, found.papers) == ([], [], [])
    assert [one.is_task for one in found.today] == [False]


def test_the_morning_costs_the_same_for_one_case_and_for_ten(bakyt, case):
    client = browser(bakyt)
    with acting(bakyt):
        morning_of(bakyt, case)
    with CaptureQueriesContext(connection) as few:
        client.get("/staff/cases/today/")
    with acting(bakyt):
        for _ in range(9):
            morning_of(bakyt, actions.open_case(bakyt, opening()))
    with CaptureQueriesContext(connection) as many:
        client.get("/staff/cases/today/")
    assert len(many) == len(few)


def test_nothing_to_do_says_so(bakyt):
    assert "Nothing is due" in browser(bakyt).get("/staff/cases/today/").content.decode()
