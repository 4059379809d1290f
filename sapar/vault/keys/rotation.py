"""New keys for old, while everything stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from sapar.common import tenancy
from sapar.vault.keys import caches, datakeys, organisation, ring
from sapar.vault.models import DataKey, KeyPurpose, OrganisationKey, SystemKey

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    Progress = Callable[[int, int], None]

BATCH = 500


class EpochInUse(RuntimeError):
    """Data keys are still wrapped by that epoch, or it is the newest: rotate first."""


def rotate_organisation(org_id: uuid.UUID, progress: Progress | None = None) -> int:
    """Make a new epoch and wrap every data key with it, batch by batch; returns the epoch.

    Each batch is a transaction of its own: stopped half-way, everything is readable, and the next call goes on. The old
    receiving key stays (sealed letters may still be on their way), the blind index key never changes.
    """
    epoch = _begin(org_id)
    ring.touch()
    with transaction.atomic(), tenancy.scope(org=org_id):
        total = _behind(org_id, epoch).count()
    done = 0
    while batch := _rewrap_batch(org_id, epoch):
        done += batch
        if progress is not None:
            progress(done, total)
    return epoch


def _begin(org_id: uuid.UUID) -> int:
    """The epoch to move to: the one an interrupted rotation began, else a new one."""
    with transaction.atomic(), tenancy.scope(org=org_id):
        keys = OrganisationKey.objects.select_for_update().filter(org_id=org_id, purpose=KeyPurpose.WRAP)
        newest = max(key.epoch for key in keys)
        if _behind(org_id, newest).exists():
            return newest
        organisation.new_wrapping_key(org_id, newest + 1)
        organisation.new_receiving_key(org_id, newest + 1)
        return newest + 1


def _behind(org_id: uuid.UUID, epoch: int) -> QuerySet[DataKey]:
    return DataKey.objects.filter(org_id=org_id, epoch__lt=epoch, wrapped__isnull=False)


def _rewrap_batch(org_id: uuid.UUID, epoch: int) -> int:
    with transaction.atomic(), tenancy.scope(org=org_id):
        rows = list(_behind(org_id, epoch).select_for_update()[:BATCH])
        for row in rows:
            raw = datakeys.unwrap(row)
            row.epoch = epoch
            row.wrapped = datakeys.wrap(row, raw) if raw is not None else None
        DataKey.objects.bulk_update(rows, ["epoch", "wrapped"])
        return len(rows)


def destroy_epoch(org_id: uuid.UUID, epoch: int, purpose: str = KeyPurpose.WRAP) -> None:
    """Destroy an old key for good; raises `EpochInUse` while a data key still needs it.

    Call it when the backups of its time have expired: what they hold of erased people is then noise everywhere.
    """
    with transaction.atomic(), tenancy.scope(org=org_id):
        keys = OrganisationKey.objects.select_for_update().filter(org_id=org_id, purpose=purpose)
        newest = max(key.epoch for key in keys)
        in_use = DataKey.objects.filter(org_id=org_id, epoch=epoch, wrapped__isnull=False)
        if epoch >= newest or (purpose == KeyPurpose.WRAP and in_use.exists()):
            raise EpochInUse
        keys.filter(epoch=epoch, sealed__isnull=False).update(sealed=None, destroyed_at=timezone.now())
    caches.ORGANISATION_KEYS.drop((org_id, purpose, epoch))
    transaction.on_commit(ring.touch)


def rotate_master(new_master: bytes, progress: Progress | None = None) -> int:
    """Seal every private key with a new master key, in one transaction; returns how many were.

    Runs as the operator, who sees all organisations. The keeper holds both keys meanwhile, so readers notice nothing;
    `setup.renew_master` writes the files around it.
    """
    ring.keeper().renew(new_master)
    ring.begin_request()
    with transaction.atomic():
        rows = list(_sealed_rows())
        for done, (row, place) in enumerate(rows, 1):
            secret = ring.open_sealed(row.master, bytes(row.sealed or b""), place)
            row.master, row.sealed = ring.seal(secret, place)
            row.save(update_fields=["master", "sealed"])
            if progress is not None:
                progress(done, len(rows))
    return len(rows)


def _sealed_rows() -> Iterator[tuple[OrganisationKey | SystemKey, str]]:
    """Every private key that is not sealed with the master key in use, and its place."""
    current = ring.in_use()
    for key in (
        OrganisationKey.objects.select_for_update().exclude(master=current).filter(sealed__isnull=False)
    ):
        yield key, organisation.place(key.org_id, key.purpose, key.epoch)
    for system in SystemKey.objects.select_for_update().exclude(master=current):
        yield system, system_place(system)


def system_place(key: SystemKey) -> str:
    return f"system-key|{key.purpose}|{key.id}"
