"""The verbs: what each side sees at every step, and who may do what when."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.cases.models import Case
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.organisations.roles import RIGHTS, Role
from sapar.people import actions as people
from sapar.people.models import Person
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals import actions, policy, queries
from sapar.referrals.flow import REFERRAL, side_of
from sapar.referrals.models import Referral
from sapar.referrals.tests.story import NAME, PHONE, SAFETY, TALE, WAYS, Story, turn
from tests.factories import make_member


def test_the_receiver_sees_first_what_is_needed_then_who_then_nothing(story, saule, bakyt):
    story.to("offered")
    offered = story.seen_by(saule)
    assert offered.summary.problems == ("unpaid-wages", "document-taken")
    assert offered.summary.languages == ("ky", "ru")
    assert [(one.sex, one.age_band) for one in offered.summary.needs] == [("female", "45-59")]
    assert offered.details is None
    assert offered.why_not == "not-yet"
    story.accept()
    accepted = story.seen_by(saule)
    somebody = accepted.details.people[0]
    assert somebody.names == (NAME,)
    assert somebody.phones[0].number == PHONE
    assert (somebody.safety_words, somebody.may_call, somebody.has_shared_phone) == (SAFETY, "times", True)
    assert accepted.details.story == TALE
    story.withdraw_consent()
    gone = story.seen_by(saule)
    assert (gone.summary, gone.details, gone.why_not) == (None, None, "consent")
    assert story.seen_by(bakyt).details.people[0].names == (NAME,)


def test_only_chosen_fields_travel(story, saule):
    story.consent()
    story.draft(fields=("problems", "names")).offer().accept()
    seen = story.seen_by(saule)
    assert (seen.summary.languages, seen.summary.country, seen.summary.needs) == ((), "", ())
    somebody = seen.details.people[0]
    assert somebody.names == (NAME,)
    assert (somebody.phones, somebody.birth, somebody.safety_words, seen.details.story) == ((), None, "", "")


def test_a_phone_number_never_goes_without_the_words_about_safety(story, saule):
    story.consent()
    story.draft(fields=("phones",)).offer().accept()
    assert story.seen_by(saule).details.people[0].safety_words == SAFETY


def test_a_consent_without_names_gives_no_names(story, saule):
    story.draft(fields=("problems", "place")).offer().accept()
    seen = story.seen_by(saule)
    assert seen.details is None
    assert seen.why_not == "nothing-more"
    with turn(story.sender), pytest.raises(Invalid):
        actions.draft(story.sender, story.case, story.plan(fields=("problems", "names")))


def test_acceptance_opens_a_case_of_ones_own_without_copying_anybody(story, saule):
    story.to("accepted")
    with turn(saule):
        own = queries.get(saule, story.referral.pk).to_case
        assert (own.org_id, own.owner_id) == (saule.org_id, saule.member_id)
        assert (own.language, own.country, own.story) == ("ky", "KZ", "")
        assert [one.code for one in case_queries.problems(saule, own)] == ["unpaid-wages", "document-taken"]
        assert Person.objects.count() == 0
        assert [one.pk for one in queries.of_case(saule, own)] == [story.referral.pk]


def test_acceptance_can_go_on_in_a_case_that_is_there(story, saule):
    story.to("offered")
    with turn(saule):
        own = cases.open_case(saule, cases.Opening())
        assert actions.accept(saule, story.referral, into=own).to_case_id == own.pk


def test_a_strangers_case_cannot_be_gone_on_in(story, saule):
    story.to("offered")
    with turn(saule), pytest.raises(NotVisible):
        actions.accept(saule, story.referral, into=story.case)


def test_a_report_reaches_the_sender_and_its_problem_is_settled_by_one_click(story, bakyt, saule):
    story.to("in-work").report("The passport is back.", document_taken="solved", unpaid_wages="partly")
    story.report("", unpaid_wages="not-solved")
    with turn(bakyt):
        told = queries.reports(bakyt, story.referral)
        assert [one.words for one in told] == ["The passport is back.", ""]
        assert queries.latest_outcomes(bakyt, story.referral) == {
            "document-taken": "solved",
            "unpaid-wages": "not-solved",
        }
        problems = {one.code: one for one in case_queries.problems(bakyt, story.case)}
        assert {one.state for one in problems.values()} == {"open"}
        actions.settle_reported(bakyt, story.referral, problems["document-taken"].pk)
        assert case_queries.problem(bakyt, story.case, problems["document-taken"].pk).outcome == "solved"
    with turn(saule):
        assert [one.words for one in queries.reports(saule, story.referral)] == ["The passport is back.", ""]


def test_reports_outlive_the_consent_on_both_sides(story, bakyt, saule):
    story.to("accepted").report("Met her.").withdraw_consent()
    for actor in (bakyt, saule):
        with turn(actor):
            assert [one.words for one in queries.reports(actor, story.referral)] == ["Met her."]


def test_an_empty_report_is_refused(story, saule):
    story.to("accepted")
    with turn(saule):
        with pytest.raises(Invalid):
            actions.report(saule, story.referral, " ", {"unpaid-wages": ""})
        with pytest.raises(Invalid):
            actions.report(saule, story.referral, "words", {"unpaid-wages": "sort-of"})
        with pytest.raises(Invalid):
            actions.report(saule, story.referral, "words", {"no such problem": "solved"})


def test_completion_can_carry_a_last_report(story, bakyt, saule):
    story.to("accepted")
    with turn(saule):
        actions.complete(saule, story.referral, "Done.", {"unpaid-wages": "solved"})
    assert story.state() == "completed"
    with turn(bakyt):
        assert queries.latest_outcomes(bakyt, story.referral) == {"unpaid-wages": "solved"}
    assert story.seen_by(saule).why_not == "ended"


@pytest.mark.parametrize("state", ["draft", "offered", "accepted", "in-work"])
def test_a_withdrawn_consent_ends_it_from_every_state_and_both_are_told(story, saule, bakyt, state):
    story.to(state).withdraw_consent()
    assert story.state() == "withdrawn"
    assert story.events(bakyt)[-1] == ("referral.withdrawn", "staff")
    theirs = [("referral.withdrawn", "system")] if state != "draft" else []
    assert story.events(saule)[-1:] == theirs
    if state == "draft":
        with pytest.raises(NotVisible):
            story.seen_by(saule)


@pytest.mark.parametrize("state", ["declined", "completed", "withdrawn"])
def test_a_withdrawn_consent_changes_nothing_of_what_is_over(story, state):
    story.to(state).withdraw_consent()
    assert story.state() == state


def test_an_erased_person_can_be_read_by_nobody(story, bakyt, saule, gulnara):
    story.to("accepted").report("Met her.")
    with turn(gulnara):
        people.erase(gulnara, story.person, reason="asked")
    assert story.state() == "withdrawn"
    assert story.seen_by(bakyt).why_not == "erased"
    with turn(bakyt):
        assert [one.words for one in queries.reports(bakyt, story.referral)] == [None]
    with turn(saule):
        assert [one.words for one in queries.reports(saule, story.referral)] == ["Met her."]


def test_closing_the_case_takes_unanswered_offers_back(story, bakyt):
    story.to("offered")
    with turn(bakyt):
        open_problems = case_queries.problems(bakyt, story.case)
        cases.close(bakyt, story.case, {one.pk: "lost" for one in open_problems})
    assert story.state() == "withdrawn"


def test_closing_the_case_leaves_work_that_has_begun(story, bakyt):
    story.to("accepted")
    with turn(bakyt):
        cases.close(bakyt, story.case, {one.pk: "lost" for one in case_queries.problems(bakyt, story.case)})
    assert story.state() == "accepted"


def test_each_chain_tells_its_own_part(story, bakyt, saule):
    story.to("in-work").report().complete()
    verbs = ["offered", "accepted", "started", "reported", "completed"]
    kinds = ["staff", "system", "system", "system", "system"]
    assert story.events(bakyt) == [
        ("referral.drafted", "staff"),
        *zip([f"referral.{v}" for v in verbs], kinds, strict=True),
    ]
    theirs = ["system", "staff", "staff", "staff", "staff"]
    assert story.events(saule) == list(zip([f"referral.{v}" for v in verbs], theirs, strict=True))


class TestOffer:
    def test_an_official_needs_a_yes_to_the_question_of_safety(self, osh, consulate, bakyt, marat):
        story = Story(bakyt, marat)
        with pytest.raises(Invalid):
            story.consent(safe="not-needed")
        with pytest.raises(Invalid):
            story.consent(safe="not-safe")
        story.draft(safe="safe").offer()
        assert story.seen_by(marat).summary is not None

    def test_one_running_referral_of_a_case_to_an_organisation(self, story, bakyt):
        story.to("offered")
        with turn(bakyt), pytest.raises(Invalid, match=".*"):
            actions.draft(bakyt, story.case, story.plan())

    def test_again_after_a_no(self, story, saule):
        story.to("declined")
        story.draft().offer()
        assert story.seen_by(saule).summary is not None

    def test_a_double_click_makes_one_draft_and_one_offer(self, story, bakyt):
        story.consent()
        token, second = uuid.uuid4(), uuid.uuid4()
        until = timezone.now() + dt.timedelta(days=1)
        with turn(bakyt):
            first = actions.draft(bakyt, story.case, story.plan(), once=token)
            assert actions.draft(bakyt, story.case, story.plan(), once=token).pk == first.pk
            actions.offer(bakyt, first, answer_by=until, once=second)
            assert actions.offer(bakyt, first, answer_by=until, once=second).state == "offered"
            with pytest.raises(IllegalMove):
                actions.offer(bakyt, first, answer_by=until)
            assert Referral.objects.count() == 1

    @pytest.mark.parametrize("days", [-1, 61])
    def test_time_to_answer_that_makes_no_sense(self, story, bakyt, days):
        story.to("draft")
        with turn(bakyt), pytest.raises(Invalid) as refused:
            actions.offer(bakyt, story.referral, answer_by=timezone.now() + dt.timedelta(days=days))
        assert "answer_by" in refused.value.problems

    @pytest.mark.parametrize("part", ["consents", "fields", "asked_for"])
    def test_a_plan_lacks_nothing(self, story, bakyt, part):
        story.consent()
        plan = actions.Plan(**{**story.plan().__dict__, part: ()})
        with turn(bakyt), pytest.raises(Invalid):
            actions.draft(bakyt, story.case, plan)

    def test_a_consent_to_somebody_else_is_no_consent(self, story, bakyt, tashkent):
        story.consent(to=tashkent)
        with turn(bakyt), pytest.raises(Invalid):
            actions.draft(bakyt, story.case, story.plan())

    def test_a_closed_case_is_not_referred(self, story, bakyt):
        story.consent()
        with turn(bakyt):
            cases.close(
                bakyt, story.case, {one.pk: "lost" for one in case_queries.problems(bakyt, story.case)}
            )
            with pytest.raises(IllegalMove):
                actions.draft(bakyt, story.case, story.plan())

    def test_a_strangers_case_cannot_be_referred(self, story, chen, almaty):
        with turn(chen), pytest.raises(NotVisible):
            actions.draft(chen, story.case, story.plan())

    def test_two_adults_give_two_consents_and_one_ends_it_for_both(self, story, bakyt, saule):
        with turn(bakyt):
            mother = people.record(bakyt, Particulars(names=(Spelling("Бүбүсара"),)))
            cases.add_participant(bakyt, story.case, cases.Someone(mother), role="caller", relation="mother")
        story.consent()
        other = story.consent(people=(mother,))
        story.draft().offer().accept()
        assert [one.names for one in story.seen_by(saule).details.people] == [(NAME,), ("Бүбүсара",)]
        with turn(bakyt):
            people.withdraw_consent(bakyt, other, how="voice")
        assert story.state() == "withdrawn"

    def test_somebody_who_gave_no_consent_is_not_passed_on(self, story, bakyt, saule):
        with turn(bakyt):
            cases.add_participant(
                bakyt,
                story.case,
                cases.Someone(Particulars(names=(Spelling("Бүбүсара"),))),
                role="caller",
                relation="mother",
            )
        story.draft().offer().accept()
        assert len(story.seen_by(saule).details.people) == 1


STATES = [*WAYS]
VERBS = ["offer", "withdraw", "accept", "decline", "start", "complete"]


def _do(actor, referral, verb):
    if verb == "offer":
        return actions.offer(actor, referral, answer_by=timezone.now() + dt.timedelta(days=1))
    if verb == "decline":
        return actions.decline(actor, referral, "other")
    return getattr(actions, verb)(actor, referral)


@pytest.mark.parametrize(("state", "verb"), [*itertools.product(STATES, VERBS)])
def test_every_state_and_verb_by_either_side(story, bakyt, saule, state, verb):
    story.to(state)
    doer, other = (bakyt, saule) if side_of(verb) == "sender" else (saule, bakyt)
    with turn(other), pytest.raises(Denied):
        _do(other, story.referral, verb)
    assert story.state() == state
    if REFERRAL.allows(state, verb):
        with turn(doer):
            assert _do(doer, story.referral, verb).state == REFERRAL.move(state, verb)
    else:
        refusal = NotVisible if state == "draft" and doer is saule else IllegalMove
        with turn(doer), pytest.raises(refusal):
            _do(doer, story.referral, verb)
        assert story.state() == state


@pytest.mark.parametrize(("role", "verb"), [*itertools.product(Role.values, VERBS)])
def test_every_role_and_verb(story, osh, almaty, role, verb):
    story.to(
        {"offer": "draft", "withdraw": "offered", "accept": "offered", "decline": "offered"}.get(
            verb, "accepted"
        )
    )
    actor = make_member(osh if side_of(verb) == "sender" else almaty, "Colleague", role)
    if policy.RIGHTS[verb] in RIGHTS[role]:
        with turn(actor):
            _do(actor, story.referral, verb)
    else:
        with turn(actor), pytest.raises(Denied):
            _do(actor, story.referral, verb)


@pytest.mark.parametrize(
    ("state", "verb"), [*itertools.product(["draft", "offered", "accepted"], [*VERBS, "report"])]
)
def test_a_stranger_cannot_tell_that_it_exists(story, chen, state, verb):
    story.to(state)
    with turn(chen):
        with pytest.raises(NotVisible):
            queries.get(chen, story.referral.pk)
        with pytest.raises(NotVisible):
            _do(chen, story.referral, verb) if verb != "report" else actions.report(
                chen, story.referral, "x", {}
            )
        assert queries.inbox(chen).rows == queries.outbox(chen).rows == []


def test_a_restricted_case_hides_its_referral_from_colleagues(story, bakyt, gulnara):
    story.to("offered")
    with turn(gulnara):
        cases.restrict(gulnara, story.case, [bakyt.membership])
    stranger = make_member(story.sender.org, "Colleague", "supervisor")
    with turn(stranger):
        assert queries.outbox(stranger).rows == []
        with pytest.raises(NotVisible):
            actions.withdraw(stranger, story.referral)
    with turn(bakyt):
        assert [one.pk for one in queries.outbox(bakyt).rows] == [story.referral.pk]


def test_the_receivers_restricted_case_hides_the_people_from_its_colleagues(story, saule, dana):
    story.to("accepted")
    with turn(saule):
        own = queries.get(saule, story.referral.pk).to_case
        cases.restrict(saule, own, [])
    with turn(dana):
        assert queries.inbox(dana, "work").rows == []
        with pytest.raises(NotVisible):
            queries.open_packet(dana, queries.get(dana, story.referral.pk))
    assert story.seen_by(saule).details is not None


def test_lists_cost_the_same_for_one_and_for_many(story, bakyt, saule):
    story.to("offered")

    def cost(actor, ask):
        with turn(actor), CaptureQueriesContext(connection) as spent:
            for one in ask(actor).rows:
                str(one.from_org.name + one.to_org.name)
        return len(spent)

    one = cost(saule, queries.inbox), cost(bakyt, queries.outbox)
    for _again in range(3):
        Story(bakyt, saule).to("offered")
    assert (cost(saule, queries.inbox), cost(bakyt, queries.outbox)) == one


def test_tabs_hold_what_they_say(story, bakyt, saule):
    story.to("draft")
    with turn(saule):
        assert queries.inbox(saule).rows == []
    with turn(bakyt):
        assert len(queries.outbox(bakyt).rows) == 1
    story.offer()
    with turn(saule):
        assert queries.waiting_count(saule) == len(queries.inbox(saule).rows) == 1
    story.accept()
    for actor, box in ((bakyt, queries.outbox), (saule, queries.inbox)):
        with turn(actor):
            assert [len(box(actor, view).rows) for view in ("waiting", "work", "ended")] == [0, 1, 0]
    story.withdraw_consent()
    for actor, box in ((bakyt, queries.outbox), (saule, queries.inbox)):
        with turn(actor):
            assert [len(box(actor, view).rows) for view in ("waiting", "work", "ended")] == [0, 0, 1]


def test_the_receiver_reads_nothing_of_the_senders_tables(story, saule):
    story.to("accepted")
    with turn(saule):
        assert not Case.objects.filter(pk=story.case.pk).exists()
        assert queries.get(saule, story.referral.pk).consents.count() == 0
