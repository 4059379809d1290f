"""Contacts: the list, the desk, one contact, the way to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import queries as cases
from sapar.common import paging
from sapar.common.blocks import whole
from sapar.common.errors import Invalid
from sapar.directory.taxonomy import Problem
from sapar.intake import actions, attached, callers, guiding, queries, tries
from sapar.intake.codes import Channel
from sapar.intake.desk_codes import Asked
from sapar.intake.forms import topics
from sapar.intake.models import STANDING
from sapar.intake.opening import OpeningForm
from sapar.intake.talk_form import FileForm, TalkForm
from sapar.intake.views import desk
from sapar.organisations.guard import staff
from sapar.same import asking
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send
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
        "marks": tries.marks(request.actor),
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


@show_or_send
@staff("contact.log")
def new(request: StaffRequest) -> HttpResponse:
    """Log a talk while it goes on."""
    begins = desk.from_file() if request.GET.get("from") == "file" else {"channel": Channel.PHONE}
    return desk.talk(request, begins, lambda talk, once: actions.log(request.actor, talk, once=once))


@require_safe
@staff("contact.read")
def detail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return shown(request, queries.contact(request.actor, pk))


def shown(
    request: StaffRequest, contact: Contact, *, problem: str = "", number: str = "", **more: Any
) -> HttpResponse:
    """The page of a contact, with what was refused on it."""
    context = {
        "contact": contact,
        "is_waiting": contact.outcome == "call-back" and contact.called_back_at is None,
        "can_open_case": request.actor.may("case.open"),
        "problem": problem,
        "number": number,
        "told": guiding.told(contact.guided),
        "asked": [
            (TalkForm.base_fields[name].label, getattr(contact, f"get_{name}_display")())
            for name in STANDING
            if getattr(contact, name) != Asked.NOT_ASKED
        ],
        "files": attached.files(request.actor, contact) if request.actor.may("file.read") else [],
        "file_form": FileForm() if request.actor.may("file.add") else None,
    }
    return render(request, "intake/contact.html", context | more)


@require_POST
@staff("contact.read")
def tries_seen(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Whoever is named on the case has read who tried its number."""
    actions.see(request.actor, case_id)
    return redirect("cases:case", case_id)


@require_POST
@staff("case.write")
def tie(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Tie the talk to a case that is open already, by its number."""
    contact = queries.contact(request.actor, pk)
    number = tidy(request.POST.get("number", "")).strip()[:16]
    case = cases.visible_to(request.actor).filter(number=number).first()
    if case is None:
        return shown(
            request, contact, problem=_("There is no case with this number that you may see."), number=number
        )
    actions.link_to_case(request.actor, contact, case)
    return redirect("contacts:detail", contact.pk)


@show_or_send
@staff("case.open")
def open_case(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a case from a talk: who called, who needs help, with what."""
    contact = queries.contact(request.actor, pk)
    if contact.case_id is not None:
        return redirect("cases:case", contact.case_id)
    known = callers.known(request.actor, contact.phone or "", contact.country)
    person = known.person if known else None
    form = OpeningForm(request.POST if request.method == "POST" else None, contact=contact, known=person)
    questions = form.questions(request)
    if asking.is_part(request):
        return asking.part(request, *questions.values())
    context: dict[str, Any] = {"contact": contact, "known": person, "questions": questions}
    if again := asking.again(request, [form], *questions.values()):
        context |= {"form": again.forms[0], "must_answer": again.must_answer}
        return render(request, "intake/open_case.html", context, status=again.status)
    if form.is_valid():
        try:
            with whole():
                opening = form.opening(request, questions)
                case = actions.open_case(request.actor, contact, opening, once=form.cleaned_data["once"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return redirect("cases:case", case.pk)
    return render(request, "intake/open_case.html", context | {"form": form})
