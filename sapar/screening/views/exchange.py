"""Files of the data standard, out and in: a right, a reason, and what is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.accounts.guard import confirmed
from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.screening import actions, queries
from sapar.screening.forms import InForm, OutForm
from sapar.screening.htcds.model import NotReadable
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from sapar.organisations.guard import StaffRequest
    from sapar.screening.htcds.model import Report

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
@staff("htcds.exchange")
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "screening/exchange.html", {"exchanges": queries.exchanges(request.actor)})


@show_or_send
@staff("htcds.exchange")
@confirmed
def out(request: StaffRequest) -> HttpResponse:
    """The file, or with "check" only what would be lost."""
    form, report = OutForm(sent(request)), None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            with transaction.atomic():
                content, report = actions.give_out(request.actor, **typed)
                if "check" in request.POST:
                    transaction.set_rollback(True)
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            if "check" not in request.POST:
                return _file(content, typed["form"])
    return _page(request, "screening/out.html", form, report)


def _file(content: bytes, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="htcds.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


@show_or_send
@staff("htcds.exchange")
@confirmed
def bring(request: StaffRequest) -> HttpResponse:
    form = InForm(sent(request), request.FILES or None)
    report, problems = None, []
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            with transaction.atomic():
                report = actions.bring_in(
                    request.actor, typed["file"].read(), typed["reason"], only_check=typed["only_check"]
                )
        except NotReadable as refused:
            problems = refused.problems
            form.add_error("file", _("The file cannot be read whole, so nothing of it was brought in."))
        except Invalid as refusal:
            problems_into(form, refusal.problems)
    done = report is not None and not form.cleaned_data["only_check"]
    return _page(request, "screening/bring.html", form, report, problems=problems[:100], done=done)


def _page(
    request: StaffRequest, template: str, form: Any, report: Report | None, **context: Any
) -> HttpResponse:
    lost = sorted(report.losses.items()) if report else []
    values = {"form": form, "report": report, "lost": lost, **context}
    return render(request, template, values, status=REFUSED if form.errors else 200)
