"""What the supervisor prints for a colleague: a sheet of codes, a code for a new password; and the end of a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.accounts import codes
from sapar.accounts.guard import confirmed
from sapar.common.errors import Invalid
from sapar.organisations import actions, queries
from sapar.organisations.guard import StaffRequest, staff

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse


@never_cache
@staff("codes.issue")
@confirmed
def sheet(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    """Asks, then answers with the sheet itself: it is printed from this page or not at all."""
    found = queries.member(request.actor, member_id)
    back = reverse("organisation:member", args=[found.pk])
    if request.method != "POST":
        context = {
            "title": _("Print a code sheet for %(name)s?") % {"name": found.user.display_name},
            "text": _(
                "The new sheet is shown once, to print. An earlier sheet is worth nothing from then on."
            ),
            "label": _("Make a new sheet"),
            "cancel_url": back,
        }
        return render(request, "organisations/ask.html", context)
    try:
        lines = actions.issue_sheet(request.actor, found.pk)
    except Invalid as refused:
        messages.error(request, refused.problems[""])
        return redirect(back)
    grouped = [(number, codes.grouped(code)) for number, code in lines]
    return render(request, "organisations/sheet.html", {"member": found, "lines": grouped, "back_url": back})


@never_cache
@staff("codes.issue")
@confirmed
def reset(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    """Asks, then answers with the code for a new password."""
    found = queries.member(request.actor, member_id)
    back = reverse("organisation:member", args=[found.pk])
    if request.method != "POST":
        context = {
            "title": _("Let %(name)s choose a new password?") % {"name": found.user.display_name},
            "text": _("You get a code to hand over. The old password works until the new one is chosen."),
            "label": _("Make the code"),
            "cancel_url": back,
        }
        return render(request, "organisations/ask.html", context)
    try:
        code = actions.issue_reset(request.actor, found.pk)
    except Invalid as refused:
        messages.error(request, refused.problems[""])
        return redirect(back)
    address = request.build_absolute_uri(reverse("signin-reset"))
    shown = {"member": found, "code": codes.grouped(code), "address": address, "back_url": back}
    return render(request, "organisations/reset_code.html", shown)


@staff("codes.issue")
def unblock(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    found = queries.member(request.actor, member_id)
    back = reverse("organisation:member", args=[found.pk])
    if request.method != "POST":
        context = {
            "title": _("End the wait of %(name)s?") % {"name": found.user.display_name},
            "text": _("Wrong tries to sign in are forgotten. Ask first whether the tries were theirs."),
            "label": _("End the wait"),
            "cancel_url": back,
        }
        return render(request, "organisations/ask.html", context)
    actions.unblock(request.actor, found.pk)
    messages.success(request, _("They can try again at once."))
    return redirect(back)
