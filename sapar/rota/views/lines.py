"""The public lines: who answers calls for help in the network, in the order in which they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid
from sapar.organisations import lists
from sapar.organisations.guard import StaffRequest, staff
from sapar.rota import actions, queries, words
from sapar.rota.forms import LineForm
from sapar.rota.views.tabs import tabs
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.rota.models import PublicLine

_FIELDS = ("languages", "countries", "weekdays", "opens", "closes", "answers_within", "version")


@require_safe
@staff("account.use")
def lines(request: StaffRequest) -> HttpResponse:
    """Everybody may read it: it is what the public page goes by."""
    rows = list(queries.lines())
    context = {
        "lines": [
            {
                "line": one,
                "is_ours": one.org_id == request.actor.org_id,
                "languages": words.languages(one.languages),
                "countries": ", ".join(lists.country_name(code) for code in one.countries),
                "hours": words.hours(one),
                "zone": lists.zone_name(one.org.time_zone),
            }
            for one in rows
        ],
        "may_write": request.actor.may("rota.write"),
        "may_order": request.actor.may("rota.order"),
        "tabs": tabs(request, "rota:lines"),
    }
    return render(request, "rota/lines.html", context)


@show_or_send
@staff("rota.write")
def offer(request: StaffRequest) -> HttpResponse:
    form = LineForm(request.POST or None, initial={"languages": request.actor.org.languages})
    if form.is_valid():
        try:
            actions.offer(request.actor, once=form.cleaned_data["once"], **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(
                request, _("Offered. You come last in the order until the network's steward moves you.")
            )
            return redirect("rota:lines")
    return _form(request, form, _("Answer public calls for help"))


@show_or_send
@staff("rota.write")
def change(request: StaffRequest, line_id: uuid.UUID) -> HttpResponse:
    found = queries.own_line(request.actor, line_id)
    form = LineForm(request.POST or None, initial=_initial(found))
    if form.is_valid():
        try:
            actions.change_line(
                request.actor, found, version=form.cleaned_data["version"] or 0, **form.facts()
            )
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Saved."))
            return redirect("rota:lines")
    return _form(request, form, _("Change the offer"))


def _initial(found: PublicLine) -> dict[str, object]:
    given = {name: getattr(found, name) for name in _FIELDS}
    for name in ("opens", "closes"):
        given[name] = f"{given[name]:%H:%M}" if given[name] else ""
    return given


def _form(request: StaffRequest, form: LineForm, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": _("Whoever asks for help sees your name and this promise before they send anything."),
        "cancel_url": reverse("rota:lines"),
    }
    return render(request, "ui/form_page.html", context)


@show_or_send
@staff("rota.write")
def withdraw(request: StaffRequest, line_id: uuid.UUID) -> HttpResponse:
    found = queries.own_line(request.actor, line_id)
    if request.method != "POST":
        context = {
            "title": _("Answer no more calls by this line?"),
            "text": _("New calls go to others. Those that are here already still wait for you."),
            "label": _("Withdraw the offer"),
            "cancel_url": reverse("rota:lines"),
        }
        return render(request, "organisations/ask.html", context)
    actions.withdraw_line(request.actor, found)
    messages.success(request, _("Withdrawn."))
    return redirect("rota:lines")


@require_POST
@staff("rota.order")
def move(request: StaffRequest, line_id: uuid.UUID, verb: str) -> HttpResponse:
    """The network's steward lets a line be asked earlier or later."""
    if verb not in {"up", "down"}:
        raise Http404
    actions.move_line(request.actor, line_id, up=verb == "up")
    return redirect("rota:lines")
