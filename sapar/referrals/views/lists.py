"""What others ask of us, and what we asked of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.organisations.guard import staff
from sapar.referrals import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("referral.read")
def inbox(request: StaffRequest) -> HttpResponse:
    view = _view(request)
    page = queries.inbox(request.actor, view, before=request.GET.get("before"))
    return _list(request, page, view, "inbox")


@require_safe
@staff("referral.read")
def outbox(request: StaffRequest) -> HttpResponse:
    view = _view(request)
    page = queries.outbox(request.actor, view, before=request.GET.get("before"))
    return _list(request, page, view, "outbox")


def _view(request: StaffRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in queries.VIEWS else "waiting"


def _list(request: StaffRequest, page: Any, view: str, box: str) -> HttpResponse:
    context = {
        "page": page,
        "view": view,
        "received": box == "inbox",
        "boxes": [
            {"url": reverse("referrals:inbox"), "label": _("Asked of us"), "current": box == "inbox"},
            {"url": reverse("referrals:outbox"), "label": _("Asked of others"), "current": box == "outbox"},
        ],
        "to_review": queries.to_review(request.actor) if view == "waiting" else [],
        "tabs": _tabs(reverse(f"referrals:{box}"), view),
    }
    return render(request, "referrals/list.html", context)


def _tabs(address: str, view: str) -> list[dict[str, Any]]:
    labels = {"waiting": _("Waiting for an answer"), "work": _("In work"), "ended": _("Over")}
    return [
        {"url": f"{address}?view={code}", "label": label, "current": code == view}
        for code, label in labels.items()
    ]
