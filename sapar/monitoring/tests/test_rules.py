"""From evidence to status: each rule in a table, and what must hold whatever the evidence is."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sapar.directory.trust import Fault, Trust
from sapar.monitoring.codes import FeedbackCode, Parameter
from sapar.monitoring.models import Concern as ConcernRow
from sapar.monitoring.rules import AS_SAID, DIFFERS, MENDS, Concern, Evidence, Feedback, Visit, reckon

TODAY = dt.date(2026, 11, 22)
ANNA, BEK, CHOLPON = (uuid.UUID(int=number) for number in (1, 2, 3))


def ago(days):
    return TODAY - dt.timedelta(days=days)


def visit(days, by=ANNA, counts=None, **verdicts):
    on = ago(days)
    return Visit(uuid.uuid4(), on, by, verdicts or {"office": AS_SAID}, on if counts is None else ago(counts))


def asked(days=20, fault="asks-money", **facts):
    """Two people asked the organisation `days` ago; its fourteen days began then."""
    begun = {"raised_by": ANNA, "seconded_by": BEK, "reply_by": ago(days - 14)}
    return Concern(uuid.uuid4(), fault, **begun | facts)


def told(*days, code="closed"):
    return tuple(Feedback(uuid.uuid4(), code, ago(one)) for one in days)


# What is known, the status, the rule.
TABLE = {
    "nothing is known": ({}, "unconfirmed", "T10"),
    "confirmed today": ({"confirmed_on": TODAY}, "confirmed", "T9"),
    "confirmed a year ago to the day": ({"confirmed_on": ago(365)}, "confirmed", "T9"),
    "confirmed a year and a day ago": ({"confirmed_on": ago(366)}, "unconfirmed", "T10"),
    "a monitor found it": ({"visits": (visit(30),)}, "confirmed", "T8"),
    "a monitor found it 548 days ago": ({"visits": (visit(548),)}, "confirmed", "T8"),
    "a monitor found it 549 days ago": ({"visits": (visit(549),)}, "unconfirmed", "T10"),
    "a monitor saw only its reports": ({"visits": (visit(3, reports=AS_SAID),)}, "unconfirmed", "T10"),
    "no reports, but it is there": (
        {"visits": (visit(3, office=AS_SAID, reports=DIFFERS),)}, "confirmed", "T8",
    ),
    "the price was another": (
        {"confirmed_on": TODAY, "visits": (visit(20, office=AS_SAID, price=DIFFERS),)}, "unconfirmed", "T7",
    ),
    "the price was another, but it may still answer": (
        {"confirmed_on": TODAY, "visits": (visit(3, counts=-11, price=DIFFERS),)}, "confirmed", "T9",
    ),
    "the price was another, and the next monitor found it as said": (
        {"visits": (visit(20, price=DIFFERS), visit(5, office=AS_SAID, price=AS_SAID))}, "confirmed", "T8",
    ),
    "three tell that nobody is there": (
        {"confirmed_on": ago(200), "feedback": told(10, 20, 30)}, "unconfirmed", "T6",
    ),
    "two tell that nobody is there": ({"confirmed_on": ago(200), "feedback": told(10, 20)}, "confirmed", "T9"),
    "three told before it said that it is there": (
        {"confirmed_on": ago(9), "feedback": told(10, 20, 30)}, "confirmed", "T9",
    ),
    "three told before a monitor found it": (
        {"visits": (visit(9),), "feedback": told(10, 20, 30)}, "confirmed", "T8",
    ),
    "three told, one too long ago": (
        {"confirmed_on": None, "visits": (visit(500),), "feedback": told(10, 20, 366)}, "confirmed", "T8",
    ),
    "three tell of money: that takes two monitors": (
        {"confirmed_on": ago(200), "feedback": told(10, 20, 30, code="asked-money")}, "confirmed", "T9",
    ),
    "one monitor raised it": (
        {"confirmed_on": TODAY, "concerns": (asked(seconded_by=None, reply_by=None),)}, "confirmed", "T9",
    ),
    "one monitor twice": ({"confirmed_on": TODAY, "concerns": (asked(seconded_by=ANNA),)}, "confirmed", "T9"),
    "asked, the last day to answer": ({"confirmed_on": TODAY, "concerns": (asked(14),)}, "confirmed", "T9"),
    "asked, the day after": ({"confirmed_on": TODAY, "concerns": (asked(15),)}, "warning", "T5"),
    "it answered, nobody has read it": (
        {"confirmed_on": TODAY, "concerns": (asked(60, replied_on=ago(50)),)}, "confirmed", "T9",
    ),
    "it answered, who raised it upholds it alone": (
        {
            "confirmed_on": TODAY,
            "concerns": (asked(60, replied_on=ago(50), upheld_on=ago(40), upheld_by=ANNA),),
        },
        "confirmed",
        "T9",
    ),
    "it answered, another upholds it": (
        {"concerns": (asked(60, replied_on=ago(50), upheld_on=ago(40), upheld_by=BEK),)}, "warning", "T5",
    ),
    "it answered too late": ({"concerns": (asked(60, replied_on=ago(45)),)}, "warning", "T5"),
    "dropped": ({"confirmed_on": TODAY, "concerns": (asked(60, is_dropped=True),)}, "confirmed", "T9"),
    "its own word does not undo a warning": (
        {"confirmed_on": TODAY, "visits": (visit(1),), "concerns": (asked(),)}, "warning", "T5",
    ),
    "one monitor found it put right": (
        {"concerns": (asked(60),), "visits": (visit(9, ANNA, price=AS_SAID), visit(5, ANNA, price=AS_SAID))},
        "warning",
        "T5",
    ),
    "two monitors found it put right": (
        {
            "concerns": (asked(60),),
            "visits": (visit(9, ANNA, price=AS_SAID), visit(5, CHOLPON, price=AS_SAID, office=AS_SAID)),
        },
        "confirmed",
        "T8",
    ),
    "found put right before the warning": (
        {"concerns": (asked(20),), "visits": (visit(9, price=AS_SAID), visit(8, BEK, price=AS_SAID))},
        "warning",
        "T5",
    ),
    "put right, and asked for money again": (
        {
            "concerns": (asked(60),),
            "visits": (visit(30, price=AS_SAID), visit(20, price=DIFFERS), visit(10, BEK, price=AS_SAID)),
        },
        "warning",
        "T5",
    ),
    "another thing found put right": (
        {
            "concerns": (asked(60),),
            "visits": (visit(9, ANNA, hours=AS_SAID), visit(5, BEK, hours=AS_SAID)),
        },
        "warning",
        "T5",
    ),
    "not put right for 179 days": ({"concerns": (asked(194),)}, "warning", "T5"),
    "not put right for 180 days": ({"concerns": (asked(195),)}, "suspended", "T4"),
    "two warnings of one fault": ({"concerns": (asked(), asked(40))}, "warning", "T5"),
    "two warnings of two faults": ({"concerns": (asked(), asked(fault="closed"))}, "suspended", "T3"),
    "people in danger": (
        {"concerns": (asked(fault="danger", reply_by=ago(1)),), "confirmed_on": TODAY}, "suspended", "T2",
    ),
    "dissolved by law": ({"dissolved": (BEK, ago(2)), "confirmed_on": TODAY}, "suspended", "T1"),
    "to be dissolved tomorrow": ({"dissolved": (BEK, ago(-1)), "confirmed_on": TODAY}, "confirmed", "T9"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_from_evidence_to_status(case):
    facts, trust, rule = TABLE[case]
    found = reckon(Evidence(**facts), TODAY)
    assert (found.trust, found.rule) == (trust, rule)


DAYS = {
    "its own word": ({"confirmed_on": ago(9)}, ago(9)),
    "its own word after a visit": ({"confirmed_on": ago(9), "visits": (visit(30),)}, ago(9)),
    "a word that has run out": ({"confirmed_on": ago(400)}, ago(34)),
    "nobody's word ever": ({}, None),
    "a warning from the day after its time": ({"concerns": (asked(20),)}, ago(5)),
    "a warning from the day it was upheld": (
        {"concerns": (asked(60, replied_on=ago(50), upheld_on=ago(40), upheld_by=BEK),)}, ago(40),
    ),
    "suspended half a year after": ({"concerns": (asked(200),)}, ago(5)),
    "suspended by the second of two faults": ({"concerns": (asked(60), asked(30, "closed"))}, ago(15)),
    "the third who told": ({"feedback": told(30, 20, 10)}, ago(10)),
}  # fmt: skip


@pytest.mark.parametrize("case", DAYS)
def test_each_status_has_the_day_of_its_evidence(case):
    facts, since = DAYS[case]
    assert reckon(Evidence(**facts), TODAY).since == since


def test_a_status_names_the_evidence_it_rests_on():
    concern, seen, says = asked(), visit(3), told(1, 2, 3)
    assert reckon(Evidence(concerns=(concern,)), TODAY).rests_on == (concern.id,)
    assert reckon(Evidence(visits=(seen,)), TODAY).rests_on == (seen.id,)
    assert set(reckon(Evidence(feedback=says), TODAY).rests_on) == {one.id for one in says}


def test_the_reasons_name_every_warning_that_stands():
    found = reckon(Evidence(concerns=(asked(40, "closed"), asked(20, "asks-money"))), TODAY)
    assert [one.get("about") for one in found.reasons] == [None, "closed", "asks-money"]


def test_the_last_look_is_told_even_where_nothing_of_it_counts_yet():
    found = reckon(Evidence(visits=(visit(30), visit(2, counts=-12, price=DIFFERS))), TODAY)
    assert (found.rule, found.checked_on) == ("T8", ago(2))


def test_rules_and_rows_use_the_same_codes():
    assert set(MENDS) == set(Fault.values)
    assert set(MENDS.values()) <= set(Parameter.values)
    assert {"closed", "no-answer"} <= set(FeedbackCode.values)
    assert ConcernRow._meta.get_field("fault").choices == Fault.choices


people = some.sampled_from([ANNA, BEK, CHOLPON])
days = some.integers(-30, 900).map(ago)
maybe = some.none() | days
verdicts = some.dictionaries(
    some.sampled_from(Parameter.values), some.sampled_from([AS_SAID, DIFFERS, "not-seen"]), min_size=1
)
visits = some.builds(Visit, some.uuids(), days, people, verdicts, days)
concerns = some.builds(
    Concern, some.uuids(), some.sampled_from(Fault.values), people, some.none() | people, maybe, maybe, maybe,
    some.none() | people, some.booleans(),
)  # fmt: skip
feedback = some.builds(Feedback, some.uuids(), some.sampled_from(FeedbackCode.values), days)
evidence = some.builds(
    Evidence,
    confirmed_on=maybe,
    dissolved=some.none() | some.tuples(some.uuids(), days),
    visits=some.lists(visits, max_size=4).map(tuple),
    concerns=some.lists(concerns, max_size=3).map(tuple),
    feedback=some.lists(feedback, max_size=5).map(tuple),
)


@given(evidence)
@settings(max_examples=40)
def test_one_person_alone_never_makes_a_warning(known):
    """Whatever else there is: when Anna alone raises, agrees and judges, nothing stands."""
    alone = tuple(
        replace(one, raised_by=ANNA, seconded_by=one.seconded_by and ANNA, upheld_by=one.upheld_by and ANNA)
        for one in known.concerns
    )
    found = reckon(replace(known, concerns=alone, dissolved=None), TODAY)
    assert found.trust in (Trust.CONFIRMED, Trust.UNCONFIRMED)


@given(evidence)
@settings(max_examples=40)
def test_nobody_is_warned_of_before_its_time_to_answer_is_over(known):
    early = tuple(replace(one, reply_by=TODAY, upheld_on=None) for one in known.concerns)
    found = reckon(replace(known, concerns=early, dissolved=None), TODAY)
    assert found.trust in (Trust.CONFIRMED, Trust.UNCONFIRMED)


@given(evidence)
@settings(max_examples=40)
def test_its_own_word_of_today_never_makes_it_look_worse_and_never_undoes_a_warning(known):
    order = list(Trust.values)
    before, after = reckon(known, TODAY), reckon(replace(known, confirmed_on=TODAY), TODAY)
    assert order.index(after.trust) <= order.index(before.trust)
    if before.trust in (Trust.WARNING, Trust.SUSPENDED):
        assert (after.trust, after.rule, after.since) == (before.trust, before.rule, before.since)


@given(evidence, some.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_the_rows_does_not_matter(known, chance):
    def mixed(rows):
        return tuple(chance.sample(rows, len(rows)))

    again = replace(
        known, visits=mixed(known.visits), concerns=mixed(known.concerns), feedback=mixed(known.feedback)
    )
    assert reckon(again, TODAY) == reckon(known, TODAY)


@given(evidence)
@settings(max_examples=40)
def test_what_lies_in_the_future_changes_nothing_today(known):
    found = reckon(known, TODAY)
    assert found.since is None or found.since <= TODAY
    past = replace(
        known,
        visits=tuple(one for one in known.visits if one.on <= TODAY),
        feedback=tuple(one for one in known.feedback if one.on <= TODAY),
    )
    assert reckon(past, TODAY) == found
