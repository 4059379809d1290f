"""Lists of cases, finding one, opening a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sapar.cases import actions, queries
from sapar.cases.actions import Opening, Someone
from sapar.cases.forms import CallerForm, FindForm, HelpedForm, OpeningForm
from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest
    from sapar.ui.forms import SaparForm

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("case.read")
def cases(request: StaffRequest) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in queries.VIEWS else "mine"
    page = queries.listed(request.actor, view, after=request.GET.get("after"))
    context = {"page": page, "view": view, "tabs": tabs(view), "form": FindForm(), "words": _words()[view]}
    return render(request, "cases/list.html", context)


def _words() -> dict[str, str]:
    return {
        "mine": _("My cases, oldest first"),
        "waiting": _("Cases that wait for somebody, oldest first"),
        "open": _("All open cases, oldest first"),
        "closed": _("Closed cases, newest first"),
    }


def tabs(view: str) -> list[dict[str, Any]]:
    labels = {"mine": _("Mine"), "waiting": _("Waiting"), "open": _("All open"), "closed": _("Closed")}
    address = reverse("cases:list")
    first = {"url": reverse("cases:today"), "label": _("Today"), "current": view == "today"}
    others = [
        {"url": f"{address}?view={code}", "label": label, "current": code == view}
        for code, label in labels.items()
    ]
    return [first, *others]


@show_or_send
@staff("case.read")
def find(request: StaffRequest) -> HttpResponse:
    """By number, phone or document. What was typed is sent, never put into an address."""
    form = FindForm(sent(request))
    found: list[Case] | None = None
    if request.method == "POST" and form.is_valid():
        found = queries.find(request.actor, form.cleaned_data["typed"])
        if len(found) == 1:
            return redirect("cases:case", found[0].pk)
    return render(
        request,
        "cases/find.html",
        {"form": form, "found": found, "may_break_glass": request.actor.may("glass.break")},
        status=REFUSED if form.errors else 200,
    )


@show_or_send
@staff("case.open")
def new(request: StaffRequest) -> HttpResponse:
    """Who calls, who needs help, which problems, where, what happened: one page."""
    typed = sent(request)
    caller, helped, form = (
        CallerForm(typed, prefix="caller"),
        HelpedForm(typed, prefix="helped"),
        OpeningForm(typed),
    )
    if request.method == "POST" and _all_valid(caller, helped, form):
        try:
            with transaction.atomic():
                case = actions.open_case(
                    request.actor, _opening(caller, helped, form), once=form.cleaned_data["once"]
                )
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            messages.success(request, _("The case is open: %(number)s.") % {"number": case.number})
            return redirect("cases:case", case.pk)
    wrong = bool(caller.errors or helped.errors or form.errors)
    context = {"caller": caller, "helped": helped, "form": form, "wrong": wrong}
    return render(request, "cases/open.html", context, status=REFUSED if wrong else 200)


def _all_valid(*forms: SaparForm) -> bool:
    """Every form is asked, so that all of them say what is wrong."""
    return all(one.is_valid() for one in forms)


def _opening(caller: CallerForm, helped: HelpedForm, form: OpeningForm) -> Opening:
    typed = form.cleaned_data
    return Opening(
        helped=_someone(helped),
        caller=None if caller.is_empty else _someone(caller),
        caller_is=caller.cleaned_data["relation"],
        **{name: typed[name] for name in ("story", "language", "country", "restricted")},
        problems=tuple(typed["problems"]),
    )


def _someone(form: CallerForm | HelpedForm) -> Someone:
    return Someone(form.particulars(), form.cleaned_data["phone"], form.cleaned_data["phone_of"])
