"""From a sealed way and what was pressed to the next one. Knows nothing of requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from sapar.guidance.flows import BadAnswer, Question, replay, the_library
from sapar.guidance.flows.model import TYPED, Outcome
from sapar.guidance.way import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.flows import Flow, Place

# The easternmost office: nobody is told that they have a day more than they have.
_CLOCK = ZoneInfo("Asia/Bishkek")


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: the place that their answers lead to, and the node that is looked at."""

    way: Way
    place: Place

    @property
    def node(self) -> Question | Outcome:
        walked = {name for name, _answer in self.place.path}
        return self.place.flow.nodes[self.way.at] if self.way.at in walked else self.place.node

    @property
    def flow(self) -> Flow:
        return self.place.flow

    @property
    def before(self) -> list[tuple[str, str]]:
        """Questions with their answers up to the node that is looked at."""
        names = [name for name, _answer in self.place.path]
        end = names.index(self.node.id) if self.node.id in names else len(names)
        return list(self.place.path[:end])

    @property
    def chosen(self) -> str:
        """What was answered here before, "" for nothing."""
        return self.way.answers.get(self.node.id, "")

    @property
    def on(self) -> dt.date:
        return dt.date.fromisoformat(self.way.on) if self.way.on else today()


def today() -> dt.date:
    return timezone.localdate(timezone=_CLOCK)


def standing(way: Way) -> Standing:
    """Raises `BadAnswer` where the answers fit the flow's files no more."""
    return Standing(way, replay(the_library().flows[way.flow], way.answers))


def standing_of(kept: Mapping[str, Any] | None) -> Standing | None:
    """What `Way.kept` wrote; None for nothing, and where the flow's files have changed so that it leads nowhere."""
    if not kept:
        return None
    try:
        return standing(Way(flow=kept["flow"], answers=dict(kept["answers"]), on=kept.get("on", "")))
    except (BadAnswer, KeyError, TypeError, ValueError):
        return None


def entered(way: Way, flow: Flow) -> Way:
    """Into a flow; what another flow has asked already goes along where this one asks the same."""
    facts = standing(way).place.facts if way.flow else {}
    known = {
        one.id: facts[one.fact]
        for one in flow.questions
        if one.fact in facts and (one.kind in TYPED or facts[one.fact] in one.answers)
    }
    return Way(flow=flow.id, answers=known, on=way.on)


def answered(stands: Standing, given: str) -> Way:
    """On from the question that is looked at. Raises `BadAnswer`."""
    way = stands.way.but(answers={**stands.way.answers, stands.node.id: given}, at="")
    replay(stands.flow, way.answers)
    return way


def looked_back(stands: Standing, question: str = "") -> Way:
    """At an earlier question again, without one at the last; the list of flows before the first. Answers stay."""
    names = [name for name, _answer in stands.before]
    if question in names:
        return stands.way.but(at=question)
    return stands.way.but(at=names[-1]) if names else Way(on=stands.way.on)
