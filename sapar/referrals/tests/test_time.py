"""What time does, and what happens when two act at once. Committed rows, other connections."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.models import Case
from sapar.common import tenancy
from sapar.common.errors import IllegalMove, Invalid
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.referrals import actions, queries, tasks
from sapar.referrals.tests.story import turn


def _let_time_pass(story):
    job = SystemActor("referrals.expire_due", story.sender.org_id)
    with transaction.atomic(), tenancy.scope_of(job):
        return actions.expire_due(job)


def test_an_unanswered_offer_runs_out_and_both_are_told(committed_story, make_late):
    story = committed_story.to("offered")
    assert _let_time_pass(story) == 0
    make_late()
    seen = story.seen_by(story.receiver)
    assert (seen.summary, seen.details, seen.why_not) == (None, None, "ended")
    assert _let_time_pass(story) == 1
    assert story.state() == "expired"
    assert story.events(story.sender)[-1] == ("referral.expired", "system")
    assert story.events(story.receiver)[-1] == ("referral.expired", "system")
    assert _let_time_pass(story) == 0


def test_too_late_to_accept(committed_story, make_late):
    story = committed_story.to("offered")
    make_late()
    with pytest.raises(Invalid), turn(story.receiver):
        actions.accept(story.receiver, story.referral)
    with turn(story.receiver):
        assert not Case.objects.exists()


def test_a_restricted_cases_offer_runs_out_too(committed_story, make_late):
    story = committed_story.to("offered")
    with turn(story.chief):
        cases.restrict(story.chief, story.case, [story.sender.membership])
    make_late()
    tasks.expire_due(org_id=str(story.sender.org_id))
    assert story.state() == "expired"


def test_the_hourly_look_finds_who_has_something_due(committed_story, make_late, monkeypatch):
    story = committed_story.to("offered")
    asked = []
    monkeypatch.setattr(tasks.expire_due, "defer", lambda **what: asked.append(what))
    tasks.expire_all(0)
    assert asked == []
    make_late()
    tasks.expire_all(0)
    assert asked == [{"org_id": str(story.sender.org_id)}]


def test_a_consent_whose_time_is_over_ends_it_and_both_are_told(committed_story, operator):
    story = committed_story.to("accepted")
    operator.execute(
        "update people_consent set given_at = now() - interval '2 days', until = now() - interval '1 hour'"
    )
    job = SystemActor("people.end_consents", story.sender.org_id)
    with transaction.atomic(), tenancy.scope_of(job):
        people.end_consents(job)
    assert story.state() == "withdrawn"
    assert story.seen_by(story.receiver).why_not == "consent-ended"
    assert story.events(story.receiver)[-1] == ("referral.withdrawn", "system")


def test_the_end_of_a_restricted_cases_consent_is_told_too(committed_story, operator):
    story = committed_story.to("accepted")
    with turn(story.chief):
        cases.restrict(story.chief, story.case, [story.sender.membership])
    operator.execute(
        "update people_consent set given_at = now() - interval '2 days', until = now() - interval '1 hour'"
    )
    job = SystemActor("people.end_consents", story.sender.org_id)
    with transaction.atomic(), tenancy.scope_of(job):
        people.end_consents(job)
    assert story.state() == "withdrawn"
    assert story.events(story.sender)[-1] == ("referral.withdrawn", "system")
    assert story.events(story.receiver)[-1] == ("referral.withdrawn", "system")


def _at_once(*doings):
    """Each doing in a thread and a transaction of its own; what came out, or the refusal."""
    results, gate = [None] * len(doings), threading.Barrier(len(doings))

    def run(place, actor, act):
        try:
            gate.wait(10)
            with turn(actor):
                results[place] = act()
        except Exception as refusal:  # it is the result
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, *doing)) for place, doing in enumerate(doings)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return results


def test_two_colleagues_accept_at_once_and_one_case_is_opened(committed_story):
    story = committed_story.to("offered")
    results = _at_once(
        (story.receiver, lambda: actions.accept(story.receiver, story.referral)),
        (story.colleague, lambda: actions.accept(story.colleague, story.referral)),
    )
    assert sorted(type(one).__name__ for one in results) == ["IllegalMove", "Referral"]
    with turn(story.receiver):
        assert Case.objects.count() == 1


def test_accepting_while_the_consent_is_withdrawn_leaves_nothing_readable(committed_story):
    story = committed_story.to("offered")
    results = _at_once(
        (story.receiver, lambda: actions.accept(story.receiver, story.referral)),
        (story.sender, lambda: people.withdraw_consent(story.sender, story.consents[0], how="voice")),
    )
    assert type(results[1]).__name__ == "Consent"
    assert story.state() == "withdrawn"
    seen = story.seen_by(story.receiver)
    assert (seen.summary, seen.details) == (None, None)


def test_offering_while_the_consent_is_withdrawn_leaves_nothing_readable(committed_story):
    story = committed_story.to("draft")
    until = timezone.now() + dt.timedelta(days=1)
    results = _at_once(
        (story.sender, lambda: actions.offer(story.sender, story.referral, answer_by=until)),
        (story.chief, lambda: people.withdraw_consent(story.chief, story.consents[0], how="voice")),
    )
    assert isinstance(results[0], IllegalMove) or results[0].state == "offered"
    assert story.state() == "withdrawn"
    with turn(story.receiver):
        for one in queries.inbox(story.receiver, "ended").rows:
            seen = queries.open_packet(story.receiver, one)
            assert (seen.summary, seen.details) == (None, None)
