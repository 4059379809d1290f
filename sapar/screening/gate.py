"""The safety gate: what is made sure of before the first question, and what is done when it is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

# Point: (what is asked or said, what to do where it is not so).
GATE = {
    "alone": (
        _("Are you alone, or with somebody you chose yourself?"),
        _("Ask nothing more. Agree on a time, or a word, for when they are alone."),
    ),
    "safe": (
        _("Is it safe for you to talk now?"),
        _("Ask nothing more. If they are in danger now, that comes first."),
    ),
    "told": (
        _(
            "I have said: I will ask about your work, to see who can help. You can leave out any question, and stop at any time."
        ),
        _("Say it first, in words they understand, with an interpreter they trust if they want one."),
    ),
    "next": (
        _(
            "I have said what happens next, what I write down and who sees it. I promise nothing that I can't keep."
        ),
        _("Say it first. Who does not know what happens next can't agree to it."),
    ),
    "agreed": (
        _("Do you agree that I ask?"),
        _("Thank them, ask nothing more, and say that they can come back any day."),
    ),
}


def may_ask(gate: Mapping[str, bool]) -> bool:
    """Only when every point is so."""
    return all(gate.get(point) for point in GATE)


def missing(gate: Mapping[str, bool]) -> list[str]:
    return [point for point in GATE if not gate.get(point)]
