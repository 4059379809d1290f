"""Contacts: the list, the desk, one contact, the way to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapar.cases import queries as cases
from sapar.common import paging
from sapar.common.errors import Invalid
from sapar.directory.taxonomy import Problem
from sapar.intake import actions, callers, queries
from sapar.intake.codes import Channel
from sapar.intake.forms import topics
from sapar.intake.opening import OpeningForm
from sapar.intake.views import desk
from sapar.organisations.guard import staff
from sapar.ui.forms import problems_into
from sapar.ui.texts import tidy

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.intake.models import Contact
    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("contact.read")
def listing(request: StaffRequest) -> HttpResponse:
    """All contacts the member may see, newest first: today's, one's own, of one topic."""
    show = request.GET.get("show", "") if request.GET.get("show") in {"today", "mine"} else ""
    topic = request.GET.get("topic", "") if request.GET.get("topic") in Problem.values else ""
    rows = queries.shown(request.actor, show=show, topic=topic)
    page = paging.newest_first(rows, "began_at", before=request.GET.get("after"))
    kept = {name: value for name, value in (("show", show), ("topic", topic)) if value}
    context = {
        "contacts": page.rows,
        "next": "?" + urlencode(kept | {"after": page.older}) if page.older else "",
        "tabs": tabs(show, topic),
        "topics": topics(),
        "topic": topic,
        "show": show,
    }
    return render(request, "intake/contacts.html", context)


def tabs(current: str, topic: str = "") -> list[dict[str, object]]:
    home = reverse("contacts:list")
    more = {"topic": topic} if topic else {}
    words = (("", _("All")), ("today", _("Today")), ("mine", _("Mine")))
    shown = [
        {
            "url": f"{home}?{urlencode({'show': name} | more)}" if name or more else home,
            "label": label,
            "current": name == current,
        }
        for name, label in words
    ]
    return [
        *shown,
        {"url": reverse("contacts:call-back"), "label": _("To call back"), "current": current == "call-back"},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff("contact.log")
def new(request: StaffRequest) -> HttpResponse:
    """Log a talk while it goes on."""
    return desk.talk(
        request, {"channel": Channel.PHONE}, lambda talk, once: actions.log(request.actor, talk, once=once)
    )


@require_safe
@staff("contact.read")
def detail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _detail(request, queries.contact(request.actor, pk))


def _detail(request: StaffRequest, contact: Contact, *, problem: str = "", number: str = "") -> HttpResponse:
    context = {
        "contact": contact,
        "is_waiting": contact.outcome == "call-back" and contact.called_back_at is None,
        "can_open_case": request.actor.may("case.open"),
        "problem": problem,
        "number": number,
    }
    return render(request, "intake/contact.html", context)


@require_POST
@staff("case.write")
def tie(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Tie the talk to a case that is open already, by its number."""
    contact = queries.contact(request.actor, pk)
    number = tidy(request.POST.get("number", "")).strip()[:16]
    case = cases.visible_to(request.actor).filter(number=number).first()
    if case is None:
        return _detail(
            request, contact, problem=_("There is no case with this number that you may see."), number=number
        )
    actions.link_to_case(request.actor, contact, case)
    return redirect("contacts:detail", contact.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("case.open")
def open_case(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a case from a talk: who called, who needs help, with what."""
    contact = queries.contact(request.actor, pk)
    if contact.case_id is not None:
        return redirect("cases:case", contact.case_id)
    known = callers.known(request.actor, contact.phone or "", contact.country)
    person = known.person if known else None
    form = OpeningForm(request.POST if request.method == "POST" else None, contact=contact, known=person)
    if form.is_valid():
        try:
            case = actions.open_case(request.actor, contact, form.opening(), once=form.cleaned_data["once"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return redirect("cases:case", case.pk)
    return render(request, "intake/open_case.html", {"form": form, "contact": contact, "known": person})
