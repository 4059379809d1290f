"""`evaluate`: a rule, a day and facts in; an answer with its reasoning out."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules import statements
from sapar.guidance.rules.book import Book, the_book
from sapar.guidance.rules.calculators import CALCULATORS
from sapar.guidance.rules.errors import UnknownRule
from sapar.guidance.rules.facts import read_day, read_facts
from sapar.guidance.rules.reasoning import Reasoning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sapar.guidance.rules.answers import Answer
    from sapar.guidance.rules.reasoning import Rule


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every calculator by its id."""
    return {one.id: one for one in CALCULATORS}


def find_rule(rule: str, book: Book) -> Rule:
    """A calculator, or a parameter of the book as a rule that only says what was gathered."""
    if rule in rules():
        return rules()[rule]
    if rule in book.parameters:
        return statements.rule_of(book.parameters[rule])
    raise UnknownRule(rule, get_close_matches(rule, [*rules(), *book.parameters], n=3))


def evaluate(rule: str, on: date, facts: Mapping[str, Any], book: Book | None = None) -> Answer:
    """The answer on that day. `facts` as JSON has them (days as text) or already typed.

    Raises one of `sapar.guidance.rules.errors`: unknown rule, missing, bad or unknown fact, no rule for the date,
    nothing gathered for the citizenship, or withheld because sources disagree.
    """
    book = book or the_book()
    found = find_rule(rule, book)
    reasoning = Reasoning(book, read_day(on, "on"), read_facts(found.facts, facts))
    return reasoning.answer(found.id, found.compute(reasoning), found.help_with)
