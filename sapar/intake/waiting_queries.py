"""Reads of who waits for our call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.intake import calls
from sapar.intake.callers import regions_for
from sapar.intake.waiting import CallBack, CallClaim, MissedCall
from sapar.intake.waiting_codes import CallBackKind, CallBackState
from sapar.organisations.guard import require
from sapar.people.models import Phone
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.intake.models import HelpRequest
    from sapar.vault.models import BlindEntry


# Not of a request that was set aside, and not of a talk that was erased: nobody could be called about it.
REAL = (Q(request=None) | Q(request__quarantined=False)) & (
    Q(contact=None) | Q(contact__data_key__erased_at=None)
)


def visible_to(actor: Actor) -> QuerySet[CallBack]:
    """The organisation's, but those of talks and requests that are hidden from the actor: the database leaves them out."""
    require(actor, "contact.read")
    rows = CallBack.objects.filter(org_id=actor.org_id)
    return rows.select_related(
        "contact__data_key", "contact__taken_by__user", "missed__data_key", "request__taken_by__user"
    )


def waiting(actor: Actor) -> QuerySet[CallBack]:
    """Who waits now or later; requests that were set aside wait for nobody."""
    return visible_to(actor).filter(REAL, state=CallBackState.WAITING)


def shown(actor: Actor, show: str = "", at: dt.datetime | None = None) -> QuerySet[CallBack]:
    """One of the list's views: "" to be called now, "overdue", "later"."""
    moment, rows = at or timezone.now(), waiting(actor)
    if show == "overdue":
        return rows.filter(promised_by__lt=moment)
    if show == "later":
        return rows.filter(next_at__gt=moment)
    return rows.filter(next_at__lte=moment)


def overdue_told(actor: Actor) -> int:
    """How many broken promises the supervisors of this organisation have been told of and that still wait."""
    return waiting(actor).filter(told_at__isnull=False).count()


def call_back(actor: Actor, call_id: uuid.UUID) -> CallBack:
    found = visible_to(actor).filter(pk=call_id).first()
    if found is None:
        raise NotVisible
    return found


def of_request(actor: Actor, request: HelpRequest) -> CallBack:
    found = visible_to(actor).filter(request_id=request.pk).first()
    if found is None:
        raise NotVisible
    return found


def missed_from(actor: Actor, number: str) -> MissedCall | None:
    """The missed call of a number that waits already. Raises `Locked`."""
    ids = [one.subject_id for one in blind.find(actor.org_id, "missed", number)]  # type: ignore[arg-type] # staff have one
    rows = MissedCall.objects.filter(org_id=actor.org_id, pk__in=ids, call_back__state=CallBackState.WAITING)
    return rows.select_for_update(of=("self",)).first()


def number_of(call: CallBack) -> str:
    """E.164, or what was given where it could not be read, or "". Raises `Locked`."""
    if call.kind == CallBackKind.REQUEST:
        said = calls.opened(call.request)  # type: ignore[arg-type] # this kind has one
        return read_number(said.phone, regions_for(said.country)) or said.phone
    return str(call.source.phone or "")  # type: ignore[attr-defined] # the other two kinds have it


def marks_of(actor: Actor, call: CallBack) -> set[bytes]:
    """What must not be called twice at once: this call-back, its number, and everybody known to have that number."""
    org_id, number = call.org_id, number_of(call)
    people = {call.contact.caller_id} if call.contact and call.contact.caller_id else set()
    values = [("call-back", str(call.pk))]
    if number:
        values.append(("phone", number))
        people |= _people_at(actor, number)
    return {
        blind.digest(org_id, kind, value) for kind, value in [*values, *(("person", str(p)) for p in people)]
    }


def _people_at(actor: Actor, number: str) -> set[uuid.UUID]:
    entries: list[BlindEntry] = blind.find(actor.org_id, "phone", number)  # type: ignore[arg-type] # staff have one
    ids = [one.subject_id for one in entries if one.subject_kind == "phone"]
    return set(Phone.objects.filter(org_id=actor.org_id, pk__in=ids).values_list("person_id", flat=True))


def claims_on(rows: list[CallBack], at: dt.datetime | None = None) -> dict[uuid.UUID, CallClaim]:
    """Who is calling whom at this moment, of one page of the list, in one statement."""
    live = CallClaim.objects.filter(call_back__in=[one.pk for one in rows], until__gt=at or timezone.now())
    return {one.call_back_id: one for one in live.select_related("member__user")}


def holds(actor: Actor, call: CallBack, at: dt.datetime | None = None) -> dt.datetime | None:
    """Until when the actor's own claim on it lasts; None without one."""
    live = CallClaim.objects.filter(call_back=call, member_id=actor.member_id, until__gt=at or timezone.now())
    return live.values_list("until", flat=True).first()


def busy_until(
    org_id: uuid.UUID, marks: set[bytes], member_id: uuid.UUID, at: dt.datetime
) -> dt.datetime | None:
    """When a colleague's claim on one of these ends."""
    theirs = CallClaim.objects.filter(org_id=org_id, mark__in=list(marks), until__gt=at).exclude(
        member=member_id
    )
    return theirs.order_by("-until").values_list("until", flat=True).first()
