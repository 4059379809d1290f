"""Making one approved export: read, zip, seal, piece by piece; nothing readable ever lies on the disk."""

from __future__ import annotations

import errno
import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import IllegalMove, Locked
from sapar.keeping import exports
from sapar.keeping.actions.exporting import LASTS, REASON, locked
from sapar.keeping.codes import ExportFault, ExportState
from sapar.keeping.flow import EXPORT
from sapar.keeping.models import Export
from sapar.vault import erasure
from sapar.vault.files import storage
from sapar.vault.keys import datakeys
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sapar.common.actor import Actor

_TELL_SECONDS = 1.0


def make(actor: Actor, export_id: uuid.UUID) -> None:
    """From approved to ready, or to failed with the reason. Runs outside of any transaction."""
    export = _begin(actor, export_id)
    if export is None:
        return
    try:
        file = _write(actor, export)
    except Locked:
        _fail(actor, export, ExportFault.LOCKED)
    except OSError as refused:
        full = refused.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        _fail(actor, export, ExportFault.NO_SPACE if full else ExportFault.STOPPED)
    except Exception:
        _fail(actor, export, ExportFault.STOPPED)
        raise
    else:
        _finish(actor, export, file)


def _begin(actor: Actor, export_id: uuid.UUID) -> Export | None:
    """One whose worker died under it says so, rather than leave half of an archive and try for ever."""
    with transaction.atomic(), tenancy.scope_of(actor):
        export = Export.objects.filter(org_id=actor.org_id, pk=export_id).first()
        if export is None:
            return None
        held = locked(actor, export)
        if held.state == ExportState.MAKING:
            _fail(actor, held, ExportFault.STOPPED)
            return None
        try:
            held.state = EXPORT.move(held.state, "make")
        except IllegalMove:
            return None
        held.total = exports.total(held.org_id)
        held.save(update_fields=["state", "total"])
        return held


def _write(actor: Actor, export: Export) -> SealedFile:
    with transaction.atomic(), tenancy.scope_of(actor):
        key = datakeys.key_for_sealing(export)
    file = SealedFile(
        org_id=export.org_id, data_key=export.data_key, content_type="application/zip",
        name=f"sapar-{timezone.now():%Y-%m-%d}.zip", attached_kind="export", attached_id=export.pk,
    )  # fmt: skip
    members = exports.named_on_restricted(actor) if export.restricted else []
    making = exports.Making(actor, members, _Teller(actor, export))
    sizes: list[int] = []
    file.digest = storage.write(file.id, key, _counted(exports.stream(making), sizes))
    file.size = sum(sizes)
    return file


def _counted(pieces: Iterator[bytes], sizes: list[int]) -> Iterator[bytes]:
    for piece in pieces:
        sizes.append(len(piece))
        yield piece


class _Teller:
    """Writes down how far the job is, at most once a second."""

    def __init__(self, actor: Actor, export: Export) -> None:
        self.actor, self.export = actor, export
        self.done, self.told_at = 0, time.monotonic()

    def __call__(self, rows: int) -> None:
        self.done += rows
        if time.monotonic() - self.told_at < _TELL_SECONDS:
            return
        self.told_at = time.monotonic()
        with transaction.atomic(), tenancy.scope_of(self.actor):
            Export.objects.filter(org_id=self.export.org_id, pk=self.export.pk).update(
                done=min(self.done, self.export.total)
            )


def _finish(actor: Actor, export: Export, file: SealedFile) -> None:
    with transaction.atomic(), tenancy.scope_of(actor):
        held = locked(actor, export)
        file.save(force_insert=True)
        held.file, held.state = file, EXPORT.move(held.state, "finish")
        held.done, held.ready_at, held.ends_at = held.total, timezone.now(), timezone.now() + LASTS
        held.save(update_fields=["file", "state", "done", "ready_at", "ends_at"])
        audit.record(actor, "export.made", subject_kind="export", subject_id=held.pk)


def _fail(actor: Actor, export: Export, fault: ExportFault) -> None:
    with transaction.atomic(), tenancy.scope_of(actor):
        held = locked(actor, export)
        held.state, held.fault = EXPORT.move(held.state, "fail"), fault
        held.save(update_fields=["state", "fault"])
        audit.record(
            actor, "export.failed", subject_kind="export", subject_id=held.pk, details={"fault": str(fault)}
        )
        if held.data_key.erased_at is None:
            erasure.erase(actor, [held.data_key], REASON)
