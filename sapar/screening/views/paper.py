"""The questions on paper, for a talk where no screen can be: printed by the browser, typed in later with the day they had."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.screening import codes, policy, telling
from sapar.screening.gate import GATE
from sapar.screening.indicators import library
from sapar.screening.questions import QUESTIONS

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest

_SIGNS = ("+", "−", "?", "!")


@require_safe
@staff("screening.do")
def show(request: StaffRequest, language: str = "") -> HttpResponse:
    """In the language that it is read out in; the page around it stays the reader's. For trained staff, as the talk itself."""
    written = written_in()
    own = translation.get_language()
    chosen = language or (own if own in written else settings.LANGUAGE_CODE)
    if chosen not in written:
        raise NotVisible
    if not policy.is_trained(request.actor):
        trained = policy.trainings(request.actor).select_related("member__user")
        return render(
            request,
            "screening/untrained.html",
            {"trained": sorted({one.member.user.display_name for one in trained})},
        )
    context = {
        "form": _form(chosen),
        "chosen": chosen,
        "written": [(code, name) for code, name in settings.LANGUAGES if code in written],
        "missing": [name for code, name in settings.LANGUAGES if code not in written],
    }
    return render(request, "screening/paper.html", context)


@cache
def written_in() -> frozenset[str]:
    """Languages that have every question. Where one has no words of its own, Russian ones would stand in their place."""
    english, russian = _read_out("en"), _read_out("ru")
    found = {code: _read_out(code) for code, _name in settings.LANGUAGES}
    return frozenset(
        code
        for code, words in found.items()
        if code == "en"
        or not any(
            one == source or (code != "ru" and one == theirs)
            for one, source, theirs in zip(words, english, russian, strict=True)
        )
    )


def _read_out(language: str) -> list[str]:
    with translation.override(language):
        return [
            *(str(said) for said, _finding in QUESTIONS.values()),
            *(str(said) for said, _else in GATE.values()),
        ]


def _form(language: str) -> str:
    edition = library.on(timezone.localdate()).id
    with translation.override(language):
        context = {
            "language": language,
            "edition": edition,
            "gate": GATE.values(),
            "groups": telling.groups({}, edition=edition),
            "signs": list(zip(_SIGNS, telling.ANSWERS.values(), strict=True)),
            "industries": codes.Industry.choices,
            "ways": codes.FoundThrough.choices,
            "reviewed": language in {"en", *settings.REVIEWED_LANGUAGES},
        }
        return render_to_string("screening/paper_form.html", context)
