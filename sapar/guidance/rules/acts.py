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
    """An act on a day. `state` as `Act.state`; `leaning` the parameters, `used_by` the calculators that rest on it."""

    act: Act
    state: str
    leaning: tuple[str, ...]
    used_by: tuple[str, ...]


def standing(book: Book, act: str, on: date) -> Standing:
    """One act on a day; `KeyError` where the register does not have it."""
    found = book.acts[act]
    leaning = tuple(dict.fromkeys(one.parameter for one in book.leaning_on(act)))
    used_by = tuple(rule.id for rule in rules().values() if set(rule.uses) & set(leaning))
    return Standing(found, found.state(on), leaning, used_by)


def register(book: Book, on: date) -> list[Standing]:
    """Every act, those in force first, then by id."""
    order = ("in-force", "unknown", "not-yet", "bill", "ended")
    found = [standing(book, act, on) for act in book.acts]
    return sorted(found, key=lambda one: (order.index(one.state), one.act.id))
