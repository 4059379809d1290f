"""Reads of what is attached to a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import NotVisible
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.intake.models import Contact
    from sapar.organisations.actor import StaffActor


def files(actor: StaffActor, contact: Contact) -> list[SealedFile]:
    """Oldest first."""
    return list(_rows(actor, contact).order_by("stored_at", "pk"))


def file(actor: StaffActor, contact: Contact, file_id: uuid.UUID) -> SealedFile:
    found = _rows(actor, contact).filter(pk=file_id).first()
    if found is None:
        raise NotVisible
    return found


def _rows(actor: StaffActor, contact: Contact) -> QuerySet[SealedFile]:
    stored = SealedFile.objects.filter(
        org_id=actor.org_id, attached_kind="contact", attached_id=contact.pk, state=SealedFile.State.STORED
    )
    return stored.select_related("data_key")
