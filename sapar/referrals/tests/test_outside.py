"""Referrals that leave Sapar: by phone, on a printed sheet. The same states and the same clock as inside."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone, translation

from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.common.ids import uuid7
from sapar.organisations import actions as organisations
from sapar.people import actions as people
from sapar.referrals import actions, queries, tasks
from sapar.referrals.codes import Handed
from sapar.referrals.models import Grant, HandedOver
from sapar.referrals.sheet import told_there
from sapar.referrals.tests.scene import ask, refused, run
from sapar.referrals.tests.story import NAME, turn
from tests.cast import client_of
from tests.factories import SYSTEM, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", ["phone", "sheet"])
def test_nothing_is_granted_where_nothing_can_be_read(outside, way):
    outside.draft(way=way).offer()
    with turn(outside.sender):
        assert not Grant.objects.exists()
        assert ask("select count(*) from referrals_packet where for_reader is not null") == [(0,)]
        seen = queries.shown_to_receiver(outside.sender, outside.fresh())
    assert seen.summary.problem_words
    assert seen.details is None


def test_the_same_states_as_inside(outside):
    outside.draft(way="phone").offer()
    for verb, state in (("accept", "accepted"), ("start", "in-work"), ("complete", "completed")):
        outside.answer(verb)
        assert outside.state() == state
    assert [said.who for said in outside.answers()] == ["Their lawyer"] * 3


def test_declined_says_why(outside):
    outside.draft(way="sheet").offer()
    with pytest.raises(Invalid):
        outside.answer("decline")
    outside.answer("decline", decline_reason="no-capacity")
    assert outside.state() == "declined"


def test_the_answer_names_who_when_and_how(outside):
    outside.draft(way="phone").offer()
    for wrong in ({"who": " "}, {"how": "link"}, {"told_at": timezone.now() + dt.timedelta(hours=1)}):
        with pytest.raises(Invalid):
            outside.answer("accept", **wrong)
    with pytest.raises(Invalid) as before:
        outside.answer("accept", told_at=timezone.now() - dt.timedelta(days=1))
    assert list(before.value.problems) == ["told_at"]
    assert outside.state() == "offered"


def test_no_move_without_an_answer_even_by_a_bare_statement(outside):
    outside.draft(way="phone").offer()
    with turn(outside.sender), refused("referral_outside_moves_by_an_answer"):
        run("update referrals_referral set state = 'accepted'")


def test_an_inside_referral_is_never_answered_by_its_sender(story):
    story.to("offered")
    with turn(story.sender), pytest.raises(Denied):
        actions.type_answer(
            story.sender, story.referral, actions.Answer("accept", "phone", timezone.now(), "x")
        )
    with turn(story.sender), refused("outside_answer_of_an_outside_referral"):
        run(
            "insert into referrals_outsideanswer (id, org_id, referral_id, verb, decline_reason, how, told_at,"
            " written_by_id, written_at) values (gen_random_uuid(), %s, %s, 'accept', '', 'phone', now(), %s, now())",
            story.sender.org_id, story.referral.pk, story.sender.member_id,
        )  # fmt: skip


def test_a_typed_answer_counts_once(outside):
    outside.draft(way="phone").offer().answer("accept")
    with pytest.raises(IllegalMove):
        outside.answer("accept")


def test_the_form_sent_twice_is_one_answer(outside):
    outside.draft(way="phone").offer()
    once, said = uuid7(), actions.Answer("accept", "phone", timezone.now(), "Their lawyer")
    with turn(outside.sender):
        first = actions.type_answer(outside.sender, outside.referral, said, once=once)
    with turn(outside.sender):
        assert actions.type_answer(outside.sender, outside.referral, said, once=once).pk == first.pk
    assert len(outside.answers()) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "24 ноября 2026 г. 17:30 (Алматы)"), ("en", "Nov. 24, 2026, 5:30 p.m. (Almaty)")],
)
def test_the_sheet_tells_the_hour_by_the_clock_of_who_reads_it(outside, language, words):
    with translation.override(language), turn(outside.sender):
        assert told_there(dt.datetime(2026, 11, 24, 12, 30, tzinfo=dt.UTC), outside.to_org) == words


def test_the_clock_ends_it_as_inside(committed_outside, make_late):
    outside = committed_outside
    outside.draft(way="sheet").offer()
    assert outside.tick() == 0
    make_late()
    with pytest.raises(Invalid):
        outside.answer("accept")
    tasks.expire_due(org_id=str(outside.sender.org_id))
    assert outside.state() == "expired"
    assert outside.events(outside.sender)[-1] == ("referral.expired", "system")


def test_an_outside_consent_names_that_organisation_and_covers_the_fields(outside, almaty):
    outside.consent(fields=("problems", "names"))
    with turn(outside.sender), pytest.raises(Invalid):
        actions.draft(outside.sender, outside.case, outside.plan(way="phone"))


def test_a_member_is_asked_inside_and_a_listed_one_outside(outside, story):
    outside.consent()
    with turn(outside.sender), pytest.raises(Invalid) as refusal:
        actions.draft(outside.sender, outside.case, outside.plan(way="inside"))
    assert list(refusal.value.problems) == ["to_org"]
    story.consent()
    plan = actions.Plan(story.to_org, tuple(story.consents), ("problems",), ("legal-advice",), "phone")
    with turn(story.sender), pytest.raises(Invalid) as refusal:
        actions.draft(story.sender, story.case, plan)
    assert list(refusal.value.problems) == ["way"]


def test_one_that_joins_later_sees_nothing_of_what_was_asked_outside(outside):
    outside.draft(way="phone").offer()
    with transaction.atomic():
        organisations.join(SYSTEM, outside.to_org)
    newcomer = make_member(outside.to_org, "New", "supervisor")
    with turn(newcomer):
        assert ask("select 1 from referrals_referral") == []
        assert queries.inbox(newcomer).rows == []
        with pytest.raises(NotVisible):
            queries.get(newcomer, outside.referral.pk)


def test_consent_withdrawn_ends_it_and_says_what_to_do_by_hand(outside):
    outside.draft(way="sheet").offer()
    with turn(outside.sender):
        actions.hand_over(outside.sender, outside.referral, Handed.PRINTED, ("problems",), language="ru")
    outside.withdraw_consent()
    assert outside.state() == "withdrawn"
    page = client_of(outside.sender).get(f"/staff/referrals/{outside.referral.pk}/").content.decode()
    assert f"/staff/referrals/{outside.referral.pk}/answer/" in page
    with turn(outside.sender), pytest.raises(IllegalMove):
        actions.hand_over(outside.sender, outside.referral, Handed.PRINTED, ("problems",), language="ru")
    outside.answer("destroyed")
    page = client_of(outside.sender).get(f"/staff/referrals/{outside.referral.pk}/").content.decode()
    assert f"/staff/referrals/{outside.referral.pk}/answer/" not in page


def test_nothing_more_leaves_than_the_consent_covers(outside):
    outside.draft(way="sheet", fields=("problems", "names")).offer()
    with turn(outside.sender):
        made = actions.hand_over(outside.sender, outside.referral, Handed.PRINTED, ("problems", "story"))
        assert made.fields == ["problems"]
    with turn(outside.sender), refused("handed_over_while_it_runs"):
        HandedOver(
            org_id=outside.sender.org_id, referral=outside.referral, how="told", fields=["story"],
            by_id=outside.sender.member_id,
        ).save(force_insert=True)  # fmt: skip


def test_reported_outcomes_settle_our_own_problem(outside):
    outside.draft(way="phone").offer().answer("accept")
    outside.answer("report", outcomes={"unpaid-wages": "partly"}, words="Half is paid.")
    with turn(outside.sender):
        problem = outside.case.problems.get(code="unpaid-wages")
        settled = actions.settle_reported(outside.sender, outside.referral, problem.pk)
    assert settled.outcome == "partly"


def test_the_words_of_answers_go_with_the_person(outside):
    outside.draft(way="phone").offer().answer("accept", words="She is here.")
    with turn(outside.chief):
        people.erase(outside.chief, outside.person, reason="asked")
    assert [(said.who, said.words) for said in outside.answers()] == [(None, None)]


def test_an_officials_safety_is_asked_outside_too(outside, osh):
    outside.list_another(kind="state")
    with pytest.raises(Invalid) as refusal:
        outside.consent()
    assert list(refusal.value.problems) == ["safe_to_tell"]
    outside.consents = []
    outside.draft(way="phone", safe="safe").offer()
    assert outside.state() == "offered"


def test_the_audit_tells_the_same_verbs_and_keeps_no_chain_for_who_is_not_here(outside):
    outside.draft(way="phone").offer().answer("accept").answer("complete")
    verbs = [verb for verb, _kind in outside.events(outside.sender)]
    assert verbs == [f"referral.{one}" for one in ("drafted", "offered", "accepted", "completed")]
    with turn(outside.sender):
        assert ask("select 1 from audit_event where org_id = %s", outside.to_org.pk) == []


def test_names_are_not_said_before_they_accept(outside):
    outside.draft(way="phone").offer()
    assert set(queries.sayable(outside.fresh())) == {"problems", "languages", "place", "needs"}
    outside.answer("accept")
    again = outside.fresh()
    with turn(outside.sender):
        assert "names" in queries.sayable(again)
        assert NAME in queries.shown_to_receiver(outside.sender, again).details.people[0].names
