"""The tabs above the pages of the rota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sapar.organisations.guard import StaffRequest

_TABS = (
    ("rota:week", _("Who is on duty")),
    ("rota:lines", _("Who answers public calls")),
)


def tabs(_request: StaffRequest, current: str) -> list[dict[str, Any]]:
    """All of the staff may read both."""
    return [{"url": reverse(route), "label": label, "current": route == current} for route, label in _TABS]
