"""Reads of contacts and of calls for help, for an actor; and the three that somebody without an account may ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sapar.cases.models import CaseAccess
from sapar.common.errors import NotVisible
from sapar.common.ready import ahead, ask, ready
from sapar.intake import receipts
from sapar.intake.codes import ContactOutcome
from sapar.intake.flow import RequestState
from sapar.intake.models import Contact, HelpRequest
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """The organisation's contacts, but those of restricted cases the actor is not named on."""
    require(actor, "contact.read")
    return _rows(actor.org_id, actor.member_id)


def _rows(org_id: uuid.UUID | None, member_id: uuid.UUID | None) -> QuerySet[Contact]:
    # An emergency opening lets in to the case alone, not to its talks in lists.
    named = CaseAccess.objects.filter(case_id=OuterRef("case_id"), member_id=member_id, until=None)
    seen = Q(case=None) | Q(case__restricted=False) | Exists(named)
    return Contact.objects.filter(seen, org_id=org_id).select_related(
        "data_key", "case", "taken_by__user", "entered_by__user"
    )


def contact(actor: Actor, contact_id: uuid.UUID) -> Contact:
    found = visible_to(actor).select_related("caller__data_key").filter(pk=contact_id).first()
    if found is None:
        raise NotVisible
    return found


def shown(actor: Actor, *, show: str = "", topic: str = "") -> QuerySet[Contact]:
    """The list under one of its filters: "today", "mine" or all; and of one topic."""
    rows = visible_to(actor)
    if show == "today":
        rows = rows.filter(
            began_at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        )
    elif show == "mine":
        rows = rows.filter(taken_by_id=actor.member_id)
    return rows.filter(topic=topic) if topic else rows


def to_call_back(actor: Actor) -> QuerySet[Contact]:
    """Whom somebody promised to call and has not called yet."""
    return visible_to(actor).filter(outcome=ContactOutcome.CALL_BACK, called_back_at=None)


def of_case(actor: Actor, case_id: uuid.UUID) -> list[Contact]:
    """The talks of a case, newest first, with what a line about each says: when, by which way, what came of it, with whom."""
    require(actor, "contact.read")
    return _of_case(actor.org_id, actor.member_id, case_id)


def of_case_ahead(actor: Actor, case_id: uuid.UUID) -> None:
    """Ask ahead for what `of_case` reads."""
    if actor.may("contact.read"):
        _of_case.ahead(actor.org_id, actor.member_id, case_id)


def of_keys(actor: Actor, keys: list[uuid.UUID]) -> list[Contact]:
    """Those of these talks that the actor may see, newest first."""
    require(actor, "contact.read")
    return _of_keys(actor.org_id, actor.member_id, keys)


@ready
def _of_keys(
    org_id: uuid.UUID | None, member_id: uuid.UUID | None, keys: list[uuid.UUID]
) -> QuerySet[Contact]:
    return _rows(org_id, member_id).filter(pk__among=keys).order_by("-began_at", "-pk")


@ready
def _of_case(org_id: uuid.UUID | None, member_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Contact]:
    rows = (
        _rows(org_id, member_id).filter(case_id=case_id).select_related(None).select_related("taken_by__user")
    )
    # All that belongs to a talk are 80 columns, and a page of a case shows every talk of it.
    rows = rows.only("began_at", "channel", "outcome", "taken_by__user__display_name")
    return rows.order_by("-began_at", "-pk")[:100]


def requests_visible_to(actor: Actor) -> QuerySet[HelpRequest]:
    """The calls for help that the organisation got."""
    require(actor, "request.read")
    return HelpRequest.objects.filter(org_id=actor.org_id).select_related("taken_by__user", "call_back")


def request(actor: Actor, request_id: uuid.UUID) -> HelpRequest:
    found = requests_visible_to(actor).filter(pk=request_id).first()
    if found is None:
        raise NotVisible
    return found


def requests_shown(actor: Actor, show: str) -> QuerySet[HelpRequest]:
    """ "new", "mine", "set-aside" or "all"."""
    rows = requests_visible_to(actor)
    if show == "mine":
        return rows.filter(taken_by_id=actor.member_id).exclude(state=RequestState.CLOSED)
    if show == "set-aside":
        return rows.filter(quarantined=True, state=RequestState.NEW)
    if show == "all":
        return rows
    return rows.filter(quarantined=False, state=RequestState.NEW)


@dataclass(frozen=True)
class Told:
    """What the holder of a receipt sees."""

    state: str
    answer_code: str
    received_at: dt.datetime
    promised_by: dt.datetime | None
    organisation: str


def told(receipt: str) -> Told | None:
    """The state of the request whose receipt this is."""
    with connection.cursor() as cursor:
        for digest in receipts.digests(receipt):
            cursor.execute("select * from intake_request_state(%s)", [digest])
            if row := cursor.fetchone():
                return Told(*row)
    return None


def is_known(token: uuid.UUID) -> bool:
    """Whether this sending of a form has come in."""
    return bool(_asked("select intake_request_known(%s)", [token]))


def calls_within_a_minute(office_id: uuid.UUID) -> int:
    """How many calls for help came to an organisation in the last minute."""
    since = timezone.now() - dt.timedelta(minutes=1)
    return int(_asked("select intake_requests_since(%s, %s)", [office_id, since]))


def hidden_behind(phones: list[uuid.UUID], contacts: list[uuid.UUID]) -> list[uuid.UUID]:
    """The restricted cases these lead to that the member in scope is not named on. Never shown to that member."""
    ((hidden,),) = ask(_BEHIND, {"phones": phones, "contacts": contacts})
    return list(hidden)


_BEHIND = "select intake_behind(%(phones)s::uuid[], %(contacts)s::uuid[])"


def behind_ahead(actor: Actor, phones: list[uuid.UUID], contacts: list[uuid.UUID]) -> None:
    """Ask ahead for what `of_keys` and `hidden_behind` read."""
    _of_keys.ahead(actor.org_id, actor.member_id, contacts)
    ahead(_BEHIND, {"phones": phones, "contacts": contacts})


def _asked(sql: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (answer,) = cursor.fetchone()
    return answer
