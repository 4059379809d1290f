"""Calls for help that came in: taken by one, answered, made into a contact."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common import paging
from sapar.common.errors import Invalid
from sapar.intake import actions, calls, guiding, queries
from sapar.intake import waiting_queries as waiting
from sapar.intake.callers import regions_for
from sapar.intake.codes import Channel
from sapar.intake.flow import REQUEST
from sapar.intake.forms import AnswerForm
from sapar.intake.views import desk
from sapar.organisations.guard import staff
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send
from sapar.ui.phones import read_number

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.intake.models import HelpRequest
    from sapar.organisations.guard import StaffRequest

_VERBS = {
    "take": actions.take,
    "call": actions.begin_call,
    "release": actions.release,
    "close": actions.close,
    "admit": actions.admit,
}


@require_safe
@staff("request.read")
def listing(request: StaffRequest) -> HttpResponse:
    """New ones, the longest waiting first; one's own; those set aside; all."""
    show = request.GET.get("show", "new")
    show = show if show in {"mine", "set-aside", "all"} else "new"
    rows = queries.requests_shown(request.actor, show)
    mark = request.GET.get("after")
    if show == "all":
        page = paging.newest_first(rows, "received_at", before=mark)
    else:
        page = paging.oldest_first(rows, "received_at", after=mark)
    context = {
        "requests": page.rows,
        "next": "?" + urlencode({"show": show, "after": page.older}) if page.older else "",
        "tabs": _tabs(show),
        "show": show,
    }
    return render(request, "intake/requests.html", context)


def _tabs(current: str) -> list[dict[str, object]]:
    words = (("new", _("New")), ("mine", _("Taken by me")), ("set-aside", _("Set aside")), ("all", _("All")))
    home = reverse("requests:list")
    return [
        {"url": f"{home}?show={name}", "label": label, "current": name == current} for name, label in words
    ]


@require_safe
@staff("request.read")
def detail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _detail(request, queries.request(request.actor, pk), AnswerForm())


def _detail(
    request: StaffRequest, found: HelpRequest, form: AnswerForm, busy: actions.Busy | None = None
) -> HttpResponse:
    """What was written is opened for the one who took it, the number while they call: whoever reads it has said so."""
    is_mine = found.taken_by_id == request.actor.member_id
    call = calls.opened(found) if is_mine else None
    context = {
        "found": found,
        "call": call,
        "told": guiding.told(call.guided) if call else None,
        "number": read_number(call.phone, regions_for(found.country)) if call else None,
        "is_mine": is_mine,
        "moves": _moves(request, found),
        "can_answer": REQUEST.allows(found.state, "answer"),
        "form": form,
        "calling_until": waiting.holds(request.actor, found.call_back) if is_mine else None,
        "busy": busy,
        "is_overdue": found.call_back.is_overdue,
    }
    return render(request, "intake/request.html", context, status=409 if busy else 200)


def _moves(request: StaffRequest, found: HelpRequest) -> list[tuple[str, str, str]]:
    """(verb, words, kind of button) of what the member may do with it now."""
    if not request.actor.may("request.take"):
        return []
    words = (("take", _("Take it"), "main"), ("release", _("Give it back"), ""), ("close", _("Close it"), ""))
    moves = [one for one in words if REQUEST.allows(found.state, one[0])]
    return [*moves, ("admit", _("It is real: let it in"), "")] if found.quarantined else moves


@require_POST
@staff("request.take")
def move(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Take, release, answer, close, let in."""
    found = queries.request(request.actor, pk)
    if verb == "answer":
        return _answer(request, found)
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](request.actor, found)
    except actions.Busy as busy:
        return _detail(request, found, AnswerForm(), busy)
    return redirect("requests:detail", found.pk)


def _answer(request: StaffRequest, found: HelpRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(request.actor, found, form.cleaned_data["answer"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return redirect("requests:detail", found.pk)
    return _detail(request, found, form)


@show_or_send
@staff("request.take")
def log(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a contact of it on the desk, with what was written already there."""
    found = queries.request(request.actor, pk)
    if found.taken_by_id != request.actor.member_id:
        return redirect("requests:detail", found.pk)
    if found.contact_id is not None:
        return redirect("contacts:detail", found.contact_id)
    call = calls.opened(found)
    initial = asdict(call) | {"channel": Channel.WEB, "guided": guiding.written(call.guided)}
    return desk.talk(
        request, initial, lambda talk, once: actions.log_request(request.actor, found, talk, once=once)
    )
