"""The one-page paper form, for a night without a computer. It carries the codes of the screen, and no name of ours.

Words are those of the form's language; typst sets them from values, so that no text is ever markup.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.intake.codes import CallerIs, Channel, ContactOutcome
from sapar.people import lists
from sapar.people.codes import MayCall, PhoneOf, Sex

if TYPE_CHECKING:
    from collections.abc import Iterable

_SOURCE = Path(__file__).parent / "templates/sheets/paper_form.typ"
_COLUMNS = 3
# Ruled lines for words; as many as leave the form on one page in the longest of its languages.
_LINES = 8


def pdf(language: str, numbers: Iterable[int] = ()) -> bytes:
    """The form in a language, one page for each number, or one page without any."""
    with translation.override(language):
        words = _words(language)
    serials = [f"{number:05}" for number in numbers]
    inputs = {"form": json.dumps(words | {"serials": serials or [""]}, ensure_ascii=False)}
    return bytes(typst.compile(_SOURCE, sys_inputs=inputs, ignore_system_fonts=True))


def _pairs(choices: Iterable[tuple[Any, Any]], *, without: tuple[str, ...] = ()) -> list[list[str]]:
    return [[str(code), str(words)] for code, words in choices if code not in without]


def _words(language: str) -> dict[str, Any]:
    return {
        "language": language,
        "lines": _LINES,
        "serial": _("Sheet no."),
        "keep": _(
            "Keep it locked away. Type it in on the next day, then tear it up or burn it. Never photograph it."
        ),
        "began": _("Day and hour"),
        "taker": _("Initials"),
        "channel": [_("Channel"), _pairs(Channel.choices, without=("web",))],
        "caller": [_("Who spoke"), _pairs(CallerIs.choices)],
        "language_of": [_("Language"), _pairs(settings.LANGUAGES)],
        "country": [_("Country"), [[code, lists.country_name(code)] for code in lists.NEAR_COUNTRIES[:8]]],
        "phone": _("Phone"),
        "phone_of": [_("Whose phone"), _pairs(PhoneOf.choices)],
        "may_call": [_("May we call?"), _pairs(MayCall.choices)],
        "safety": _("When to call, what to say"),
        "sex": [_("Sex"), _pairs(Sex.choices)],
        "born": _("Year of birth"),
        "standing": _standing(),
        "topic": _("Topic: tick one first (1), others after"),
        "topics": _topics(),
        "outcome": [_("What came of it"), _pairs(ContactOutcome.choices)],
        "words": _("In their words. No names unless they must be reached again."),
        "entered": _("Typed in: day, initials, number"),
    }


def _topics() -> list[list[list[Any]]]:
    """The problems in their groups, the groups in columns of about the same height."""
    groups = [
        [str(GROUPS[name][0]), _pairs((code, Problem(code).label) for code in codes)]
        for name, codes in PROBLEM_GROUPS.items()
    ]
    height = sum(len(codes) + 1 for _name, codes in groups) / _COLUMNS
    columns: list[list[list[Any]]] = [[] for _number in range(_COLUMNS)]
    stood = 0.0
    for group in groups:
        middle = stood + (len(group[1]) + 1) / 2
        columns[min(int(middle // height), _COLUMNS - 1)].append(group)
        stood += len(group[1]) + 1
    return columns


def _standing() -> dict[str, Any]:
    return {
        "title": _("Ask only if they are alone and it is safe"),
        "questions": [_("Violence"), _("Discrimination"), _("Papers taken")],
        "answers": [
            ["+", _("Yes")],
            ["-", _("No")],
            ["?", _("Did not say")],
            ["!", _("Not asked: not safe")],
        ],
    }
