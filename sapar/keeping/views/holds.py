"""Holds: placed, listed, looked at again, lifted by two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid, NotVisible
from sapar.keeping import actions, queries
from sapar.keeping.forms import HoldForm, LiftForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.keeping.models import Hold
    from sapar.organisations.guard import StaffRequest

_VERBS = {"review": actions.review, "keep": actions.keep, "lift": actions.lift}


@require_safe
@staff("keeping.read")
def listed(request: StaffRequest) -> HttpResponse:
    standing = request.GET.get("show") != "over"
    page = queries.holds(request.actor, standing=standing, before=request.GET.get("before"))
    url = reverse("keeping:holds")
    tabs = [
        {"url": url, "label": _("On hold now"), "current": standing},
        {"url": f"{url}?show=over", "label": _("Lifted or run out"), "current": not standing},
    ]
    context = {
        "holds": page.rows,
        "older": page.older,
        "tabs": tabs,
        "standing": standing,
        "may_write": request.actor.may("hold.write"),
    }
    return render(request, "keeping/holds.html", context)


@staff("hold.write")
def place(request: StaffRequest, kind: str, subject_id: uuid.UUID) -> HttpResponse:
    if not queries.is_there(request.actor, kind, subject_id):
        raise NotVisible
    form = HoldForm(sent(request))
    back = way_back(kind, subject_id)

    def act(typed: dict[str, Any]) -> Hold:
        return actions.place(
            request.actor, kind, subject_id, once_token=typed["once"], reason=typed["reason"],
            words=typed["words"], until=typed["until"],
        )  # fmt: skip

    return form_page(
        request, form, act, done=_("It is on hold. Nothing of it is erased while the hold stands."), to=back,
        title=_("Put on hold"), submit=_("Put on hold"), cancel_url=back,
        lead=_("Neither time nor a wish erases it until two people lift the hold. Use it only where something must be kept as proof."),
    )  # fmt: skip


def way_back(kind: str, subject_id: uuid.UUID) -> str:
    """The page of what is held."""
    return reverse(queries.PAGES[kind], args=[subject_id])


@require_safe
@staff("hold.write")
def hold(request: StaffRequest, hold_id: uuid.UUID) -> HttpResponse:
    return _shown(request, queries.hold(request.actor, hold_id))


def _shown(request: StaffRequest, found: Hold, form: LiftForm | None = None) -> HttpResponse:
    kind, subject_id = queries.subject_of(found)
    context = {
        "hold": found,
        "subject_url": way_back(kind, subject_id),
        "kind": kind,
        "form": form or LiftForm(),
        "asked_by_me": found.lift_asked_by_id == request.actor.member_id,
    }
    return render(request, "keeping/hold.html", context, status=422 if form else 200)


@require_POST
@staff("hold.write")
def ask_to_lift(request: StaffRequest, hold_id: uuid.UUID) -> HttpResponse:
    found, form = queries.hold(request.actor, hold_id), LiftForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    actions.ask_to_lift(request.actor, found, words=form.cleaned_data["words"])
    messages.success(request, _("Asked. Another person with the same right lifts it."))
    return redirect("keeping:hold", found.pk)


@require_POST
@staff("hold.write")
def move(request: StaffRequest, hold_id: uuid.UUID, verb: str) -> HttpResponse:
    """Review, keep or lift."""
    found = queries.hold(request.actor, hold_id)
    if verb not in _VERBS:
        raise NotVisible
    try:
        _VERBS[verb](request.actor, found)
    except Invalid as refusal:
        messages.error(request, " ".join(refusal.problems.values()))
    else:
        messages.success(request, _("Saved."))
    return redirect("keeping:hold", found.pk)
