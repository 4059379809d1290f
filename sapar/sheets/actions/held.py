"""The sheet as it is now, held until the transaction ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.sheets.flow import BATCH
from sapar.sheets.models import Batch

if TYPE_CHECKING:
    from sapar.common.actor import Actor


def hold(actor: Actor, batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("data_key")
    held = rows.filter(org_id=actor.org_id, pk=batch.pk).first()
    if held is None:
        raise NotVisible
    return held


def move(held: Batch, verb: str) -> None:
    """Along the flow; raises `IllegalMove`. The row is not saved yet."""
    held.state = BATCH.move(held.state, verb)
    held.moved_at = timezone.now()
