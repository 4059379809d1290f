"""Every flow: each answer leads where its file says, every road ends at an outcome, every outcome can be spoken."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given as of
from hypothesis import settings
from hypothesis import strategies as st

from sapar.directory.taxonomy import Problem
from sapar.directory.terms import What
from sapar.guidance.flows import BadAnswer, back, deadlines, library, pictures, replay, the_library
from sapar.guidance.flows.checking import COMPLETE, faults, leaning_on
from sapar.guidance.flows.model import PARTS, Outcome, QuestionWords
from sapar.guidance.rules import Answer
from sapar.guidance.rules.book import the_book

ON = date(2026, 3, 10)
TYPED = {"day": "2026-03-05", "number": "45"}
LIBRARY = the_library()
FLOWS = list(LIBRARY.flows.values())
DOCS = Path(__file__).resolve().parents[3] / "docs"


def answers_of(question):
    return [TYPED.get(code, code) for code in question.answers]


def roads(flow):
    """Every way through the flow: answers that end at an outcome."""

    def walk(given):
        place = replay(flow, given)
        if place.is_over:
            yield given, place
            return
        for answer in answers_of(place.node):
            yield from walk({**given, place.node.id: answer})

    yield from walk({})


ROADS = {flow.id: list(roads(flow)) for flow in FLOWS}


def way_to(flow, question):
    """Some answers that lead to a question."""
    for given, _place in ROADS[flow]:
        if question in given:
            names = list(given)
            return {name: given[name] for name in names[: names.index(question)]}
    raise AssertionError(f"no road through {flow} passes {question}")


def routes():
    """(flow, question, answer, next node) as the files have them, read without the library."""
    for path in sorted((library.HERE / "graphs").glob("*.yaml")):
        graph = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes only text
        for question, entry in graph["questions"].items():
            for code, after in entry["answers"].items():
                yield graph["flow"], question, code, after


@pytest.mark.parametrize(("flow", "question", "code", "after"), list(routes()))
def test_each_answer_of_each_question_leads_to_its_next_node(flow, question, code, after):
    given = way_to(flow, question)
    assert replay(LIBRARY.flows[flow], given).node.id == question

    place = replay(LIBRARY.flows[flow], {**given, question: TYPED.get(code, code)})

    assert place.node.id == after


def test_the_flows_of_the_issue_are_all_there_without_a_dead_end():
    assert len(FLOWS) == 22
    assert faults(LIBRARY, the_book()) == []
    for flow in FLOWS:
        assert {place.node.id for _given, place in ROADS[flow.id]} == {one.id for one in flow.outcomes}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_outcome_can_be_reached_spoken_and_dated(flow):
    """Every road, with the rules of its outcome asked: an answer or a refusal in words, never a fault."""
    for given, place in ROADS[flow.id]:
        for found in deadlines(place, ON):
            assert isinstance(found, Answer) or str(found), given
        assert place.help("ru").what == place.node.help_with


@pytest.mark.parametrize("language", COMPLETE)
@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_every_node_speaks_in_russian_and_english(flow, language):
    for node in flow.nodes.values():
        spoken = LIBRARY.speak(flow.id, node.id, language)
        assert spoken.state == "current"
        if isinstance(node, Outcome):
            assert all(getattr(spoken.words, part) for part in PARTS), node.id
            assert len(spoken.words.short) <= 140, f"{flow.id}/{node.id}: two text messages at most"
            assert len("\n".join(lines(spoken.words)).encode()) < 6000
        else:
            assert set(spoken.words.answers) == set(node.answers)


def test_help_is_asked_of_the_directory_by_its_own_codes():
    for flow in FLOWS:
        assert flow.problem in Problem.values
        for outcome in flow.outcomes:
            assert What.read(outcome.help_with).written == outcome.help_with, f"{flow.id}/{outcome.id}"


def lines(words):
    if isinstance(words, QuestionWords):
        return [words.title, words.hint, *words.answers.values()]
    return [words.title, words.short, *(line for part in PARTS for line in getattr(words, part))]


def every_line(language):
    return [
        (f"{flow.id}/{node}", line)
        for flow in FLOWS
        for node in flow.nodes
        for line in lines(LIBRARY.words(flow.id, node, language))
    ]


@pytest.mark.parametrize(("language", "longest", "usual"), [("ru", 14, 7), ("en", 17, 9)])
def test_sentences_are_short(language, longest, usual):
    counts = []
    for where, line in every_line(language):
        for sentence in re.split(r"(?<=[.!?:])\s+", line):
            counts.append(len(sentence.split()))
            assert counts[-1] <= longest, f"{where}: {sentence}"
    assert sum(counts) / len(counts) <= usual


@pytest.mark.parametrize("language", COMPLETE)
def test_words_hold_no_telephone_no_article_and_no_address(language):
    """Numbers of offices are the directory's, numbers of articles the rules'."""
    banned = re.compile(
        r"\d{3}-\d|\+\d|\b\d{4,}\b|\bстать[яеию]|\bст\.|\barticle\b|\bart\.|https?:", re.IGNORECASE
    )

    assert [(where, line) for where, line in every_line(language) if banned.search(line)] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_a_term_told_in_words_leans_on_the_rule_that_has_it(language):
    """A number of days or months in an outcome is law: when the rule changes, the outcome must be found."""
    term = re.compile(
        r"\d+ (рабочих |working )?(дн|days|час|hours)|двух месяц|two months|трёх? месяц|three months"
    )
    for flow in FLOWS:
        for outcome in flow.outcomes:
            text = " ".join(lines(LIBRARY.words(flow.id, outcome.id, language)))
            assert outcome.leans_on or not term.search(text), f"{flow.id}/{outcome.id}"


def test_every_common_phrase_is_said_somewhere():
    said = {
        line[1:]
        for (flow, _node, language), written in LIBRARY.written.items()
        if flow and language == "ru"
        for part in PARTS
        for line in written.get(part, ())
        if line.startswith("@")
    }
    assert said == set(LIBRARY.written["", "common", "ru"]["phrases"])


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@of(st.data())
def test_going_back_and_answering_anew_keeps_every_other_answer(data):
    flow = data.draw(st.sampled_from(FLOWS))
    given, _place = data.draw(st.sampled_from(ROADS[flow.id]))
    changed = data.draw(st.sampled_from(list(given)))
    anew = {**given, changed: data.draw(st.sampled_from(answers_of(flow.nodes[changed])))}

    place = replay(flow, anew)

    assert {**dict(place.path), **place.kept} == anew
    assert replay(flow, {**anew, changed: given[changed]}) == replay(flow, given)


def test_back_names_the_question_before_and_nothing_at_the_start():
    flow = LIBRARY.flows["not-paid"]

    assert back(replay(flow, {"safe": "no"})) == "safe"
    assert back(replay(flow, {})) is None


@pytest.mark.parametrize(
    "given",
    [
        {"safe": "maybe"},
        {"safe": "no", "due": "20250510"},
        {"safe": "no", "due": "yesterday"},
        {"safe": "no", "due": "day"},
        {"nothing": "yes"},
        {"claim-ru": "yes"},
    ],
)
def test_an_answer_that_is_none_is_refused(given):
    with pytest.raises(BadAnswer):
        replay(LIBRARY.flows["not-paid"], given)


def test_an_outcome_counts_its_deadline_from_the_answers():
    place = replay(LIBRARY.flows["not-paid"], {"safe": "no", "due": "2025-05-10", "country": "RU"})

    court, stop = deadlines(place, ON)

    assert court.result["last_day"] == date(2026, 5, 10)
    assert stop.result["is_allowed"]
    assert place.help("ky") == type(place.help("ky"))("p-unpaid-wages", "RU", "ky")


def test_a_deadline_that_nobody_can_know_says_which_fact_is_missing():
    place = replay(LIBRARY.flows["not-paid"], {"safe": "no", "due": "unknown", "country": "RU"})

    assert [one.code for one in deadlines(place, ON)] == ["missing-fact", "missing-fact"]


def test_disagreeing_sources_reach_the_outcome_as_a_refusal_with_both_claims():
    given = {"country": "RU", "citizenship": "UZ", "entry": "2026-03-05", "registered": "no"}

    (found,) = deadlines(replay(LIBRARY.flows["arrived"], given), ON)

    assert found.code == "withheld"
    assert len(found.more["claims"]) == 2


def test_a_change_of_a_rule_names_the_outcomes_that_lean_on_it():
    assert "arrived/register" in leaning_on(LIBRARY, {"ru.registration"})
    assert "app/lost" in leaning_on(LIBRARY, {"ru.amina"})


def test_the_page_of_pictures_is_drawn_from_the_files():
    drawn = (DOCS / "guidance-flows.md").read_text(encoding="utf-8")

    assert drawn == pictures.page(LIBRARY), "draw it anew: python -m tools.guidance"


def test_a_number_of_days_reaches_the_rule_as_it_was_typed():
    given = {"know": "yes", "ground": "overstay", "days": "45", "since": "2026-03-01"}

    (found,) = deadlines(replay(LIBRARY.flows["barred"], given), ON)

    assert found.result == {"years": 3, "until": date(2029, 3, 1)}
    with pytest.raises(BadAnswer):
        replay(LIBRARY.flows["barred"], {**given, "days": "many"})
