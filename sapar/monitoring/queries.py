"""Reads of monitoring. What is not public yet is read in the monitors' door or in the organisation's own scope."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, When
from django.utils import timezone

from sapar.common.clock import shared_day
from sapar.common.errors import NotVisible
from sapar.common.tenancy import scope
from sapar.directory.models import Listing
from sapar.directory.trust import Fault
from sapar.monitoring import policy, rules
from sapar.monitoring.codes import FeedbackCode
from sapar.monitoring.models import Concern, Correction, Feedback, Reminder, TrustChange, Visit
from sapar.monitoring.staff_codes import ConcernState, CorrectionState, FeedbackState, ReminderHow
from sapar.organisations.guard import require
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

# Under these rules a warning waits to be found put right.
_WARNED = ("T2", "T3", "T4", "T5")
_OPEN = (ConcernState.RAISED, ConcernState.ASKED, ConcernState.REPLIED)


def listing_of(org_id: uuid.UUID) -> Listing:
    """Raises `NotVisible` for who is not in the directory."""
    found = Listing.objects.select_related("org", "place").filter(org_id=org_id).first()
    if found is None:
        raise NotVisible
    return found


def visits_of(org_id: uuid.UUID) -> list[Visit]:
    """What whoever asks may see, the newest first, with findings and replies."""
    rows = Visit.objects.filter(about_id=org_id).prefetch_related("findings", "replies")
    return list(rows.order_by("-on", "-pk"))


def concerns_of(org_id: uuid.UUID) -> list[Concern]:
    """The same of concerns; those that stand are everybody's."""
    rows = Concern.objects.filter(about_id=org_id).exclude(state=ConcernState.DROPPED)
    return list(rows.select_related("about").prefetch_related("replies").order_by("-raised_on", "-pk"))


def to_answer(org_id: uuid.UUID) -> list[Visit]:
    """Visits that found something otherwise than described, which the organisation has not answered."""
    rows = Visit.objects.filter(about_id=org_id, findings__verdict=rules.DIFFERS, replies=None)
    return list(rows.distinct().select_related("about").prefetch_related("findings").order_by("-on")[:10])


def asked_of(org_id: uuid.UUID) -> list[Concern]:
    """What the organisation is asked, and what stands without its answer."""
    rows = Concern.objects.filter(about_id=org_id, asked_on__isnull=False, replies=None)
    return list(rows.exclude(state=ConcernState.DROPPED).select_related("about").order_by("reply_by"))


def history(org_id: uuid.UUID) -> list[TrustChange]:
    """The course of the status, the newest first: where status or rule changed, not each new date of the same."""
    rows = list(TrustChange.objects.filter(org_id=org_id).order_by("at", "pk"))
    kept = [row for row in rows if (row.trust, row.rule) != (row.before, row.before_rule)]
    return kept[::-1]


def told(org_id: uuid.UUID) -> list[tuple[str, int]]:
    """(code, how many) of what people told within a year, only where it is reviewed and enough to be said."""
    since = shared_day() - rules.FEEDBACK_COUNTS
    with connection.cursor() as cursor:
        cursor.execute("select code, people from monitoring_told(%s, %s) order by code", [org_id, since])
        return [(FeedbackCode(code).value, people) for code, people in cursor.fetchall()]


def told_today(org_id: uuid.UUID) -> int:
    return Feedback.objects.filter(about_id=org_id, on=shared_day()).count()


_FAULT_TOLD = {
    Fault.ASKS_MONEY: (FeedbackCode.ASKED_MONEY,),
    Fault.PRICE: (FeedbackCode.ASKED_MONEY,),
    Fault.CLOSED: (FeedbackCode.CLOSED, FeedbackCode.NO_ANSWER),
}


def told_of_fault(org_id: uuid.UUID, fault: str) -> list[uuid.UUID]:
    """Ids of credible feedback of the last year that speaks of this fault, none where it is too little to count."""
    rows = Feedback.objects.filter(
        about_id=org_id,
        code__in=_FAULT_TOLD.get(Fault(fault), ()),
        state=FeedbackState.CREDIBLE,
        on__gte=shared_day() - rules.FEEDBACK_COUNTS,
    )
    found = list(rows.order_by("on", "pk").values_list("pk", flat=True))
    return found if len(found) >= rules.FEEDBACK_SHOWN_FROM else []


# -- for monitors


def organisation(actor: Actor, slug: str) -> Listing:
    """An entry, for who monitors or reminds. Raises `NotVisible`, `Denied`."""
    require(actor, "monitoring.read")
    found = Listing.objects.select_related("org", "place").filter(org__slug=slug).first()
    if found is None:
        raise NotVisible
    return found


def concern(actor: Actor, concern_id: uuid.UUID) -> Concern:
    require(actor, "monitoring.read")
    with policy.monitors(actor):
        rows = Concern.objects.select_related("about").prefetch_related("replies")
        found = rows.filter(pk=concern_id).first()
        if found is None:
            raise NotVisible
        return found


def visit(actor: Actor, visit_id: uuid.UUID) -> Visit:
    require(actor, "monitoring.read")
    with policy.monitors(actor):
        found = Visit.objects.select_related("about").prefetch_related("findings").filter(pk=visit_id).first()
        if found is None:
            raise NotVisible
        return found


