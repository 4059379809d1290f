"""Lists of cases, finding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.cases import queries
from sapar.cases.forms import FindForm
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest


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
