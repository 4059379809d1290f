"""Reads of the installation for the people who watch over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.accounts.models import User
from sapar.audit.models import Event
from sapar.common import paging
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

PAGE = 50


def events(actor: StaffActor, *, before: str | None = None) -> paging.Page[Event]:
    """The organisation's audit events, newest first, fifty at a time."""
    require(actor, "audit.read")
    rows = Event.objects.filter(org_id=actor.org_id)
    return paging.newest_first(rows, "at", before=before, size=PAGE)


def names_of(user_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The display names of colleagues, for a page of events."""
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=user_ids)}
