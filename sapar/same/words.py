"""Why two records may be one person's, in words that a colleague can check by asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar.names.likeness import ABSENT

if TYPE_CHECKING:
    from sapar.names import Verdict

PARTS = {
    "given": gettext_lazy("First name"),
    "family": gettext_lazy("Family name"),
    "father": gettext_lazy("Father's name"),
    "any": gettext_lazy("Another name"),
    "ending": gettext_lazy("Man or woman, by the name's endings"),
    "birth": gettext_lazy("Born"),
    "sex": gettext_lazy("Sex"),
    "citizenship": gettext_lazy("Citizenship"),
    "phone": gettext_lazy("Phone"),
    "document": gettext_lazy("Document"),
}
LEVELS = {
    "same": gettext_lazy("the same"),
    "sound": gettext_lazy("sounds the same"),
    "near": gettext_lazy("nearly the same"),
    "loose": gettext_lazy("a little alike"),
    "short": gettext_lazy("a short form of the other"),
    "initial": gettext_lazy("an initial that fits"),
    "crossed": gettext_lazy("the same, but elsewhere in the name"),
    "differs": gettext_lazy("another one"),
    "exact": gettext_lazy("the same day"),
    "swapped": gettext_lazy("day and month changed round"),
    "slip": gettext_lazy("one sign differs"),
    "year": gettext_lazy("the same year, more is not known"),
    "about": gettext_lazy("about the same year"),
}


def reasons(verdict: Verdict) -> list[str]:
    """What agrees before what differs; what is told on one side only says nothing."""
    said = [(one.bits, one.part, one.level) for one in verdict.weights if one.level != ABSENT]
    said += _short_names(verdict)
    ordered = sorted(said, key=lambda one: (one[2] == "differs", list(PARTS).index(one[1])))
    return [
        _("%(part)s: %(level)s") % {"part": PARTS[part], "level": LEVELS[level]}
        for _bits, part, level in ordered
    ]


def _short_names(verdict: Verdict) -> list[tuple[float, str, str]]:
    """Parts that agree without weighing anything, such as a word whose part in the name is not known."""
    weighed = {one.part for one in verdict.weights}
    answers = verdict.comparison.answers if verdict.comparison else ()
    return [(0.0, one.role, one.level) for one in answers if one.role not in weighed and one.level != ABSENT]
