"""Words of any length a person reasonably writes, tidied before they are sealed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.ui.texts import tidy

LONGEST_STORY = 20_000
LONGEST_LINE = 500


def long_words(typed: str, place: str) -> str:
    """A story or a note; raises `Invalid` at `place` beyond 20,000 letters."""
    words = tidy(typed).strip()
    if len(words) > LONGEST_STORY:
        raise Invalid(
            {place: _("Please shorten this to 20,000 letters, or write the rest as a second note.")}
        )
    return words


def needed_words(typed: str, place: str) -> str:
    """The same, and not empty."""
    words = long_words(typed, place)
    if not words:
        raise Invalid({place: _("Please fill this in.")})
    return words


def one_line(typed: str, place: str) -> str:
    """A task in a sentence or two; not empty."""
    words = needed_words(typed, place)
    if len(words) > LONGEST_LINE:
        raise Invalid({place: _("Please shorten this to 500 letters.")})
    return words
