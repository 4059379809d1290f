"""The operator's desk: the caller, the talk, the help beside it. One form, whoever opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render

from sapar.common.errors import Invalid
from sapar.intake import actions, helping
from sapar.intake.talk_form import TalkForm
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpResponse

    from sapar.intake.calls import Talk
    from sapar.intake.models import Contact
    from sapar.organisations.guard import StaffRequest

    Log = Callable[[Talk, uuid.UUID], Contact]


def talk(request: StaffRequest, initial: dict[str, Any], log: Log) -> HttpResponse:
    """Show the form, look a number up, or save. What was typed is in the answer, never in an address."""
    if request.method != "POST":
        return _page(request, TalkForm(initial=initial), initial)
    form = TalkForm(request.POST)
    verb = request.POST.get("do", "save")
    if verb == "look-up":
        return _looked_up(request, form)
    if not form.is_valid():
        return _page(request, form, request.POST)
    try:
        contact = log(form.talk(), form.cleaned_data["once"])
    except Invalid as refused:
        problems_into(form, refused.problems)
        return _page(request, form, request.POST)
    return redirect("contacts:open-case" if verb == "open" else "contacts:detail", contact.pk)


def _looked_up(request: StaffRequest, form: TalkForm) -> HttpResponse:
    phone, country = form["phone"].data or "", form["country"].data or ""
    caller = actions.look_up(request.actor, phone, country) if phone.strip() else None
    return _page(request, form.unsent(), request.POST, caller=caller, is_looked_up=bool(phone.strip()))


def _page(request: StaffRequest, form: TalkForm, typed: Any, **context: Any) -> HttpResponse:
    context |= {
        "form": form,
        "helpers": helping.helpers(request.actor, typed),
        "is_asked": bool(typed.get("topic") or typed.get("country")),
        "can_open_case": request.actor.may("case.open"),
    }
    return render(request, "intake/desk.html", context)
