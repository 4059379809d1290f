"""What people who were helped tell, and the review without which nothing of it is said or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.brake import Brake
from sapar.common.clock import shared_day
from sapar.common.errors import NotVisible, SaparError
from sapar.common.tenancy import scope
from sapar.monitoring import policy, queries
from sapar.monitoring.actions.reckoning import reckon
from sapar.monitoring.models import Feedback
from sapar.monitoring.refusals import spoken
from sapar.monitoring.staff_codes import FeedbackState
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

TOLD = audit.name("feedback.told", _("Somebody told how an organisation helped"))
REVIEWED = audit.name("feedback.reviewed", _("What people told was reviewed"))

DOOR = "public-feedback"
# In memory and by a hash only. Who is helped by several organisations tells of a few in a day, never of dozens.
TELLING = Brake(each=5, all_together=300, seconds=24 * 60 * 60)
# More about one organisation in a day is a flood, not people.
MOST_A_DAY = 40


class TooMany(SaparError):
    """Too much was told from here, or about this organisation, today. Nothing was stored."""


def tell(actor: Actor, about: Organisation, code: str, when: str, *, caller: str | None) -> Feedback:
    """Store the two codes and the day. `caller` is an address to slow down; it goes nowhere. Raises `TooMany`."""
    require(actor, "feedback.tell", about)
    if not TELLING.take(caller):
        raise TooMany
    row = Feedback(about=about, code=code, when=when)
    with scope(door=DOOR):
        if queries.told_today(about.pk) >= MOST_A_DAY:
            raise TooMany
        row.save(force_insert=True)
    audit.record(actor, TOLD, subject_kind="organisation", subject_id=about.pk, details={"code": code})
    return row


def review(actor: StaffActor, about: Organisation, feedback: dict[uuid.UUID, bool]) -> int:
    """Which of what was told is credible, by id. By a monitor who is not of that organisation. Raises `Denied`, `Invalid`."""
    policy.require_monitors(actor, "feedback.review", about)
    with spoken(), policy.monitors(actor):
        rows = list(Feedback.objects.select_for_update().filter(about=about, pk__in=feedback))
        if len(rows) != len(feedback):
            raise NotVisible
        for row in rows:
            row.state = FeedbackState.CREDIBLE if feedback[row.pk] else FeedbackState.DISMISSED
            row.reviewed_by, row.reviewed_on = actor.user_id, shared_day()
            row.save(update_fields=["state", "reviewed_by", "reviewed_on"])
    details = {"credible": sum(feedback.values()), "of": len(feedback)}
    audit.record(actor, REVIEWED, subject_kind="organisation", subject_id=about.pk, details=details)
    reckon(actor, [about.pk])
    return len(rows)