def evidence_of(actor: StaffActor, visits: list[Visit]) -> dict[uuid.UUID, list[SealedFile]]:
    """The files of these visits that the actor's own office keeps."""
    rows = SealedFile.objects.filter(
        org_id=actor.org_id, attached_kind="visit", attached_id__in=[one.pk for one in visits], state="stored"
    )
    found: dict[uuid.UUID, list[SealedFile]] = {}
    for row in rows.select_related("data_key").order_by("stored_at", "pk"):
        found.setdefault(row.attached_id, []).append(row)
    return found


def evidence_file(actor: StaffActor, of: Visit, file_id: uuid.UUID) -> SealedFile:
    rows = SealedFile.objects.filter(
        org_id=actor.org_id, attached_kind="visit", attached_id=of.pk, pk=file_id
    )
    found = rows.select_related("data_key").first()
    if found is None:
        raise NotVisible
    return found


def new_feedback(actor: Actor, org_id: uuid.UUID) -> list[Feedback]:
    require(actor, "feedback.review")
    with policy.monitors(actor):
        rows = Feedback.objects.filter(about_id=org_id, state=FeedbackState.NEW)
        return list(rows.order_by("on", "pk")[:200])


def feedback_waiting(actor: Actor) -> list[tuple[Listing, int]]:
    """Organisations of which something was told that nobody has reviewed, the most first."""
    require(actor, "monitoring.read")
    with policy.monitors(actor):
        counts = Feedback.objects.filter(state=FeedbackState.NEW).values("about").annotate(new=Count("pk"))
        by_org = {row["about"]: row["new"] for row in counts.order_by("-new")[:100]}
    rows = Listing.objects.select_related("org").filter(org_id__in=by_org)
    return sorted(((row, by_org[row.org_id]) for row in rows), key=lambda pair: (-pair[1], pair[0].org.slug))


def open_concerns(actor: Actor) -> list[Concern]:
    """What waits for a second monitor, for the organisation, or for who reads its answer."""
    require(actor, "monitoring.read")
    today = shared_day()
    with policy.monitors(actor):
        rows = Concern.objects.filter(state__in=_OPEN).exclude(state=ConcernState.ASKED, reply_by__lt=today)
        rows = rows.select_related("about__listing").prefetch_related("replies")
        return list(rows.order_by("raised_on", "pk")[:100])


def replied_visits(actor: Actor) -> list[Visit]:
    """Visits answered in the last month: read what they say."""
    require(actor, "monitoring.read")
    since = shared_day() - dt.timedelta(days=30)
    with policy.monitors(actor):
        rows = Visit.objects.filter(replies__on__gte=since).select_related("about__listing")
        return list(rows.prefetch_related("replies").distinct().order_by("-on")[:50])


def to_check(actor: Actor, country: str = "") -> QuerySet[Listing]:
    """Whom to look at next: who stands under a warning, then those nobody ever looked at, then the longest ago."""
    require(actor, "monitoring.read")
    rows = Listing.objects.select_related("org", "place").exclude(status=Listing.Status.ENDED)
    rows = rows.exclude(org_id=actor.org_id).exclude(status=Listing.Status.HIDDEN)
    if country:
        rows = rows.filter(org__country=country)
    stands = Case(When(trust_rule__in=_WARNED, then=0), default=1, output_field=IntegerField())
    return rows.order_by(
        stands, F("checked_on").asc(nulls_first=True), F("confirmed_on").asc(nulls_first=True), "pk"
    )


def reminders_of(actor: Actor, org_id: uuid.UUID) -> list[Reminder]:
    """Reminders that the actor's office made for an organisation, the newest first."""
    return list(Reminder.objects.filter(org_id=actor.org_id, about_id=org_id).order_by("-made_at")[:5])


def reminder_to_send(actor: Actor, reminder_id: uuid.UUID) -> Reminder | None:
    """A letter that still waits to be sent, None once it has left or its time is over."""
    rows = Reminder.objects.filter(org_id=actor.org_id, pk=reminder_id, how=ReminderHow.MAIL, sent_at=None)
    return rows.filter(ends_at__gt=timezone.now()).select_for_update().first()


# -- for who keeps an entry


def corrections(actor: Actor) -> list[Correction]:
    """What waits for the actor: of its own organisation; for a steward, of all that have not joined."""
    mine = Q(org_id=actor.org_id) if actor.may("listing.write") else Q(pk__in=[])
    if actor.may("organisation.invite"):
        mine |= Q(org__joined_at=None)
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door="steward"):
        rows = Correction.objects.filter(mine, state=CorrectionState.WAITING).select_related("org__listing")
        return list(rows.order_by("sent_at")[:100])


def correction(actor: Actor, correction_id: uuid.UUID) -> Correction:
    """Raises `NotVisible` for what is not the actor's to settle."""
    found = next((one for one in corrections(actor) if one.pk == correction_id), None)
    if found is None:
        raise NotVisible
    return found


def correction_locked(actor: Actor, correction_id: uuid.UUID) -> Correction:
    with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door="steward"):
        return Correction.objects.select_related("org").select_for_update(of=("self",)).get(pk=correction_id)
