"""A colleague who leaves watches no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.watch.models import Monitor

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def end_monitor(actor: Actor, member_id: uuid.UUID) -> None:
    """After "member.left"."""
    standing = Monitor.objects.filter(org_id=actor.org_id, member_id=member_id, ended_at__isnull=True)
    standing.update(ended_at=timezone.now())
