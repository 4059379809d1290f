"""Thin pages of the compendium: for anybody, and for staff who write and read entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, form_page, sent
from sapar.practice import actions, policy, queries
from sapar.practice.codes import State
from sapar.practice.flow import ENTRY
from sapar.practice.forms import AskForm, EntryForm, MoveForm, WordsForm, asked_by_address, initial_of
from sapar.practice.pages import shown
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.practice.models import Entry
    from sapar.practice.search import Asked

_LAST_PAGE = 50


# The typed line changes nothing here, so it needs no token, and no token means no cookie on the reader's phone.
@csrf_exempt
@show_or_send
@never_cache
def public_list(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/public/list.html", _answered(request, "compendium:list"))


@require_safe
@never_cache
def public_entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    return render(request, "practice/public/entry.html", shown(queries.published(entry_id)))


def _answered(request: HttpRequest, route: str) -> dict[str, Any]:
    """A typed line is answered at once and stands in no address; codes make an address that can be kept."""
    asked, form = asked_by_address(request.GET), None
    if request.method == "POST":
        form = AskForm(request.POST)
        asked = form.asked() if form.is_valid() else asked
    page = _page_of(request)
    found, more = queries.found(asked, page=page)
    chosen = {"problem": asked.problem, "country": asked.country, "words": asked.text}
    return {
        "form": form or AskForm(initial=chosen),
        "entries": found,
        "is_asked": not asked.is_empty,
        "next": _address(route, asked, page + 1) if more and not asked.text else "",
        "previous": _address(route, asked, page - 1) if page > 1 else "",
    }


def _address(route: str, asked: Asked, page: int) -> str:
    pairs = {"problem": asked.problem, "country": asked.country, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return reverse(route) + (f"?{query}" if query else "")


def _page_of(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(_LAST_PAGE))
    return min(max(int(typed), 1), _LAST_PAGE) if is_number else 1


@staff("practice.read")
@show_or_send
def home(request: StaffRequest) -> HttpResponse:
    """What waits for me, and the search."""
    context = _answered(request, "practice:home") | {
        "to_read": queries.to_read(request.actor),
        "to_look_at": queries.to_look_at(request.actor),
        "may_write": request.actor.may("practice.write"),
    }
    return render(request, "practice/staff/home.html", context)


@require_safe
@staff("practice.read")
def ours(request: StaffRequest) -> HttpResponse:
    views = {"open": _("Not published yet"), "published": _("Published"), "withdrawn": _("Taken back")}
    state = request.GET.get("show", "open")
    state = state if state in views else "open"
    url = reverse("practice:ours")
    page = queries.ours(request.actor, state=state, before=request.GET.get("before"))
    tabs = [
        {"url": f"{url}?show={code}", "label": label, "current": code == state}
        for code, label in views.items()
    ]
    context = {"page": page, "tabs": tabs, "show": state, "may_write": request.actor.may("practice.write")}
    return render(request, "practice/staff/ours.html", context)


@staff("practice.write")
def add(request: StaffRequest) -> HttpResponse:
    form = EntryForm(sent(request), initial={"language": request.LANGUAGE_CODE})
    return form_page(
        request, form, lambda _typed: actions.write(request.actor, form.told(), form.said()),
        done=_("Kept. Nobody outside your organisation sees it before two people have read it."),
        to=_page, template="practice/staff/form.html", title=_("Write down what worked"), submit=_("Keep as a draft"),
        cancel_url=reverse("practice:home"),
    )  # fmt: skip


def _page(entry: Entry) -> str:
    return reverse("practice:entry", args=[entry.pk])


def _own(request: StaffRequest, entry_id: uuid.UUID) -> Entry:
    """An entry of the own organisation; `NotVisible` for any other, published or not."""
    found = queries.entry(request.actor, entry_id)
    if found.org_id != request.actor.org_id:
        raise NotVisible
    return found


@staff("practice.write")
def change(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    found = _own(request, entry_id)
    ENTRY.move(found.state, "send")
    form = EntryForm(sent(request), initial=initial_of(found, found.words))
    try:
        return form_page(
            request, form,
            lambda typed: actions.write(request.actor, form.told(), form.said(), entry=found, version=typed["version"] or 0),
            done=_("Saved."), to=_page, template="practice/staff/form.html", title=found.words.title,
            submit=_("Save"), cancel_url=_page(found),
        )  # fmt: skip
    except Stale:
        form.add_error(
            None,
            _(
                "Somebody else has changed this entry meanwhile. What you typed is kept here: look at theirs, then save again."
            ),
        )
        fresh = queries.entry(request.actor, entry_id)
        typed: Any = form.data
        typed["version"] = str(fresh.version)
        context = {
            "form": form,
            "title": found.words.title,
            "meanwhile": fresh,
            "cancel_url": _page(found),
            "submit": _("Save"),
        }
        return render(request, "practice/staff/form.html", context, status=409)


@staff("practice.write")
def words(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The same entry in another language."""
    found = _own(request, entry_id)
    ENTRY.move(found.state, "send")
    form = WordsForm(sent(request))
    return form_page(
        request, form, lambda _typed: actions.say(request.actor, found, form.said()), done=_("Saved."), to=_page(found),
        title=_("The same in another language"), submit=_("Save"), cancel_url=_page(found),
        lead=_("Words that are there already in this language are replaced."),
    )  # fmt: skip


@require_safe
@staff("practice.read")
def entry(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    return _entry(request, queries.entry(request.actor, entry_id), MoveForm())


def _entry(request: StaffRequest, found: Entry, form: MoveForm) -> HttpResponse:
    verbs = [verb for verb in ENTRY.verbs_from(found.state) if policy.may(request.actor, found, verb)]
    is_own = found.org_id == request.actor.org_id
    context = shown(found) | {
        "form": form,
        "verbs": verbs,
        "is_own": is_own,
        "wordings": queries.wordings(found),
        "doubts": actions.doubts(found) if {"send", "second", "publish"} & set(verbs) else [],
        "may_change": found.state == State.DRAFT and is_own and request.actor.may("practice.write"),
        "may_look": found.state == State.PUBLISHED
        and request.actor.may(policy.right_for(request.actor, found, "publish")),
        "has_part": policy.has_part(request.actor, found),
    }
    return render(request, "practice/staff/entry.html", context, status=REFUSED if form.errors else 200)


@require_POST
@staff("practice.read")
def move(request: StaffRequest, entry_id: uuid.UUID, verb: str) -> HttpResponse:
    found, form = queries.entry(request.actor, entry_id), MoveForm(request.POST)
    if verb not in policy.RIGHTS:
        raise NotVisible
    typed = form.cleaned_data if form.is_valid() else {}
    try:
        actions.move(request.actor, found, verb, why=typed.get("why", ""), looked=typed.get("looked", False))
    except Invalid as refused:
        problems_into(form, refused.problems)
        return _entry(request, found, form)
    messages.success(request, _("Done."))
    seen = found.org_id == request.actor.org_id or found.state == State.PUBLISHED
    return redirect(_page(found) if seen else reverse("practice:home"))


@require_POST
@staff("practice.read")
def look(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    found = queries.entry(request.actor, entry_id)
    actions.look_again(request.actor, found)
    messages.success(request, _("Noted: it still holds under the law as it stands today."))
    return redirect(_page(found))
