"""What answers mean: dimension by dimension, and every result that the open ones still allow.

Open is an indicator that was answered "unknown", not asked because it was not safe, or has not come up yet.

Why the range is exact. A dimension is found by counting yeses, and every rule asks only for things to be there, so a further
yes never lowers anything. With all open answers no, a dimension is as little as it can be, with all yes as much; and since
no indicator stands in two dimensions, each dimension takes either value whatever the others do. So the results that can
still come out are those of every combination of the dimensions that are open: at most 2^7, not 2^67. The tests compare
this with trying every answer.
"""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.screening.indicators.model import RECRUITED, Answer, Decision, Dimension, Edition, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sapar.screening.indicators.model import Indicator, Weight


class Found(enum.StrEnum):
    """Whether something is there, whatever the open answers turn out to be."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True)
class Reason:
    """A yes that counts, with its weight; for somebody of unknown age the adult's, or the child's where that is all."""

    indicator: Indicator
    weight: Weight


@dataclass(frozen=True)
class OnDimension:
    dimension: Dimension
    found: Found
    reasons: tuple[Reason, ...]
    open: tuple[str, ...]
    """Ids of the indicators that could still change it."""


@dataclass(frozen=True)
class Judgement:
    """`child` is None where the age is not known: then both lists are gone through, and both outcomes stand in `possible`."""

    edition: Edition
    child: bool | None
    dimensions: tuple[OnDimension, ...]
    possible: tuple[Result, ...]
    """Every result that can still come out, the slightest first."""
    decision: Decision | None
    """The rule that holds already, whatever else is answered; None where there is none."""

    @property
    def lowest(self) -> Result:
        return self.possible[0]

    @property
    def highest(self) -> Result:
        return self.possible[-1]

    @property
    def is_settled(self) -> bool:
        return len(self.possible) == 1


def ages(child: bool | None) -> tuple[bool, ...]:  # noqa: FBT001 - a fact about somebody, not a switch
    """The lists to go through: for an unknown age both."""
    return (False, True) if child is None else (child,)


def judge(edition: Edition, answers: Mapping[str, str], *, child: bool | None) -> Judgement:
    """Answers by the id of their question; see `model.Answer`."""
    possible: set[Result] = set()
    sure: list[Decision | None] = []
    for one in ages(child):
        spans = _spans(edition, answers, child=one)
        possible |= {_result(edition.decide(found, child=one)) for found in _combinations(spans)}
        least = frozenset(term for term, (low, _high) in spans.items() if low)
        sure.append(edition.decide(least, child=one))
    held = min(sure, key=lambda decision: _result(decision))
    dimensions = tuple(_on_dimension(edition, answers, dimension, child) for dimension in Dimension)
    return Judgement(edition, child, dimensions, tuple(sorted(possible)), held)


def _result(decision: Decision | None) -> Result:
    return decision.result if decision else Result.NOTHING


def is_open(answers: Mapping[str, str], question: str) -> bool:
    return answers.get(question) not in (Answer.YES, Answer.NO)


def _spans(edition: Edition, answers: Mapping[str, str], *, child: bool) -> dict[str, tuple[bool, bool]]:
    """For every term that rules ask for: whether it is there with all open answers no, and with all yes."""
    spans: dict[str, tuple[bool, bool]] = {
        RECRUITED: (answers.get(RECRUITED) == Answer.YES, answers.get(RECRUITED) != Answer.NO)
    }
    for dimension in Dimension:
        counting = edition.of_dimension(dimension, child=child)
        sure = [one.weight(child=child) for one in counting if answers.get(one.id) == Answer.YES]
        may = [one.weight(child=child) for one in counting if answers.get(one.id) != Answer.NO]
        spans[dimension] = (edition.is_found(sure), edition.is_found(may))
    return spans


def _combinations(spans: Mapping[str, tuple[bool, bool]]) -> Iterator[frozenset[str]]:
    terms = list(spans)
    for values in itertools.product(*(sorted(set(spans[term])) for term in terms)):
        yield frozenset(term for term, there in zip(terms, values, strict=True) if there)


def _on_dimension(
    edition: Edition,
    answers: Mapping[str, str],
    dimension: Dimension,
    child: bool | None,  # noqa: FBT001 - a fact about somebody, not a switch
) -> OnDimension:
    spans = [_spans(edition, answers, child=one)[dimension] for one in ages(child)]
    lows, highs = [low for low, _high in spans], [high for _low, high in spans]
    found = Found.YES if all(lows) else Found.OPEN if any(highs) else Found.NO
    counting = {one.id: one for age in ages(child) for one in edition.of_dimension(dimension, child=age)}
    reasons = tuple(
        Reason(one, weight)
        for one in counting.values()
        if answers.get(one.id) == Answer.YES and (weight := _weight(one, child)) is not None
    )
    still = tuple(key for key in counting if is_open(answers, key)) if found == Found.OPEN else ()
    return OnDimension(dimension, found, reasons, still)


def _weight(indicator: Indicator, child: bool | None) -> Weight | None:  # noqa: FBT001 - a fact, not a switch
    return indicator.child if child else indicator.adult or indicator.child
