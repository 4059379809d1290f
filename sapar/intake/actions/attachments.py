"""A voice message, a photo, a paper: sealed with the key of the contact it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.intake import attached
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.vault import files

if TYPE_CHECKING:
    import uuid

    from django.http import StreamingHttpResponse

    from sapar.intake.models import Contact
    from sapar.organisations.actor import StaffActor
    from sapar.vault.models import SealedFile


def attach(actor: StaffActor, contact: Contact, upload: Any, *, once: uuid.UUID | None = None) -> SealedFile:
    """Seal an upload. Raises `Invalid` at "file"."""
    require(actor, "file.add", contact)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return attached.file(actor, contact, earlier.made_id)
    stored = files.store(
        actor,
        actor.org_id,
        upload,
        attached_kind="contact",
        attached_id=contact.pk,
        data_key=contact.data_key,
        about=contact.case_id,
    )
    if once:
        sent.settle(actor, once, stored.pk)
    return stored


def give(actor: StaffActor, contact: Contact, file_id: uuid.UUID) -> StreamingHttpResponse:
    """The opened file; every opening is recorded."""
    require(actor, "file.read", contact)
    return files.answer(actor, attached.file(actor, contact, file_id), about=contact.case_id)
