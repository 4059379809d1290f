"""The questions on paper, for a talk where no screen can be: printed by the browser, typed in later with the day they had."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest

_SIGNS = ("+", "−", "?", "!")


@require_safe
@staff("screening.do")
def show(request: StaffRequest, language: str = "") -> HttpResponse:
    """In the language that it is read out in; the page around it stays the reader's. For trained staff, as the talk itself."""
    languages = dict(settings.LANGUAGES)
    chosen = language or translation.get_language() or settings.LANGUAGE_CODE
    if chosen not in languages:
        raise NotVisible
    if not policy.is_trained(request.actor):
        trained = policy.trainings(request.actor).select_related("member__user")
        return render(
            request,
            "screening/untrained.html",
            {"trained": sorted({one.member.user.display_name for one in trained})},
        )
    context = {"form": _form(chosen), "chosen": chosen, "form_languages": list(languages.items())}
    return render(request, "screening/paper.html", context)


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
