"""Promised calls: made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Stale
from sapar.intake.actions.talks import hold
from sapar.intake.codes import ContactOutcome
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.intake.models import Contact
    from sapar.organisations.actor import StaffActor

CALLED_BACK = audit.name("contact.called-back", _("Called back"))


def called_back(actor: StaffActor, contact: Contact) -> Contact:
    """The promised call was made. Twice is once: the second operator learns that somebody was quicker."""
    require(actor, "contact.log", contact)
    held = hold(actor, contact.pk)
    if held.outcome != ContactOutcome.CALL_BACK:
        raise Stale
    if held.called_back_at is None:
        held.called_back_at = timezone.now()
        held.save(update_fields=["called_back_at"])
        audit.record(actor, CALLED_BACK, subject_kind="contact", subject_id=held.pk, about=held.case_id)
    return held
