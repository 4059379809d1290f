"""The cases that a lawyer reads: facts, a day, the expected answer. Each file of `cases/` is a table of tests."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sapar.guidance.rules import GuidanceError, evaluate, rules

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def read() -> list[dict]:
    found = []
    for path in FILES:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [{"rule": content.get("rule"), **case} for case in content["cases"]]
    return found


CASES = read()
ANSWERED = [one for one in CASES if "expect" in one]
REFUSED = [one for one in CASES if "refuse" in one]


def name(case: dict) -> str:
    return f"{case['rule']}: {case['name']}"


@pytest.mark.parametrize("case", ANSWERED, ids=name)
def test_the_answer_is_what_the_lawyers_case_says(case):
    answer = evaluate(case["rule"], case["day"], case["facts"]).as_json()

    told = {field: answer["result"][field] for field in case["expect"]}
    assert told == case["expect"]


@pytest.mark.parametrize("case", ANSWERED, ids=name)
def test_every_answer_carries_its_sources_and_says_that_nobody_reviewed_it(case):
    answer = evaluate(case["rule"], case["day"], case["facts"])

    assert [one for one in answer.steps if one.basis == "rule" and not one.source.url] == []
    assert any(one.basis == "rule" for one in answer.steps)
    assert "No lawyer has reviewed this." in str(answer.marks[0])
    assert not answer.is_certain


@pytest.mark.parametrize("case", REFUSED, ids=name)
def test_what_cannot_be_answered_is_refused_with_its_reason(case):
    with pytest.raises(GuidanceError) as refusal:
        evaluate(case["rule"], case["day"], case["facts"])

    assert refusal.value.code == case["refuse"]
    assert getattr(refusal.value, "last_day", None) == case.get(
        "last_day", refusal.value.more.get("last_day")
    )


def test_every_calculator_has_an_answered_case():
    assert set(rules()) - {one["rule"] for one in ANSWERED} == set()


def test_a_calculator_looks_up_only_what_it_declares():
    for case in ANSWERED:
        if case["rule"] in rules():
            answer = evaluate(case["rule"], case["day"], case["facts"])
            assert {one.parameter for one in answer.leans_on} <= set(rules()[case["rule"]].uses), name(case)
