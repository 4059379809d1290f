"""Erasing: the key is destroyed, so what was sealed with it is noise, here and, by the ledger, in every backup."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.common.ids import uuid7
from sapar.vault import ledger
from sapar.vault.files import storage
from sapar.vault.keys import caches, ring
from sapar.vault.models import BlindEntry, BlindSet, DataKey, SealedFile

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from pathlib import Path

    from sapar.common.actor import Actor

ERASED = audit.name("vault.erased", _("Erased for good"))
_SETTLED_AFTER = dt.timedelta(hours=1)


def erase(actor: Actor, data_keys: Iterable[DataKey], reason_code: str) -> None:
    """Destroy these keys with their blind entries and files, in the caller's transaction.

    The ledger is on the disk first: a crash after it erases at the next restore at the latest.
    """
    rows = list(data_keys)
    entry = ledger.Erasure(uuid7(), timezone.now(), reason_code, _by_organisation(rows))
    with transaction.atomic():
        for row in rows:
            audit.record(
                actor, ERASED, subject_kind="key", subject_id=row.id, org_id=row.org_id,
                details={"reason": reason_code, "of": row.subject_kind, "erasure": entry.id},
            )  # fmt: skip
        ledger.begin(entry)
        for org_id, keys in entry.keys.items():
            with tenancy.scope(org=org_id):
                _destroy(keys, entry.at)
        transaction.on_commit(lambda: _confirm(entry))
    for row in rows:
        row.wrapped, row.erased_at = None, entry.at


def _by_organisation(rows: list[DataKey]) -> dict[uuid.UUID, list[uuid.UUID]]:
    keys: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        keys[row.org_id].append(row.id)
    return dict(keys)


def _destroy(keys: list[uuid.UUID], at: dt.datetime) -> int:
    """Destroy what is in scope of these keys; returns how many were alive. Doing it twice changes nothing."""
    alive = DataKey.objects.filter(id__in=keys, wrapped__isnull=False).update(wrapped=None, erased_at=at)
    BlindEntry.objects.filter(data_key__in=keys).delete()
    BlindSet.objects.filter(data_key__in=keys).delete()
    files = SealedFile.objects.filter(data_key__in=keys)
    gone = [storage.path_of(name) for name in files.values_list("id", flat=True)]
    files.update(state=SealedFile.State.REMOVED)
    transaction.on_commit(lambda: _remove(gone))
    for key in keys:
        caches.DATA_KEYS.drop(key)
    return alive


def _remove(paths: list[Path]) -> None:
    for place in paths:
        place.unlink(missing_ok=True)


def _confirm(entry: ledger.Erasure) -> None:
    ledger.mark(entry.id, ledger.DONE)
    try:
        ring.touch()
    except Locked:
        caches.wipe()


def replay(place: Path | None = None) -> int:
    """Erase again what a restored backup brought back, before it is opened; returns how many keys were alive.

    Runs as the operator. An entry whose outcome is not known counts as an erasure: somebody asked for it.
    """
    alive = 0
    with transaction.atomic():
        for entry in ledger.entries(place):
            if entry.state != ledger.VOID:
                alive += sum(_destroy(keys, entry.at) for keys in entry.keys.values())
    return alive


def settle() -> int:
    """Write down the outcome of entries that a crash or a rolled-back transaction left begun; returns how many."""
    waiting = [entry for entry in ledger.entries() if entry.state == ledger.BEGUN]
    old = [entry for entry in waiting if timezone.now() - entry.at > _SETTLED_AFTER]
    for entry in old:
        ledger.mark(entry.id, ledger.VOID if _is_alive(entry) else ledger.DONE)
    return len(old)


def _is_alive(entry: ledger.Erasure) -> bool:
    for org_id, keys in entry.keys.items():
        with transaction.atomic(), tenancy.scope(org=org_id):
            if DataKey.objects.filter(id__in=keys, wrapped__isnull=False).exists():
                return True
    return False
