"""What a flow's files become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.rules.model import Review

UNKNOWN = "unknown"
# Answers that lead on and tell a rule nothing.
SILENT = frozenset({UNKNOWN, "other", "none"})
# Kinds whose answer is typed: the code under which the next node stands.
TYPED = {"date": "day", "whole": "number"}


@dataclass(frozen=True)
class Question:
    """`answers` maps a code to the next node. A date has "day" and "unknown", a whole number "number" and "unknown": what is
    answered is the day or the number itself.

    `fact` is the name under which the answer is given to rules, "" for none.
    """

    id: str
    kind: str
    answers: Mapping[str, str]
    fact: str = ""


@dataclass(frozen=True)
class RuleCall:
    """A rule asked at an outcome. `facts` maps the rule's fact to a fact of the flow, or to "=value"."""

    rule: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """`help_with` is a need of the directory ("p-unpaid-wages"); `where` the fact that holds the country, or "=RU".

    `leans_on` are the parameters of the rules that its words repeat; `see` are flows that go on from here; `count` is the
    calculator that counts what it speaks of, "" for none.
    """

    id: str
    help_with: str
    where: str
    rules: tuple[RuleCall, ...]
    leans_on: tuple[str, ...]
    see: tuple[str, ...]
    is_danger: bool
    count: str = ""


@dataclass(frozen=True)
class Flow:
    """`problem` is a code of the taxonomy of problems. `review` is of the steps that its outcomes advise."""

    id: str
    problem: str
    start: str
    review: Review
    nodes: Mapping[str, Question | Outcome]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(one for one in self.nodes.values() if isinstance(one, Question))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.nodes.values() if isinstance(one, Outcome))


@dataclass(frozen=True)
class Help:
    """A question to the directory: what, where (a country's code or ""), in which language. Never an organisation."""

    what: str
    where: str
    language: str


@dataclass(frozen=True)
class Place:
    """Where somebody stands. `path` is (question, answer) in order; `facts` is what rules may be told.

    `kept` are answers given before that lie on no path now: going back loses nothing.
    """

    flow: Flow
    node: Question | Outcome
    path: tuple[tuple[str, str], ...]
    facts: Mapping[str, str]
    kept: Mapping[str, str]

    @property
    def is_over(self) -> bool:
        return isinstance(self.node, Outcome)

    def help(self, language: str) -> Help | None:
        """Whom to look for at an outcome; None at a question."""
        if not isinstance(self.node, Outcome):
            return None
        where = self.node.where
        country = where[1:] if where.startswith("=") else self.facts.get(where, "")
        return Help(self.node.help_with, country, language)


@dataclass(frozen=True)
class QuestionWords:
    """A question in a language. `answers` by code."""

    title: str
    hint: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class OutcomeWords:
    """An outcome in a language. `short` goes as a text message; it says nothing of what happened to the person."""

    title: str
    now: tuple[str, ...]
    when: tuple[str, ...]
    papers: tuple[str, ...]
    cost: tuple[str, ...]
    free: tuple[str, ...]
    never: tuple[str, ...]
    short: str


@dataclass(frozen=True)
class Spoken:
    """Words as a page shows them. `state`: "current"; "outdated", then `original` stands beside; "missing", then `words` are it.

    `reviewed_by` names the speaker who signed; "" while it is a draft.
    """

    words: QuestionWords | OutcomeWords
    original: QuestionWords | OutcomeWords | None
    state: str
    reviewed_by: str


PARTS = ("now", "when", "papers", "cost", "free", "never")
