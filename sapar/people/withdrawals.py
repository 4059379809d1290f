"""A consent that was withdrawn stays withdrawn when a backup from before is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from sapar.people.models import Consent
from sapar.vault import ledger

if TYPE_CHECKING:
    from pathlib import Path


def replay(place: Path | None = None) -> int:
    """Withdraw again what the ledger says, before anything is opened; returns how many held. Runs as the operator.

    The database closes the grants that lean on them and empties their packets.
    """
    ended = 0
    with transaction.atomic():
        for consent_id, at in ledger.withdrawals(place).items():
            ended += Consent.objects.filter(pk=consent_id, withdrawn_at=None).update(withdrawn_at=at)
    return ended
