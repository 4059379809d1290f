"""Who waits for our call: the list, one call, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sapar.common import paging
from sapar.common.blocks import whole
from sapar.common.errors import Invalid
from sapar.intake import actions, callers, calls, queries
from sapar.intake import waiting_queries as waiting
from sapar.intake.callers import regions_for
from sapar.intake.codes import Channel
from sapar.intake.views import desk
from sapar.intake.views.contacts import tabs
from sapar.intake.waiting_codes import CallBackKind, CallBackState, TryAgain
from sapar.organisations.guard import staff
from sapar.rota import queries as rota
from sapar.ui.forms import SaparForm, problems_into
from sapar.ui.methods import show_or_send
from sapar.ui.phones import read_number

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.intake.calls import Talk
    from sapar.intake.models import Contact
    from sapar.intake.waiting import CallBack
    from sapar.organisations.guard import StaffRequest

_VIEWS = {"": gettext_lazy("Now"), "overdue": gettext_lazy("Overdue"), "later": gettext_lazy("Later")}


class MissedForm(SaparForm):
    phone = forms.CharField(
        label=gettext_lazy("Number that rang"),
        max_length=calls.LONGEST_PHONE,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off", "class": "tel"}),
    )


@require_safe
@staff("contact.read")
def call_back(request: StaffRequest) -> HttpResponse:
    """Who waits for our call, the oldest promise first, and what to mind when calling. No number stands here."""
    return _list(request, MissedForm())


def _list(request: StaffRequest, form: MissedForm) -> HttpResponse:
    show = request.GET.get("show", "") if request.GET.get("show") in _VIEWS else ""
    rows = waiting.shown(request.actor, show)
    page = paging.oldest_first(rows, "promised_by", after=request.GET.get("after"))
    claims = waiting.claims_on(page.rows)
    context = {
        "calls": [(one, claims.get(one.pk)) for one in page.rows],
        "next": "?" + urlencode({"show": show, "after": page.older}) if page.older else "",
        "tabs": tabs("call-back"),
        "views": _views(show),
        "show": show,
        "form": form,
        "may_call": request.actor.may("contact.log"),
        "on_shift": rota.on_shift(request.actor),
        "overdue": waiting.overdue_told(request.actor) if request.actor.may("case.assign") else 0,
    }
    return render(request, "intake/call_back.html", context)


def _views(current: str) -> list[dict[str, object]]:
    home = reverse("contacts:call-back")
    return [
        {"url": f"{home}?show={name}" if name else home, "label": label, "current": name == current}
        for name, label in _VIEWS.items()
    ]


@require_POST
@staff("contact.log")
def missed(request: StaffRequest) -> HttpResponse:
    """A number rang and nobody answered: one field, one button."""
    form = MissedForm(request.POST)
    if form.is_valid():
        try:
            actions.log_missed(request.actor, form.cleaned_data["phone"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Written down. It waits in this list."))
            return redirect("contacts:call-back")
    return _list(request, form)


@require_safe
@staff("contact.read")
def call(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _call(request, waiting.call_back(request.actor, pk))


def _call(request: StaffRequest, found: CallBack, busy: actions.Busy | None = None) -> HttpResponse:
    """What to mind comes first; the number only for whoever has begun the call."""
    until = waiting.holds(request.actor, found)
    number = waiting.number_of(found) if until else ""
    context = {
        "call": found,
        "claim": waiting.claims_on([found]).get(found.pk),
        "until": until,
        "busy": busy,
        "number": number,
        "dialled": read_number(number, regions_for("")) if number else None,
        "known": callers.known(request.actor, number)
        if number and found.kind == CallBackKind.MISSED
        else None,
        "choices": TryAgain.choices,
        "may_call": request.actor.may("contact.log") and found.state == CallBackState.WAITING,
    }
    return render(request, "intake/call.html", context, status=409 if busy else 200)


@require_POST
@staff("contact.log")
def move(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Begin the call, give it back, nobody answered, reached, no more tries."""
    found = waiting.call_back(request.actor, pk)
    if verb not in _MOVES:
        raise Http404
    try:
        return _MOVES[verb](request, found)
    except actions.Busy as busy:
        return _call(request, found, busy)


def _begin(request: StaffRequest, found: CallBack) -> HttpResponse:
    actions.claim(request.actor, found)
    return redirect("contacts:call", found.pk)


def _give_back(request: StaffRequest, found: CallBack) -> HttpResponse:
    actions.let_go(request.actor, found)
    return redirect("contacts:call-back")


def _no_answer(request: StaffRequest, found: CallBack) -> HttpResponse:
    try:
        actions.no_answer(request.actor, found, request.POST.get("again", TryAgain.HOUR))
    except Invalid as refused:
        messages.error(request, refused.problems["again"])
        return redirect("contacts:call", found.pk)
    messages.success(request, _("Noted. It comes back to the list when its time has come."))
    return redirect("contacts:call-back")


def _reached(request: StaffRequest, found: CallBack) -> HttpResponse:
    actions.reached(request.actor, found)
    messages.success(request, _("Noted: called back."))
    return redirect("contacts:call-back")


def _stop(request: StaffRequest, found: CallBack) -> HttpResponse:
    actions.stop(request.actor, found)
    messages.success(request, _("Noted. Nobody calls this number from here any more."))
    return redirect("contacts:call-back")


_MOVES = {
    "take": _begin,
    "release": _give_back,
    "no-answer": _no_answer,
    "reached": _reached,
    "stop": _stop,
}


@show_or_send
@staff("contact.log")
def talk(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """They answered: log the talk, with what is known of them already there."""
    found = waiting.call_back(request.actor, pk)
    if found.kind == CallBackKind.REQUEST or found.state != CallBackState.WAITING:
        return redirect("contacts:call", found.pk)

    def log(talked: Talk, once: uuid.UUID) -> Contact:
        with whole():
            contact = actions.log(request.actor, talked, once=once)
            actions.reached(request.actor, found)
        return contact

    return desk.talk(request, _begins_with(found), log)


def _begins_with(found: CallBack) -> dict[str, Any]:
    earlier = found.contact
    if earlier is None:
        return {"channel": Channel.PHONE, "phone": waiting.number_of(found)}
    names = ("topic", "language", "country", "phone", "phone_of", "may_call", "safety_words", "caller_is")
    return {"channel": Channel.PHONE} | {name: getattr(earlier, name) or "" for name in names}


@require_POST
@staff("contact.log")
def called_back(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The promised call was made."""
    contact = actions.called_back(request.actor, queries.contact(request.actor, pk))
    messages.success(request, _("Noted: called back."))
    return redirect("contacts:detail", contact.pk)
