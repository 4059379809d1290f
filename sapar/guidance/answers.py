"""What somebody has answered and where it led, in the reader's words: for the page, the saved copy, the form, the desk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sapar.guidance import outcomes, walking
from sapar.guidance.rules import rules
from sapar.guidance.speaking import are_drafts, reader, said, title_of, words_of
from sapar.guidance.who_helps import who_helps
from sapar.ui.dates import written

if TYPE_CHECKING:
    from sapar.guidance.walking import Standing


def answers_in_words(stands: Standing) -> list[tuple[str, str, str]]:
    """(question's name, question, answer) up to here."""
    found = []
    for name, given in stands.before:
        words: Any = words_of(stands.flow.id, name).words
        found.append((name, words.title, words.answers.get(given) or _typed_words(given)))
    return found


def _typed_words(given: str) -> str:
    return given if given.isdecimal() else written(dt.date.fromisoformat(given))


def outcome_context(stands: Standing, *, with_help: bool = True) -> dict[str, Any]:
    """What the page, the saved copy and the desk show of an outcome; the desk has its own list of who helps."""
    behind = outcomes.told(stands.place, stands.on)
    spoken = words_of(stands.flow.id, stands.node.id)
    asked, count = stands.place.help(reader()), stands.node.count  # type: ignore[union-attr] # an outcome
    return {
        "spoken": spoken,
        "drafted": are_drafts(),
        "node": stands.node,
        "behind": behind,
        "helping": who_helps(asked) if asked and with_help else None,
        "see": [(name, title_of(name)) for name in stands.node.see],  # type: ignore[union-attr] # an outcome
        "count": (count, said(rules()[count].title)) if count else None,
        "before": answers_in_words(stands),
        "on": stands.on,
        "is_another_day": stands.on != walking.today(),
        "title": title_of(stands.flow.id),
    }
