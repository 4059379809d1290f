"""What somebody took back stays taken back when a backup from before is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.acquaintance.codes import Left
from sapar.acquaintance.models import Entry
from sapar.vault import ledger

if TYPE_CHECKING:
    from pathlib import Path


def replay(place: Path | None = None) -> int:
    """End again what the ledger says, before anything is opened; returns how many stood. Runs as the operator."""
    ended = 0
    for entry_id, at in ledger.withdrawals(place).items():
        rows = Entry.objects.filter(pk=entry_id, ended_at=None)
        ended += rows.update(ended_at=at, ended_because=Left.WITHDRAWN, facts=b"")
    return ended
