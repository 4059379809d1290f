"""Signing a day: one Ed25519 signature over the last link stands for every event up to it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.db.models import Max

from sapar.audit import witness
from sapar.audit.models import DayRoot, Event

if TYPE_CHECKING:
    import uuid


class Signer(Protocol):
    """A signing key; the vault holds the private half. `key_id` is the id of its `SigningKey`."""

    @property
    def key_id(self) -> uuid.UUID: ...
    def sign(self, message: bytes) -> bytes: ...


def sign_day(org_id: uuid.UUID, day: dt.date, signer: Signer) -> DayRoot | None:
    """Sign what was recorded up to the end of `day` (UTC) and is not signed yet; None when there is nothing.

    Days missed while the vault was locked come under the next root. The caller is in the chain's scope.
    """
    if DayRoot.objects.filter(org_id=org_id, day__gte=day).exists():
        return None
    signed = DayRoot.objects.filter(org_id=org_id).aggregate(last=Max("seq_to"))["last"] or 0
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    last = Event.objects.filter(org_id=org_id, seq__gt=signed, at__lt=end).order_by("-seq").first()
    if last is None or last.seq is None or last.hash is None:
        return None
    root = DayRoot(org_id=org_id, day=day, seq_from=signed + 1, seq_to=last.seq, root=bytes(last.hash))
    root.key_id = signer.key_id
    root.signature = signer.sign(message(root))
    root.save(force_insert=True)
    seen = (org_id, last.seq, bytes(last.hash), signer.key_id)
    transaction.on_commit(lambda: witness.see(*seen))
    return root


def message(root: DayRoot) -> bytes:
    """What is signed: the root's columns as canonical JSON."""
    columns = {
        "org_id": str(root.org_id),
        "day": root.day.isoformat(),
        "seq_from": root.seq_from,
        "seq_to": root.seq_to,
        "root": bytes(root.root).hex(),
    }
    return json.dumps(columns, sort_keys=True, separators=(",", ":")).encode("ascii")
