"""Paper forms to print: one to look at, or a numbered stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.sheets import actions, paper, queries
from sapar.sheets.forms import StackForm
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from sapar.organisations.guard import StaffRequest


@show_or_send
@staff("sheet.load")
def stack(request: StaffRequest) -> HttpResponse:
    """Print a stack: every form has its number, and what was printed is written down."""
    form = StackForm(sent(request))
    if request.method == "POST" and form.is_valid():
        language, count = form.cleaned_data["language"], form.cleaned_data["count"]
        try:
            run = actions.number_stack(request.actor, language, count)
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return _pdf(paper.pdf(language, range(run.first, run.last + 1)), language)
    runs = queries.paper_runs(request.actor)
    context = {"form": form, "runs": runs, "languages_of_forms": settings.LANGUAGES}
    return render(request, "sheets/paper.html", context, status=REFUSED if form.errors else 200)


@require_safe
@staff("sheet.load")
def form(request: StaffRequest, language: str) -> HttpResponse:  # the guard reads it
    """One form without a number."""
    if language not in dict(settings.LANGUAGES):
        raise NotVisible
    return _pdf(paper.pdf(language), language)


def _pdf(content: bytes, language: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="form-{language}.pdf"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
