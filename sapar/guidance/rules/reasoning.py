"""The thread of one answer: every look-up and every sum leaves a step, and an answer cannot be made without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.answers import Answer, Step, marks_of
from sapar.guidance.rules.texts import own_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sapar.guidance.rules.book import Book
    from sapar.guidance.rules.facts import Fact
    from sapar.guidance.rules.model import Version
    from sapar.guidance.rules.texts import Text


class Reasoning:
    """Given to a calculator. `facts` are typed; `on` is the day of the question."""

    def __init__(self, book: Book, on: date, facts: Mapping[str, Any]) -> None:
        self.on = on
        self.facts = facts
        self._book = book
        self._steps: list[Step] = []
        self._says: list[Text] = []
        self._versions: dict[str, Version] = {}

    def look_up(self, parameter: str, on: date, citizenship: str = "") -> Version:
        """The version of that day for that citizenship; a step with its source. Raises as `Book.look_up` does."""
        found = self._book.look_up(parameter, on, citizenship)
        if found.id not in self._versions:
            self._versions[found.id] = found
            self._steps.append(Step(own_words(found.says), "rule", found.source, found.id))
        return found

    def told(self, sentence: Text) -> None:
        """A step that repeats what the person told us."""
        self._steps.append(Step(sentence, "told"))

    def reckon(self, sentence: Text) -> None:
        """A step of counting."""
        self._steps.append(Step(sentence, "reckoned"))

    def say(self, sentence: Text) -> None:
        """A sentence of the answer itself."""
        self._says.append(sentence)

    def answer(self, rule: str, result: Mapping[str, Any], help_with: str) -> Answer:
        versions = tuple(self._versions.values())
        moved = {act.id: act for one in versions for act in self._book.moved_under(one, self.on)}
        acts = tuple(moved.values())
        return Answer(
            rule=rule,
            on=self.on,
            says=tuple(self._says),
            result=result,
            steps=tuple(self._steps),
            marks=marks_of(versions, acts, self.on),
            leans_on=versions,
            help_with=help_with,
            moved=acts,
        )


@dataclass(frozen=True)
class Rule:
    """A question that can be answered. `uses` are the parameters it may look up; `compute` gives the result."""

    id: str
    title: Text
    facts: tuple[Fact, ...]
    uses: tuple[str, ...]
    compute: Callable[[Reasoning], Mapping[str, Any]]
    help_with: str

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.id,
            "title": self.title.as_json(),
            "facts": [one.as_json() for one in self.facts],
            "uses": list(self.uses),
            "help_with": self.help_with,
        }
