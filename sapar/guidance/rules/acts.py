"""The register of acts and agreements on a day, and what leans on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.guidance.rules.evaluation import rules

if TYPE_CHECKING:
    from datetime import date

    from sapar.guidance.rules.book import Book
    from sapar.guidance.rules.model import Act


@dataclass(frozen=True)
class Standing:
    """An act on a day. `state` as `Act.state`; `leaning` the parameters, `used_by` the calculators that rest on it.

    `articles` are pairs of a parameter and the article that it rests on, "" where the source names none. `to_read_again` are
    the parameters that still answer although the act has ended, or was changed after they were read.
    """

    act: Act
    state: str
    articles: tuple[tuple[str, str], ...]
    used_by: tuple[str, ...]
    to_read_again: tuple[str, ...]

    @property
    def leaning(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(parameter for parameter, _article in self.articles))


def standing(book: Book, act: str, on: date) -> Standing:
    """One act on a day; `KeyError` where the register does not have it."""
    found = book.acts[act]
    resting = book.leaning_on(act)
    articles = tuple(dict.fromkeys((one.parameter, one.source.article) for one in resting))
    leaning = {parameter for parameter, _article in articles}
    used_by = tuple(rule.id for rule in rules().values() if leaning & set(rule.uses))
    stale = [one.parameter for one in resting if one.holds(on) and found.moved_since(one.last_read, on)]
    return Standing(found, found.state(on), articles, used_by, tuple(dict.fromkeys(stale)))


def register(book: Book, on: date) -> list[Standing]:
    """Every act, those in force first, then by id."""
    order = ("in-force", "unknown", "not-yet", "bill", "ended")
    found = [standing(book, act, on) for act in book.acts]
    return sorted(found, key=lambda one: (order.index(one.state), one.act.id))
