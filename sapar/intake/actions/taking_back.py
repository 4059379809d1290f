"""Talks logged by mistake, or by an import that is undone: taken out while nobody has worked on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.audit.models import Event
from sapar.common.errors import IllegalMove, NotVisible
from sapar.intake.models import Contact
from sapar.organisations.guard import require
from sapar.vault import blind, erasure
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import datetime as dt

    from sapar.organisations.actor import StaffActor

TAKEN_BACK = audit.name("contact.taken-back", _("Contact taken back"))


def take_back(actor: StaffActor, contact: Contact, *, since: dt.datetime) -> None:
    """Delete a talk; its key is destroyed. For whoever may load sheets.

    Raises `IllegalMove` when anybody has done something about it later than `since`: an event, a file, a request that
    points here. A case it is tied to stays as it is.
    """
    require(actor, "sheet.load", contact)
    held = _hold(actor, contact)
    if _is_worked_on(actor, held, since):
        raise IllegalMove(held.outcome, "take_back")
    audit.record(actor, TAKEN_BACK, subject_kind="contact", subject_id=held.pk)
    key = held.data_key
    blind.forget(held.pk)
    held.delete()
    erasure.erase(actor, [key], "mistake")


def _hold(actor: StaffActor, contact: Contact) -> Contact:
    rows = Contact.objects.select_for_update(of=("self",)).select_related("data_key")
    held = rows.filter(org_id=actor.org_id, pk=contact.pk).first()
    if held is None:
        raise NotVisible
    return held


def _is_worked_on(actor: StaffActor, contact: Contact, since: dt.datetime) -> bool:
    if Event.objects.filter(org_id=actor.org_id, subject_id=contact.pk, at__gt=since).exists():
        return True
    if SealedFile.objects.filter(org_id=actor.org_id, attached_id=contact.pk).exists():
        return True
    try:
        Collector("default").collect([contact])
    except (ProtectedError, RestrictedError):
        return True
    return contact.called_back_at is not None
