"""Files of a case: sealed with its key, so that they go when the case's words go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import queries
from sapar.cases.actions.held import hold_open
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.vault import files

if TYPE_CHECKING:
    import uuid

    from django.http import StreamingHttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.vault.models import SealedFile


def attach_file(actor: StaffActor, case: Case, upload: Any, *, once: uuid.UUID | None = None) -> SealedFile:
    """Seal an upload. Raises `Invalid` at "file"."""
    require(actor, "file.add", case)
    held = hold_open(actor, case, "attach_file")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.file(actor, held, earlier.made_id)
    stored = files.store(
        actor,
        actor.org_id,
        upload,
        attached_kind="case",
        attached_id=held.pk,
        data_key=held.data_key,
        about=held.pk,
    )
    if once:
        sent.settle(actor, once, stored.pk)
    return stored


def give_file(actor: StaffActor, case: Case, file_id: uuid.UUID) -> StreamingHttpResponse:
    """The opened file as a download; every opening is recorded."""
    require(actor, "file.read", case)
    return files.answer(actor, queries.file(actor, case, file_id), about=case.pk)
