"""The tabs above the pages about the organisation: those that the actor may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sapar.organisations.guard import StaffRequest

_TABS = (
    ("organisation:home", _("Organisation"), "account.use"),
    ("organisation:members", _("Colleagues"), "member.read"),
    ("organisation:agreements", _("Agreements"), "agreement.read"),
    ("organisation:network", _("Network"), "network.read"),
)


def tabs(request: StaffRequest, current: str) -> list[dict[str, Any]]:
    return [
        {"url": reverse(route), "label": label, "current": route == current}
        for route, label, right in _TABS
        if request.actor.may(right)
    ]
