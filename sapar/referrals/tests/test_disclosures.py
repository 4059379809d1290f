"""Without consent, where a life or a child is in danger: the least, a reason, a second person within a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.cases.models import Task
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.people import actions as people
from sapar.referrals import actions, queries, tasks
from sapar.referrals.actions import disclosing
from sapar.referrals.actions.offering import draft_row
from sapar.referrals.codes import LEAST
from sapar.referrals.models import Disclosure, Grant
from sapar.referrals.refusals import SENTENCES
from sapar.referrals.tests.scene import ask, refused, run
from sapar.referrals.tests.story import NAME, TALE, turn
from tests.factories import make_member

pytestmark = pytest.mark.django_db
REASON = "He said he would kill the child tonight."
LITTLE = ("problems", "place", "names")


def ground(**other):
    said = {"danger": "child", "no_consent": "held", "belief": "not-official", "reason": REASON} | other
    return actions.Ground(**said)


def disclose(story, *, fields=LITTLE, way="inside", **said):
    plan = actions.Plan(story.to_org, (), fields, ("shelter",), way)
    with turn(story.sender):
        story.disclosure = actions.disclose(
            story.sender, story.case, plan, (story.person,), ground(**said),
            answer_by=timezone.now() + dt.timedelta(days=2),
        )  # fmt: skip
    story.referral = story.disclosure.referral
    return story


def review(story, verb, who=None):
    with turn(who or story.chief):
        return actions.review(who or story.chief, story.disclosure, verb, "Looked at.")


@pytest.fixture
def danger(story):
    story.chief = make_member(story.sender.org, "Chief", "supervisor")
    return disclose(story)


@pytest.fixture
def committed_danger(committed_story):
    return disclose(committed_story)


def test_the_least_goes_at_once_and_the_story_never(danger):
    danger.accept()
    seen = danger.seen_by(danger.receiver)
    assert seen.details.people[0].names == (NAME,)
    assert seen.details.story == ""
    assert seen.details.people[0].phones == ()


def test_the_story_is_refused_by_page_verb_and_database(story):
    with pytest.raises(Invalid) as refusal:
        disclose(story, fields=("problems", "story"))
    assert list(refusal.value.problems) == ["fields"]
    disclose(story)
    with turn(story.sender), refused("disclosure_is_not_changed"):
        run("update referrals_disclosure set fields = '{story}'")
    told = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'disclosure_least_packet'"
    listed = ask(told)[0][0]
    assert all(f"'{code}'" in listed for code in LEAST)
    assert "'story'" not in listed


def test_a_reason_is_written_and_sealed(danger):
    with pytest.raises(Invalid):
        disclose(danger, reason="  ")
    with turn(danger.sender):
        assert Disclosure.objects.get().reason == REASON
        kept = ask("select reason from referrals_disclosure")[0][0]
    assert REASON.encode() not in bytes(kept)


def test_upheld_it_goes_on(danger):
    danger.accept()
    review(danger, "uphold")
    assert danger.seen_by(danger.receiver).details is not None
    with turn(danger.sender):
        grant = Grant.objects.get()
    assert grant.ends_at > timezone.now() + dt.timedelta(days=20)


def test_refused_it_ends_at_once_and_both_are_told(danger):
    danger.accept()
    review(danger, "refuse")
    assert danger.state() == "withdrawn"
    seen = danger.seen_by(danger.receiver)
    assert (seen.summary, seen.details, seen.why_not) == (None, None, "disclosure")
    assert danger.events(danger.receiver)[-1][0] == "referral.withdrawn"


def test_the_maker_never_reviews_it(story, gulnara):
    story.sender = gulnara
    disclose(story)
    with pytest.raises(Denied):
        review(story, "uphold", gulnara)
    with turn(gulnara), refused("disclosure_reviewed_by_another"):
        run(
            "update referrals_disclosure set state = 'upheld', reviewed_by_id = made_by_id, reviewed_at = now()"
        )


def test_a_review_in_somebody_elses_name_is_refused(danger):
    with turn(danger.sender), refused("disclosure_reviewed_by_oneself"):
        run(
            "update referrals_disclosure set state = 'upheld', reviewed_by_id = %s, reviewed_at = now()",
            danger.chief.member_id,
        )


def test_who_has_no_right_neither_makes_nor_reviews(danger, aigul, chen):
    with pytest.raises(Denied):
        review(danger, "uphold", danger.sender)
    with pytest.raises(NotVisible), turn(chen):
        disclosing.get(chen, danger.disclosure.pk)
    plan = actions.Plan(danger.to_org, (), LITTLE, ("shelter",))
    with turn(aigul), pytest.raises(Denied):
        actions.disclose(
            aigul,
            danger.case,
            plan,
            (danger.person,),
            ground(),
            answer_by=timezone.now() + dt.timedelta(days=1),
        )


def test_reviewed_once(danger):
    review(danger, "uphold")
    with pytest.raises(IllegalMove):
        review(danger, "refuse")


def test_unreviewed_nothing_is_read_after_a_day_and_the_job_ends_it(committed_danger, operator):
    story = committed_danger.accept()
    _age(operator, hours=13)
    tasks.expire_due(org_id=str(story.sender.org_id))
    with turn(story.sender):
        assert Disclosure.objects.get().escalated_at is not None
    assert story.seen_by(story.receiver).details is not None
    _age(operator, hours=12)
    assert story.seen_by(story.receiver).details is None
    with pytest.raises(Invalid):
        review(story, "uphold")
    tasks.expire_due(org_id=str(story.sender.org_id))
    assert story.state() == "withdrawn"
    with turn(story.sender):
        assert Disclosure.objects.get().state == "lapsed"
        told = set(Event.objects.filter(subject_kind="disclosure").values_list("verb", flat=True))
    assert told == {"disclosure.made", "disclosure.escalated", "disclosure.lapsed"}
    assert story.events(story.receiver)[-1] == ("referral.withdrawn", "system")


AGAIN = "disclosure_again_by_another"


@pytest.mark.parametrize("end", ["refused", "lapsed", "withdrawn"])
def test_what_nobody_upheld_is_not_made_again_by_the_same_member(committed_danger, operator, end):
    story = committed_danger
    if end == "refused":
        review(story, "refuse")
    elif end == "lapsed":
        _age(operator, hours=25)
        tasks.expire_due(org_id=str(story.sender.org_id))
    else:
        story.withdraw()
    with pytest.raises(Invalid) as refusal:
        disclose(story)
    assert list(refusal.value.problems.values()) == [SENTENCES[AGAIN][1]]
    with turn(story.sender):
        assert Disclosure.objects.count() == 1
    story.sender = story.chief
    assert disclose(story).state() == "offered"


def test_the_database_refuses_it_too(danger):
    review(danger, "refuse")
    plan = actions.Plan(danger.to_org, (), LITTLE, ("shelter",))
    with turn(danger.sender), refused(AGAIN):
        draft = draft_row(danger.sender, danger.case, plan, list(LITTLE))
        draft.save(force_insert=True)
        columns = [one.column for one in Disclosure._meta.concrete_fields]
        new = {
            "id": "gen_random_uuid()", "referral_id": "%s", "state": "'waiting'",
            "reviewed_by_id": "null", "reviewed_at": "null",
        }  # fmt: skip
        taken = ", ".join(new.get(one, one) for one in columns)
        run(
            f"insert into referrals_disclosure ({', '.join(columns)}) select {taken} from referrals_disclosure",
            draft.pk,
        )


def test_what_was_upheld_may_be_made_again(danger):
    review(danger, "uphold")
    danger.withdraw()
    assert disclose(danger).state() == "offered"


def _age(operator, hours):
    columns = ", ".join(f"{one} = {one} - interval '{hours} hours'" for one in ("made_at", "review_by"))
    operator.execute(f"update referrals_disclosure set {columns}")
    operator.execute(
        f"update referrals_grant set opened_at = opened_at - interval '{hours} hours', ends_at = ends_at - interval '{hours} hours'"
    )


def test_the_person_is_told_later_by_a_task(danger):
    with turn(danger.sender):
        task = Task.objects.get(case=danger.case)
        assert (task.state, task.owner_id) == ("open", danger.sender.member_id)
        assert task.due_on > timezone.localdate()


def test_a_referral_rests_on_consents_or_on_one_disclosure(danger, story):
    with turn(danger.sender), refused("referral_consents_before_the_offer"):
        run(
            "insert into referrals_referralconsent (id, org_id, referral_id, consent_id)"
            " select gen_random_uuid(), org_id, %s, id from people_consent union all"
            " select gen_random_uuid(), %s, %s, gen_random_uuid() limit 1",
            danger.referral.pk, danger.sender.org_id, danger.referral.pk,
        )  # fmt: skip


def test_no_grant_without_either(story):
    story.draft()
    with turn(story.sender):
        bare = draft_row(
            story.sender, story.case, actions.Plan(story.to_org, (), LITTLE, ("shelter",)), list(LITTLE)
        )
        run("update referrals_referral set state = 'withdrawn', withdrawn_because = 'sender'")
        bare.save(force_insert=True)
    with turn(story.sender), refused("referral_of_own_case_and_consent"):
        run("update referrals_referral set state = 'offered' where id = %s", bare.pk)


def test_a_state_body_asks_what_we_believe_and_why(outside):
    outside.list_another(kind="state")
    for said in ({}, {"belief": "safe"}, {"belief": "safe", "belief_why": " "}):
        with pytest.raises(Invalid):
            disclose(outside, way="phone", **said)
    disclose(outside, way="phone", belief="less-harm", belief_why="Only the police can open that door.")
    assert outside.state() == "offered"


def test_a_reviewer_sees_why_of_a_restricted_case_and_not_the_case(danger):
    with turn(danger.sender):
        cases.restrict(danger.sender, danger.case, [danger.sender.membership])
    with turn(danger.chief):
        assert [one.pk for one in queries.to_review(danger.chief)] == [danger.disclosure.pk]
        assert disclosing.get(danger.chief, danger.disclosure.pk).reason == REASON
        with pytest.raises(NotVisible):
            queries.get(danger.chief, danger.referral.pk)
    colleague = make_member(danger.sender.org, "Colleague", "caseworker")
    with turn(colleague), pytest.raises(NotVisible):
        disclosing.get(colleague, danger.disclosure.pk)
    review(danger, "refuse")
    assert danger.state() == "withdrawn"
    assert danger.events(danger.receiver)[-1][0] == "referral.withdrawn"


def test_the_reason_goes_with_the_person(danger):
    with turn(danger.chief):
        people.erase(danger.chief, danger.person, reason="asked")
    assert danger.state() == "withdrawn"
    with turn(danger.sender):
        assert TALE not in str(queries.open_packet(danger.sender, danger.referral).details)


def test_by_link_too(outside):
    disclose(outside, way="link")
    with turn(outside.sender):
        assert actions.make_link(outside.sender, outside.referral, "ru").token
    with transaction.atomic():
        review(outside, "refuse")
    with turn(outside.sender):
        assert ask("select 1 from referrals_sealedlink where ended_at is null") == []
