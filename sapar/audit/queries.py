"""Reads of the audit for an organisation's own pages. Who may ask is decided by the package that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.audit.models import Event

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet


def of_case(org_id: uuid.UUID, case_id: uuid.UUID) -> QuerySet[Event]:
    """What was done about a case, oldest first, for its timeline."""
    return Event.objects.filter(org_id=org_id, about=case_id).order_by("at", "id")


def newest(org_id: uuid.UUID, *, before: int | None = None, size: int = 50) -> list[Event]:
    """A page of the chain for an auditor, newest first; `before` is the `seq` of the last event of the page before."""
    events = Event.objects.filter(org_id=org_id, seq__isnull=False)
    if before is not None:
        events = events.filter(seq__lt=before)
    return list(events.order_by("-seq")[:size])
