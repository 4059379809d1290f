"""Who waits for our call, and that it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common import paging
from sapar.intake import actions, queries
from sapar.intake.views.contacts import tabs
from sapar.organisations.guard import staff

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("contact.read")
def call_back(request: StaffRequest) -> HttpResponse:
    """Who waits for our call, the longest first, and what to mind when calling."""
    page = paging.oldest_first(
        queries.to_call_back(request.actor), "began_at", after=request.GET.get("after")
    )
    context = {
        "contacts": page.rows,
        "next": "?" + urlencode({"after": page.older}) if page.older else "",
        "tabs": tabs("call-back"),
    }
    return render(request, "intake/call_back.html", context)


@require_POST
@staff("contact.log")
def called_back(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The promised call was made."""
    contact = actions.called_back(request.actor, queries.contact(request.actor, pk))
    messages.success(request, _("Noted: called back."))
    return redirect("contacts:detail", contact.pk)
