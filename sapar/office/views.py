"""The lock, the audit and the checklist, as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.audit import names as event_names
from sapar.common.errors import Invalid
from sapar.office import actions, checklist, queries
from sapar.office.forms import UnlockForm
from sapar.organisations.guard import staff
from sapar.ui.forms import problems_into
from sapar.vault import keys

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_POST
@staff("vault.lock")
def lock(request: StaffRequest) -> HttpResponse:
    actions.lock(request.actor)
    return redirect("vault:status")


@staff("vault.lock")
def status(request: StaffRequest) -> HttpResponse:
    """Whether the vault is open, and for whoever may, the form that opens it."""
    may_unlock = request.actor.may("vault.unlock")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.unlock(request.actor, form.cleaned_data["share_a"], form.cleaned_data["share_b"])
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            messages.success(request, _("The vault is open again."))
            return redirect("staff")
    context = {"status": keys.status(), "form": form if may_unlock else None}
    return render(request, "office/vault.html", context)


@require_safe
@staff("audit.read")
def events(request: StaffRequest) -> HttpResponse:
    page = queries.events(request.actor, before=request.GET.get("before"))
    people = queries.names_of({event.actor_user for event in page.rows if event.actor_user})
    rows = [
        {
            "event": event,
            "short": str(event.subject_id)[-8:],
            "words": event_names.words(event.verb),
            "who": people.get(event.actor_user, "") if event.actor_user else "",
        }
        for event in page.rows
    ]
    return render(request, "office/events.html", {"rows": rows, "older": page.older})


@require_safe
@staff("member.read")
def whats_missing(request: StaffRequest) -> HttpResponse:
    """The checklist of a new organisation, and of an old one after a year."""
    found = checklist.lines(request.actor)
    context = {"lines": found, "missing": sum(one.needed and not one.is_done for one in found)}
    return render(request, "office/checklist.html", context)
