"""State × verb × role: in every state, every verb by every role does exactly what its flow and its right declare."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.actions.papers import PaperWords
from sapar.common.errors import Denied, IllegalMove, NotVisible
from sapar.common.ids import uuid7
from sapar.directory import actions as directory
from sapar.intake import actions as intake
from sapar.intake.actions import requests
from sapar.intake.calls import Call
from sapar.intake.models import HelpRequest
from sapar.monitoring import actions as monitoring
from sapar.monitoring.models import Concern
from sapar.monitoring.tests import scene
from sapar.organisations.actor import PublicActor
from sapar.organisations.roles import Role
from sapar.referrals import actions as referrals
from sapar.referrals.models import Disclosure
from sapar.referrals.tests.outside_story import Outside
from sapar.referrals.tests.story import Story
from sapar.screening import actions as screening
from tests import flows
from tests.factories import acting, make_member, make_organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.organisations.actor import StaffActor

COURSES = {course.name: course for course in flows.COURSES}


def test_every_flow_stands_in_the_table():
    listed = {id(course.flow) for course in flows.COURSES}
    missing = [where for key, where in flows.every_flow().items() if key not in listed]
    assert missing == []


@pytest.mark.parametrize("course", flows.COURSES, ids=lambda one: one.name)
def test_every_verb_has_its_right_and_leads_where_the_flow_says(course):
    others = set(course.flow.verbs) - set(course.rights)
    assert set(course.rights) <= set(course.flow.verbs)
    assert others <= {"offer", "withdraw", "accept", "decline", "start", "complete", "expire"}
    for state in course.flow.states:
        for verb in course.flow.verbs:
            if course.flow.allows(state, verb):
                assert course.flow.move(state, verb) in course.flow.states
            else:
                with pytest.raises(IllegalMove):
                    course.flow.move(state, verb)


def test_the_page_in_the_documents_is_current():
    page = Path(__file__).parent.parent / "docs" / "flows.md"
    assert page.read_text() == flows.page(), "python tools/flows.py writes it anew"


@dataclass
class Lived:
    """A course with real rows: `make` gives one in its first state, `act` does a verb to it, `fresh` reads it again."""

    course: flows.Course
    make: Callable[[StaffActor], Any]
    act: Callable[[StaffActor, Any, str], Any]
    leader: StaffActor
    fresh: Callable[[Any], Any] | None = None

    def again(self, row: Any) -> Any:
        return self.fresh(row) if self.fresh else type(row)._base_manager.get(pk=row.pk)


def _way(course: flows.Course, goal: str) -> list[str]:
    """The shortest way of verbs from the first state."""
    begin = course.flow.states[0]
    ways: dict[str, list[str]] = {str(begin): []}
    waiting = [str(begin)]
    while waiting:
        state = waiting.pop(0)
        for verb in course.flow.verbs_from(state):
            after = str(course.flow.move(state, verb))
            if after not in ways and course.rights.get(verb):
                ways[after] = [*ways[state], verb]
                waiting.append(after)
    return ways.get(goal, ["?"])


def _cells(lived: Lived, actors: dict[str, StaffActor]) -> list[str]:
    """Every cell that is not as declared."""
    wrong = []
    for state in lived.course.flow.states:
        way = _way(lived.course, state)
        if way == ["?"]:
            continue  # only time or the other side brings it there
        with transaction.atomic():
            with acting(lived.leader):
                row = lived.make(lived.leader)
                for verb in way:
                    lived.act(lived.leader, lived.again(row), verb)
            for role, actor in actors.items():
                for verb in lived.course.rights:
                    if lived.course.rights[verb] == flows.CLOCK:
                        continue
                    got = _told(lived, actor, row, verb)
                    expected = _expected(lived.course, role, state, verb)
                    if got != expected:
                        wrong.append(f"{state} × {verb} × {role}: {got}, declared {expected}")
            transaction.set_rollback(True)
    return wrong


def _expected(course: flows.Course, role: str, state: str, verb: str) -> str:
    if not course.may(role, verb):
        return "denied"
    return str(course.flow.move(state, verb)) if course.flow.allows(state, verb) else "illegal"


def _told(lived: Lived, actor: StaffActor, row: Any, verb: str) -> str:
    with transaction.atomic(), acting(actor):
        try:
            lived.act(actor, lived.again(row), verb)
            return str(lived.again(row).state)
        except Denied:
            return "denied"
        except IllegalMove:
            return "illegal"
        except NotVisible:
            return "not visible"
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def leader(gulnara):
    return gulnara


@pytest.fixture
def actors(osh, aigul, bakyt, gulnara, nurlan, timur):
    of_the_network = [make_member(osh, role.capitalize(), role) for role in ("steward", "monitor")]
    found = {one.role: one for one in (aigul, bakyt, gulnara, nurlan, timur, *of_the_network)}
    assert set(found) == set(Role.values)
    return found


# -- rows of a case


def _case(actor):
    return cases.open_case(actor, cases.Opening(problems=("unpaid-wages",), story="Invented."))


def _close(actor, case):
    outcomes = {one.pk: "solved" for one in case.problems.filter(state="open")}
    return cases.close(actor, case, outcomes)


CASE_VERBS = {
    "wait": lambda actor, case: cases.wait(actor, case, "employer"),
    "resume": cases.resume,
    "close": _close,
    "reopen": cases.reopen,
}


def _person_case(actor):
    from sapar.people.particulars import Particulars

    opening = cases.Opening(helped=cases.Someone(Particulars(sex="female")), problems=("unpaid-wages",))
    return cases.open_case(actor, opening)


def _paper(actor):
    case = _person_case(actor)
    return cases.add_paper(actor, case, case.participants.get().person, PaperWords("passport"))


def _problem_act(actor, problem, verb):
    if verb == "settle":
        return cases.settle_problem(actor, problem, "solved")
    return cases.reopen_problem(actor, problem)


def _request(actor):
    intake.leave(
        PublicActor(), Call(topic="no-word", language="ru", words="Please call."), actor.org, once=uuid7()
    )
    return HelpRequest.objects.latest("pk")


REQUEST_VERBS = {
    "take": requests.take,
    "release": requests.release,
    "answer": lambda actor, row: requests.answer(actor, row, "tried"),
    "close": requests.close,
}


def _screening(actor):
    case = _person_case(actor)
    return screening.keep(actor, case, case.participants.get().person, screening.Asked({}))


def _support(actor):
    case = _person_case(actor)
    return screening.want_support(actor, case, case.participants.get().person, ["legal"])[0]


@pytest.fixture
def trained(leader, bakyt):
    """Whoever may screen is trained, so that the right alone decides."""
    with acting(leader):
        for one in (leader, bakyt):
            screening.record_training(leader, one.membership, "A course", "A school", timezone.localdate())


def _notice(actor):
    """What the night would have written: another organisation's mark is noise without the network's key."""
    from sapar.acquaintance import actions as acquaintance
    from sapar.acquaintance.models import Notice
    from sapar.people.particulars import Particulars, Spelling
    from sapar.ui.dates import PartialDate

    who = Particulars(names=(Spelling("Вымышленова Айзада"),), birth=PartialDate.of(dt.date(1990, 4, 17)))
    opening = cases.Opening(helped=cases.Someone(who), problems=("unpaid-wages",))
    case = cases.open_case(actor, opening)
    said = acquaintance.Said("ru", "voice", timezone.now() + dt.timedelta(days=90))
    entry = acquaintance.enter(actor, case, case.participants.get().person, said)
    return Notice.objects.create(org_id=actor.org_id, case=case, entry=entry, marks=b"0" * 16)


def test_a_notice_of_acquaintance(leader, actors):
    from sapar.acquaintance import actions as acquaintance

    course = COURSES["Notice that somebody else may be helping"]
    assert _cells(Lived(course, _notice, acquaintance.answer, leader), actors) == []


SCREENING_VERBS = {"finish": screening.finish, "withdraw": screening.withdraw}


def test_a_screening(leader, actors, trained):
    def make(actor):
        made = _screening(actor)
        cases.lift(actor, made.case)
        return made

    def act(actor, row, verb):
        return SCREENING_VERBS[verb](actor, row)

    assert _cells(Lived(COURSES["Screening"], make, act, leader), actors) == []


def test_help_after_trafficking(leader, actors):
    lived = Lived(
        COURSES["Help after trafficking"], _support,
        lambda who, row, verb: screening.move_support(who, row, verb, "Because."), leader,
    )  # fmt: skip
    assert _cells(lived, actors) == []


def _of_cases(leader) -> list[Lived]:
    follow_up = timezone.localdate() + dt.timedelta(days=7)
    return [
        Lived(COURSES["Case"], _case, lambda who, row, verb: CASE_VERBS[verb](who, row), leader),
        Lived(COURSES["Problem of a case"], lambda who: _case(who).problems.get(), _problem_act, leader),
        Lived(COURSES["Task"], lambda who: cases.add_task(who, _case(who), "Call."), cases.move_task, leader),
        Lived(
            COURSES["Follow-up"], lambda who: cases.plan_follow_up(who, _case(who), follow_up),
            lambda who, row, verb: cases.record_follow_up(who, row, verb, "She is well."), leader,
        ),
        Lived(COURSES["Paper"], _paper, cases.move_paper, leader),
        Lived(COURSES["Call for help"], _request, lambda who, row, verb: REQUEST_VERBS[verb](who, row), leader),
    ]  # fmt: skip


@pytest.mark.parametrize("at", range(6))
def test_what_hangs_on_a_case_or_a_call(at, leader, actors):
    assert _cells(_of_cases(leader)[at], actors) == []


# -- referrals


def _answered(actor, row, verb):
    reason = "no-capacity" if verb == "decline" else ""
    said = referrals.Answer(verb, "phone", timezone.now(), "Their guard", decline_reason=reason)
    return referrals.type_answer(actor, row, said)


def _sent(actor, row, verb):
    if verb == "offer":
        return referrals.offer(actor, row, answer_by=timezone.now() + dt.timedelta(days=1))
    return referrals.withdraw(actor, row) if verb == "withdraw" else _answered(actor, row, verb)


def _received(actor, row, verb):
    if verb == "decline":
        return referrals.decline(actor, row, "no-capacity")
    return {"accept": referrals.accept, "start": referrals.start, "complete": referrals.complete}[verb](
        actor, row
    )


@pytest.mark.parametrize("name", ["Referral outside Sapar", "Referral inside Sapar, the sender"])
def test_what_a_sender_does(name, leader, actors, saule):
    story = (Outside if "outside" in name else Story)(leader, saule)
    story.consent()

    def make(actor):
        return referrals.draft(actor, story.case, story.plan())

    assert _cells(Lived(COURSES[name], make, _sent, leader), actors) == []


def test_what_a_receiver_does(leader, saule, almaty):
    story = Story(leader, saule).draft().offer()
    theirs = {role: make_member(almaty, role.capitalize(), role) for role in Role.values}
    lived = Lived(
        COURSES["Referral inside Sapar, the receiver"],
        lambda _who: story.referral,
        _received,
        theirs["supervisor"],
    )
    wrong = []
    for state, way in {"offered": (), "accepted": ("accept",), "in-work": ("accept", "start"), "declined": ("decline",),
                       "completed": ("accept", "complete")}.items():  # fmt: skip
        with transaction.atomic():
            for verb in way:
                with acting(lived.leader):
                    lived.act(lived.leader, lived.again(story.referral), verb)
            for role, actor in theirs.items():
                for verb in lived.course.rights:
                    with acting(lived.leader):
                        row = lived.again(story.referral)
                    got, expected = _told(lived, actor, row, verb), _expected(lived.course, role, state, verb)
                    if got != expected:
                        wrong.append(f"{state} × {verb} × {role}: {got}, declared {expected}")
            transaction.set_rollback(True)
    assert wrong == []


def test_what_a_reviewer_does(leader, actors, osh):
    partner = make_organisation("Partner (fictional)", country="KZ")
    maker = make_member(osh, "Maker", "supervisor")
    plan = referrals.Plan(partner, (), ("problems",), ("shelter",))
    ground = referrals.Ground("life", "not-able", "not-official", "Invented.")

    def make(actor):
        with acting(maker):
            case = _person_case(maker)
            people = (case.participants.get().person,)
            made = referrals.disclose(
                maker, case, plan, people, ground, answer_by=timezone.now() + dt.timedelta(days=1)
            )
        return Disclosure.objects.get(pk=made.pk)

    lived = Lived(
        COURSES["Disclosure without consent"], make,
        lambda actor, row, verb: referrals.review(actor, row, verb, "Looked at."), leader,
    )  # fmt: skip
    assert _cells(lived, actors) == []


def test_what_monitors_do(actors, listed_in_almaty, meerim):
    """Meerim of the network's office raises each; those of Osh go on."""

    def make(_who):
        return scene.raised(meerim, listed_in_almaty)

    def fresh(row):
        with acting(meerim, door="monitor"):
            return Concern.objects.get(pk=row.pk)

    acts = {"second": monitoring.second, "drop": monitoring.drop, "uphold": monitoring.uphold}
    course = COURSES["Concern about an organisation"]
    lived = Lived(course, make, lambda who, row, verb: acts[verb](who, row), actors["monitor"], fresh)
    assert _cells(lived, actors) == []


@pytest.fixture
def listed_in_almaty(dana):
    with acting(dana):
        return directory.add_listing(dana, dana.org, services=["aid"], fee="free")
