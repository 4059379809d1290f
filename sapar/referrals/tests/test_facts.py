"""Counts for the coordinator: own organisation only, both sides, in time or not, restricted cases too."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.referrals import facts
from sapar.referrals.tests.story import turn
from tests.factories import make_member

pytestmark = pytest.mark.django_db


def _courses(actor, org_id=None):
    today = timezone.localdate()
    with turn(actor):
        return facts.courses(
            org_id=org_id or actor.org_id, since=today - dt.timedelta(days=40), until=today + dt.timedelta(days=2),
            zone="Asia/Bishkek",
        )  # fmt: skip


def test_both_sides_count_the_same_referral_under_each_service(story, nurlan):
    story.to("accepted")
    sent, received = _courses(nurlan), _courses(story.receiver)
    assert {(one.side, one.service, one.state, one.referrals, one.in_time) for one in sent} == {
        ("sent", "legal-advice", "accepted", 1, 1),
        ("sent", "employer-talks", "accepted", 1, 1),
    }
    assert {one.partner for one in sent} == {story.to_org.pk}
    assert {(one.side, one.partner) for one in received} == {("received", story.sender.org_id)}


def test_outside_ones_count_for_their_sender(outside, nurlan):
    outside.draft(way="sheet").offer().answer("decline", decline_reason="no-capacity")
    found = _courses(nurlan)
    assert [(one.way, one.state, one.referrals, one.unanswered) for one in found] == [
        ("sheet", "declined", 1, 0)
    ]


def test_unanswered_ones_are_told_apart(committed_outside, make_late):
    committed_outside.draft(way="phone").offer()
    make_late()
    assert [one.unanswered for one in _courses(committed_outside.sender)] == [1]
    committed_outside.tick()
    assert [(one.state, one.unanswered) for one in _courses(committed_outside.sender)] == [("expired", 1)]


def test_nobody_counts_anothers(story, chen):
    story.to("offered")
    assert _courses(chen, story.sender.org_id) == []


def test_drafts_do_not_count_and_restricted_cases_do(story, nurlan, osh):
    story.draft()
    assert _courses(nurlan) == []
    story.offer()
    chief = make_member(osh, "Chief", "supervisor")
    with turn(chief):
        cases.restrict(chief, story.case, [story.sender.membership])
    assert len(_courses(nurlan)) == 2
