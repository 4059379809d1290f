"""Whatever is given, a rule answers or refuses in words, and a flow stands somewhere or refuses: nothing ever breaks."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.guidance.flows import BadAnswer, deadlines, replay, the_library
from sapar.guidance.rules import GuidanceError, evaluate, rules

busy = settings(max_examples=40, deadline=None, derandomize=True, database=None)
DAYS = st.one_of(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.dates())
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["1e400", "NaN", "٣", "2026-02-30", "2026-01-01T00:00:00+06:00", "9" * 400]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
SENSIBLE = {
    "date": DAYS.map(str),
    "country": st.sampled_from(["RU", "KZ", "KG", "UZ", "TJ", "TM", "BY"]),
    "number": st.one_of(st.integers(0, 10**9), st.floats(0, 10**6)),
    "whole": st.integers(0, 10**6),
    "flag": st.booleans(),
}


def values(fact):
    """Mostly what the fact asks for, sometimes junk."""
    if fact.kind == "list":
        sensible = st.lists(filled(fact.fields), max_size=4)
    elif fact.kind == "choice":
        sensible = st.sampled_from(list(fact.choices))
    else:
        sensible = SENSIBLE[fact.kind]
    return st.one_of(sensible, sensible, sensible, sensible, JUNK)


def filled(facts):
    required = {one.name: values(one) for one in facts if one.required}
    optional = {one.name: values(one) for one in facts if not one.required}
    return st.fixed_dictionaries(required, optional=optional)


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_any_facts_on_any_day_give_an_answer_or_a_refusal(rule):
    @busy
    @given(filled(rule.facts), st.one_of(st.just(date(2026, 3, 10)), DAYS))
    def ask(facts, on):
        try:
            found = evaluate(rule.id, on, facts)
        except GuidanceError as refused:
            told = refused.as_json()
        else:
            told = found.as_json()
            assert found.says
            assert found.steps
        assert json.loads(json.dumps(told)) == told

    ask()


@busy
@given(st.data())
def test_any_answers_give_a_place_or_a_refusal(data):
    flow = data.draw(st.sampled_from(list(the_library().flows.values())))
    names = st.one_of(st.sampled_from([one.id for one in flow.questions]), st.text(max_size=5))
    codes = [code for one in flow.questions for code in one.answers]
    answers = data.draw(
        st.dictionaries(names, st.one_of(st.sampled_from(codes), DAYS.map(str), JUNK), max_size=5)
    )

    try:
        place = replay(flow, answers)
    except BadAnswer as refusal:
        blamed = refusal.more["question"]
    else:
        blamed = None
        assert all(str(one) for one in deadlines(place, date(2026, 3, 10)))
    assert blamed is None or blamed in answers
