"""Training of staff: recorded, and ended when it was a mistake. Only trained staff screen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.words import one_line
from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.people.saving import save
from sapar.screening import queries
from sapar.screening.models import Training

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

audit.name("training.recorded", _("Training of a colleague recorded"))
audit.name("training.ended", _("Record of a training withdrawn"))

# Without a day of its own a training holds so long: what is known about trafficking changes, and so does the law.
USUAL = dt.timedelta(days=3 * 365)
LONGEST = 120
_PLACES = {"training_ends_after_it_was_completed": "holds_until"}


def record_training(
    actor: StaffActor,
    member: Membership,
    course: str,
    provider: str,
    completed_on: dt.date,
    holds_until: dt.date | None = None,
) -> Training:
    """Raises `Invalid`."""
    require(actor, "training.record")
    if member.pk not in {one.pk for one in queries.colleagues(actor)}:
        raise Invalid({"member": __("Please choose from the list.")})
    if completed_on > timezone.localdate():
        raise Invalid({"completed_on": __("This day has not come yet. Please check the year.")})
    row = Training(
        org_id=actor.org_id,
        member=member,
        course=one_line(course, "course")[:LONGEST],
        provider=one_line(provider, "provider")[:LONGEST],
        completed_on=completed_on,
        holds_until=holds_until or completed_on + USUAL,
        recorded_by_id=actor.member_id,
    )
    save(row, _PLACES)
    _tell(actor, "training.recorded", row)
    return row


def end_training(actor: StaffActor, row: Training) -> Training:
    """It was written down by mistake: the colleague screens no more by it."""
    require(actor, "training.record", row)
    held = Training.objects.select_for_update().filter(org_id=actor.org_id, pk=row.pk, ended_at=None).first()
    if held is None:
        raise NotVisible
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    _tell(actor, "training.ended", held)
    return held


def _tell(actor: StaffActor, verb: str, row: Training) -> None:
    audit.record(
        actor, verb, subject_kind="training", subject_id=row.pk,
        details={"member": row.member_id, "until": row.holds_until.isoformat()},
    )  # fmt: skip
