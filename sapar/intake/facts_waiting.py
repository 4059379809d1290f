"""Counts of who waits for an answer, for the coordinator's page: numbers of one organisation, never a request or a person.

Each is one statement. Requests that were set aside are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from sapar.intake.waiting import CallBack
from sapar.intake.waiting_codes import CallBackKind, CallBackState
from sapar.intake.waiting_queries import REAL
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from sapar.common.actor import Actor

_REQUEST = Q(kind=CallBackKind.REQUEST)
_WAITING = Q(state=CallBackState.WAITING)


@dataclass(frozen=True)
class Waiting:
    """How many wait at a moment: public requests, and calls promised in talks or missed; of each how many too long."""

    requests: int
    requests_overdue: int
    calls: int
    calls_overdue: int
    longest_since: dt.datetime | None


def waiting(actor: Actor, at: dt.datetime | None = None) -> Waiting:
    require(actor, "overview.read")
    late = Q(promised_by__lt=at or timezone.now())
    found = _counted(actor).aggregate(
        requests=Count("pk", filter=_WAITING & _REQUEST),
        requests_overdue=Count("pk", filter=_WAITING & _REQUEST & late),
        calls=Count("pk", filter=_WAITING & ~_REQUEST),
        calls_overdue=Count("pk", filter=_WAITING & ~_REQUEST & late),
        longest_since=Min("waits_since", filter=_WAITING),
    )
    return Waiting(**found)


@dataclass(frozen=True)
class Answered:
    """What became of the promises that ended within a period."""

    requests_in_time: int
    requests_late: int
    calls_in_time: int
    calls_late: int
    given_up: int


def answered(actor: Actor, since: dt.datetime, until: dt.datetime) -> Answered:
    """Those that ended from `since` up to but without `until`."""
    require(actor, "overview.read")
    done, in_time = Q(state=CallBackState.DONE), Q(ended_at__lte=F("promised_by"))
    found = (
        _counted(actor)
        .filter(ended_at__gte=since, ended_at__lt=until)
        .aggregate(
            requests_in_time=Count("pk", filter=done & _REQUEST & in_time),
            requests_late=Count("pk", filter=done & _REQUEST & ~in_time),
            calls_in_time=Count("pk", filter=done & ~_REQUEST & in_time),
            calls_late=Count("pk", filter=done & ~_REQUEST & ~in_time),
            given_up=Count("pk", filter=Q(state=CallBackState.STOPPED)),
        )
    )
    return Answered(**found)


def _counted(actor: Actor) -> QuerySet[CallBack]:
    return CallBack.objects.filter(REAL, org_id=actor.org_id)
