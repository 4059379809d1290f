"""Whose own word about their entry runs out: read for who asks them, and for the night's job."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Max, Q
from django.utils import timezone

from sapar.common.clock import shared_day
from sapar.common.tenancy import scope
from sapar.directory.models import Listing
from sapar.monitoring import rules
from sapar.monitoring.models import Reminder
from sapar.monitoring.staff_codes import ReminderHow
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor

DOOR = "reminder"
# So long before its word runs out an organisation is asked, and so long a letter has to be answered.
AHEAD = dt.timedelta(days=30)
MOST_A_NIGHT = 100


def running_out() -> QuerySet[Listing]:
    """Entries that nobody has confirmed for eleven months, who confirmed last first: they answer most likely."""
    before = shared_day() - (rules.OWN_WORD_HOLDS - AHEAD)
    rows = Listing.objects.select_related("org").filter(status=Listing.Status.LISTED)
    rows = rows.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=before))
    return rows.order_by(
        F("confirmed_on").desc(nulls_last=True), F("described_in").desc(nulls_last=True), "pk"
    )


def to_ask(actor: StaffActor, country: str = "") -> QuerySet[Listing]:
    """Whom nobody has asked within a month."""
    require(actor, "reminder.send")
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=DOOR):
        since = timezone.now() - AHEAD
        lately = list(Reminder.objects.filter(made_at__gt=since).values_list("about_id", flat=True))
    rows = running_out().exclude(org_id=actor.org_id).exclude(org_id__in=lately)
    return rows.filter(org__country=country) if country else rows


def last_asked(org_ids: list[uuid.UUID], actor: StaffActor) -> dict[uuid.UUID, dt.datetime]:
    """When anybody asked these organisations last; who was never asked is missing."""
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=DOOR):
        rows = Reminder.objects.filter(about_id__in=org_ids).values("about_id").annotate(last=Max("made_at"))
        return {row["about_id"]: row["last"] for row in rows}


def to_ask_again() -> list[Reminder]:
    """The last letters of those whose word runs out and who answered that letter: their address is known to be theirs.

    Runs as the clock's job, without an organisation. Who did not answer waits for a person.
    """
    due = list(running_out().exclude(email="").values_list("org_id", flat=True))
    with scope(door=DOOR):
        rows = Reminder.objects.filter(about_id__in=due).order_by("about_id", "-made_at", "-pk")
        last = list(rows.distinct("about_id"))
    return [one for one in last if one.how == ReminderHow.MAIL and one.used_at][:MOST_A_NIGHT]
