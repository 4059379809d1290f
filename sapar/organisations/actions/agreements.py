"""Agreements between organisations: written by one, read by both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Denied, Invalid, Stale
from sapar.organisations import once, queries
from sapar.organisations.guard import require
from sapar.organisations.models import Agreement

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

WRITTEN = audit.name("agreement.written", _("Agreement put on record"))
ENDED = audit.name("agreement.ended", _("Agreement ended"))


def write_agreement(actor: StaffActor, token: uuid.UUID, **facts: Any) -> Agreement:
    """`facts`: partner, scope, terms, dates, discount. The same `token` twice writes one. Raises `Invalid`."""
    require(actor, "agreement.write")
    earlier = once.claim(actor, token)
    if earlier and earlier.made_id:
        return queries.agreement(actor, earlier.made_id)
    written = Agreement(org_id=actor.org_id, **facts)
    try:
        written.validate_constraints()
    except ValidationError as wrong:
        raise Invalid({"": " ".join(wrong.message_dict[NON_FIELD_ERRORS])}) from None
    written.save(force_insert=True)
    once.settle(actor, token, written.pk)
    audit.record(
        actor,
        WRITTEN,
        subject_kind="agreement",
        subject_id=written.pk,
        details={"partner": str(written.partner_id)},
    )
    return written


def end_agreement(actor: StaffActor, agreement_id: uuid.UUID) -> None:
    """Raises `Denied` for the partner, who only reads it, `Stale` when it is ended."""
    require(actor, "agreement.write")
    found = queries.agreement(actor, agreement_id)
    if found.org_id != actor.org_id:
        raise Denied("agreement.write", subject_kind="agreement", subject_id=found.pk)
    if not Agreement.objects.filter(pk=found.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        raise Stale
    audit.record(actor, ENDED, subject_kind="agreement", subject_id=found.pk)
