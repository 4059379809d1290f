"""What the page of an outcome shows beside its words: what was counted, what it rests on, what could not be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.guidance.flows import deadlines
from sapar.guidance.flows.model import Outcome
from sapar.guidance.rules import Answer, GuidanceError, MissingFact, Withheld, evaluate
from sapar.guidance.speaking import Cited, Said, cited, in_file, said

if TYPE_CHECKING:
    from datetime import date

    from sapar.guidance.flows import Place
    from sapar.guidance.rules import Step


@dataclass(frozen=True)
class Reason:
    """One step of a reasoning, with its source where it is a rule of law."""

    words: Said
    source: Cited | None


@dataclass(frozen=True)
class Claimed:
    """What one of the sources says that disagree."""

    words: Said
    source: Cited


@dataclass(frozen=True)
class Moved:
    """An act behind an answer that has ended, or was changed since the answer's rule was read."""

    act: Said
    is_over: bool


@dataclass(frozen=True)
class Counted:
    """An answer of a rule. `marks` are what must be said beside it; `version` and `last_day` go with a deadline."""

    says: list[Said]
    reasons: list[Reason]
    marks: list[Said]
    is_reviewed: bool
    is_past_review: bool
    moved: list[Moved]
    last_day: date | None
    answer: Answer


@dataclass(frozen=True)
class Refused:
    """Why a rule gave no answer. `question` asks for what it lacks, "" where nothing could be answered."""

    words: Said
    claims: list[Claimed]
    question: str = ""


@dataclass(frozen=True)
class Told:
    """All that stands behind an outcome on a day. `lost` are rules that its words repeat and that hold no more."""

    counted: list[Counted]
    refused: list[Refused]
    rests_on: list[Counted]
    lost: list[Refused]
    is_reviewed: bool

    @property
    def is_past_review(self) -> bool:
        return any(one.is_past_review for one in (*self.counted, *self.rests_on))

    @property
    def moved(self) -> list[Moved]:
        """Each act once."""
        found = (moved for one in (*self.counted, *self.rests_on) for moved in one.moved)
        return list({str(moved.act): moved for moved in found}.values())

    @property
    def may_have_changed(self) -> bool:
        return self.is_past_review or bool(self.moved)

    @property
    def marks(self) -> list[Said]:
        """Each sentence once, in order."""
        return list(
            {str(mark): mark for one in (*self.counted, *self.rests_on) for mark in one.marks}.values()
        )

    @property
    def days(self) -> list[date]:
        return sorted({one.last_day for one in self.counted if one.last_day is not None})


def told(place: Place, on: date) -> Told:
    """For a place that is over."""
    node = place.node
    if not isinstance(node, Outcome):
        raise TypeError(place.node.id)
    answers = list(zip(node.rules, deadlines(place, on), strict=True))
    counted = [counted_of(one) for _call, one in answers if isinstance(one, Answer)]
    refused = [
        refused_of(one, _question_for(place, call.facts, one))
        for call, one in answers
        if isinstance(one, GuidanceError)
    ]
    rests_on, lost = _rests_on(place, node, on)
    reviewed = place.flow.review.state == "reviewed" and all(one.is_reviewed for one in (*counted, *rests_on))
    return Told(counted, refused, rests_on, lost, reviewed)


def _rests_on(place: Place, node: Outcome, on: date) -> tuple[list[Counted], list[Refused]]:
    rests_on: list[Counted] = []
    lost: list[Refused] = []
    citizenship = place.facts.get("citizenship")
    for name in node.leans_on:
        try:
            rests_on.append(
                counted_of(evaluate(name, on, {"citizenship": citizenship} if citizenship else {}))
            )
        except GuidanceError as refusal:
            lost.append(refused_of(refusal))
    return rests_on, lost


def counted_of(answer: Answer) -> Counted:
    last = answer.result.get("last_day")
    return Counted(
        says=[said(one) for one in answer.says],
        reasons=[reason_of(one) for one in answer.steps],
        marks=[said(one) for one in answer.marks],
        is_reviewed=answer.is_reviewed,
        is_past_review=answer.is_past_review,
        moved=[Moved(in_file(act.title), act.is_over(answer.on)) for act in answer.moved],
        last_day=last,
        answer=answer,
    )


def reason_of(step: Step) -> Reason:
    return Reason(said(step.text), cited(step.source) if step.source else None)


def refused_of(refusal: GuidanceError, question: str = "") -> Refused:
    claims = refusal.conflict.claims if isinstance(refusal, Withheld) else ()
    return Refused(
        said(refusal.text), [Claimed(in_file(one.says), cited(one.source)) for one in claims], question
    )


def _question_for(place: Place, facts: object, refusal: GuidanceError) -> str:
    """The question on the way that would give what the rule lacks."""
    if not isinstance(refusal, MissingFact) or not isinstance(facts, dict):
        return ""
    wanted = facts.get(str(refusal.more.get("fact", "")), "")
    names = {one.fact: one.id for one in place.flow.questions if one.fact}
    walked = {name for name, _answer in place.path}
    return names[wanted] if names.get(wanted) in walked else ""
