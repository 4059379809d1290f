"""Where somebody stands in a flow, found anew from their answers each time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sapar.guidance.flows.model import SILENT, TYPED, UNKNOWN, Outcome, Place, Question
from sapar.guidance.rules import Answer, GuidanceError, evaluate
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.flows.model import Flow, RuleCall

_LONGEST = 6


class BadAnswer(GuidanceError):
    """An answer that the question does not have, or an answer to a question that the flow does not have."""

    code = "bad-answer"


def replay(flow: Flow, answers: Mapping[str, str]) -> Place:
    """The first question without an answer, or the outcome. The same answers always lead to the same place."""
    for name, given in answers.items():
        if not isinstance(flow.nodes.get(name), Question):
            raise BadAnswer(_("This flow has no question “{name}”.", name=name), question=name)
        if not isinstance(given, str):
            raise BadAnswer(_("Choose one of the answers."), question=name)
    path: list[tuple[str, str]] = []
    facts: dict[str, str] = {}
    node = flow.nodes[flow.start]
    while isinstance(node, Question) and node.id in answers:
        given = answers[node.id]
        path.append((node.id, given))
        if node.fact and given not in SILENT:
            facts[node.fact] = given
        node = flow.nodes[_next(node, given)]
    walked = {name for name, _answer in path}
    kept = {name: given for name, given in answers.items() if name not in walked}
    return Place(flow, node, tuple(path), facts, kept)


def _next(question: Question, given: str) -> str:
    """The next node's name, or `BadAnswer`."""
    if question.kind in TYPED and given != UNKNOWN:
        return question.answers[_typed(question, given)]
    if given not in question.answers:
        raise BadAnswer(_("Choose one of the answers."), question=question.id)
    return question.answers[given]


def _typed(question: Question, given: str) -> str:
    """The code of a typed answer that can be read."""
    if question.kind == "date" and not _is_day(given):
        raise BadAnswer(_("A day is written like 2025-01-31, without an hour."), question=question.id)
    if question.kind == "whole" and not (given.isascii() and given.isdecimal() and len(given) <= _LONGEST):
        raise BadAnswer(_("A whole number is needed."), question=question.id)
    return TYPED[question.kind]


def _is_day(given: str) -> bool:
    try:
        return date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def back(place: Place) -> str | None:
    """The question before this place, None at the start. Answers stay: it is only looked at again."""
    return place.path[-1][0] if place.path else None


def deadlines(place: Place, on: date) -> list[Answer | GuidanceError]:
    """What the rules of an outcome answer on a day: an answer, or the refusal with its words.

    A rule whose facts were answered with "I don't know" is refused as a missing fact.
    """
    if not isinstance(place.node, Outcome):
        return []
    return [_ask(call, place.facts, on) for call in place.node.rules]


def _ask(call: RuleCall, facts: Mapping[str, str], on: date) -> Answer | GuidanceError:
    given = {
        name: told[1:] if told.startswith("=") else facts[told]
        for name, told in call.facts.items()
        if told.startswith("=") or told in facts
    }
    try:
        return evaluate(call.rule, on, given)
    except GuidanceError as refusal:
        return refusal
