"""Taking part in the region's picture: agreed by an organisation's supervisor, and ended the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, Stale
from sapar.insight.models import Participation
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

AGREED = audit.name("figures.agreed", _("Agreed to be counted in the region's picture"))
STOPPED = audit.name("figures.stopped", _("No longer counted in the region's picture"))


def agree(actor: StaffActor) -> Participation:
    """From the next snapshot on all its records count, restricted cases too. Raises `Invalid` when it takes part already."""
    require(actor, "figures.agree")
    made = Participation(org_id=actor.org_id, agreed_by_id=actor.member_id)
    try:
        made.validate_constraints()
    except ValidationError as wrong:
        raise Invalid({"": " ".join(wrong.message_dict[NON_FIELD_ERRORS])}) from None
    made.save(force_insert=True)
    audit.record(actor, AGREED, subject_kind="organisation", subject_id=actor.org_id)
    return made


def stop(actor: StaffActor) -> None:
    """From the next snapshot on nothing of it counts. Quarters already frozen keep what they have; published ones stay."""
    require(actor, "figures.agree")
    standing = Participation.objects.filter(org_id=actor.org_id, ended_at__isnull=True)
    if not standing.update(ended_at=timezone.now(), ended_by_id=actor.member_id):
        raise Stale
    audit.record(actor, STOPPED, subject_kind="organisation", subject_id=actor.org_id)
