"""Which question tells most next.

Every open sign is taken to be there once in five times, each by itself. That is no probability of anything in anybody's
life, only an order of asking that treats all answers alike. A question is worth as much as it takes, on average, from what is
undecided about the result (its entropy, in bits). That can be counted exactly: within a dimension only how many yeses of
each weight there are matters.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.screening.indicators import judging
from sapar.screening.indicators.model import RECRUITED, Answer, Dimension, Edition, Result, Weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    Age = bool | None
    Chances = dict[str, float]

# Nobody is asked about violence first: so many answers come before a question that is this hard.
BEFORE_HARD = {0: 0, 1: 3, 2: 6}
THERE = 0.2
_EQUAL = 1e-9


@dataclass(frozen=True)
class Suggestion:
    """The question to ask, and by how many bits it makes the result surer on average."""

    question: str
    bits: float
    hard: int


def next_question(edition: Edition, answers: Mapping[str, str], *, child: Age) -> Suggestion | None:
    """The most useful question that may be asked now; None when no answer could change the result.

    What was answered, also with "unknown" or "not safe", is not asked again. Of equals the gentler, then the earlier.
    """
    if judging.judge(edition, answers, child=child).is_settled:
        return None
    useful = [one for one in _ranked(edition, answers, child) if one.bits > _EQUAL]
    gentle = [one for one in useful if len(answers) >= BEFORE_HARD[one.hard]]
    return min(gentle or useful, key=lambda one: (-round(one.bits, 9), one.hard), default=None)


def _ranked(edition: Edition, answers: Mapping[str, str], child: Age) -> list[Suggestion]:
    """Every question that has no answer yet. Those that weigh the same in the same dimension are worth the same."""
    bases = {age: _chances(edition, answers, child=age) for age in judging.ages(child)}
    worth: dict[object, float] = {}
    found = []
    for question in (one for one in edition.questions if one not in answers):
        indicator = edition.indicators.get(question)
        kind = (indicator.dimension, indicator.adult, indicator.child) if indicator else RECRUITED
        if kind not in worth:
            worth[kind] = _bits(edition, answers, question, bases)
        found.append(Suggestion(question, worth[kind], indicator.hard if indicator else 0))
    return found


def _bits(
    edition: Edition, answers: Mapping[str, str], question: str, bases: Mapping[bool, Chances]
) -> float:
    """What the answer takes from the entropy of the result on average; for an unknown age the mean of both lists."""
    gains = []
    for age, base in bases.items():
        after = 0.0
        for said, share in ((Answer.YES, THERE), (Answer.NO, 1 - THERE)):
            term = edition.indicators[question].dimension if question != RECRUITED else RECRUITED
            changed = base | {term: _chance_of(edition, {**answers, question: said}, term, child=age)}
            after += share * _entropy(edition, changed, child=age)
        gains.append(_entropy(edition, base, child=age) - after)
    return sum(gains) / len(gains)


def _entropy(edition: Edition, chances: Chances, *, child: bool) -> float:
    """`shares` has one entry for each combination of terms, in the order of `Edition.results`."""
    shares = [1.0]
    for chance in chances.values():
        shares = [one * (1 - chance) for one in shares] + [one * chance for one in shares]
    results = [0.0] * len(Result)
    for result, share in zip(edition.results(tuple(chances), child=child), shares, strict=True):
        results[result] += share
    return -sum(one * math.log2(one) for one in results if one > 0)


def _chances(edition: Edition, answers: Mapping[str, str], *, child: bool) -> Chances:
    """For every term that rules ask for, how often it is there."""
    return {term: _chance_of(edition, answers, term, child=child) for term in (RECRUITED, *Dimension)}


def _chance_of(edition: Edition, answers: Mapping[str, str], term: str, *, child: bool) -> float:
    if term == RECRUITED:
        return {Answer.YES: 1.0, Answer.NO: 0.0}.get(Answer(answers.get(term, Answer.UNKNOWN)), THERE)
    counting = edition.of_dimension(term, child=child)
    sure = Counter(one.weight(child=child) for one in counting if answers.get(one.id) == Answer.YES)
    free = Counter(one.weight(child=child) for one in counting if judging.is_open(answers, one.id))
    return _chance(edition, sure, free)


def _chance(edition: Edition, sure: Counter[Weight | None], free: Counter[Weight | None]) -> float:
    """How often a dimension is found with these yeses and so many open ones of each weight."""
    chance = 0.0
    for many in itertools.product(*(range(free[weight] + 1) for weight in Weight)):
        more = dict(zip(Weight, many, strict=True))
        counted = [weight for weight in Weight for _ in range(sure[weight] + more[weight])]
        if edition.is_found(counted):
            chance += math.prod(_share(free[weight], more[weight]) for weight in Weight)
    return 1.0 if chance > 1 - _EQUAL else chance


def _share(of: int, there: int) -> float:
    return math.comb(of, there) * THERE**there * (1 - THERE) ** (of - there)
