"""Who may screen: whoever has the right and a training that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.errors import Denied
from sapar.organisations.guard import require
from sapar.screening.models import Training

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def trainings(actor: Actor) -> QuerySet[Training]:
    """Those that hold today, of anybody in the organisation."""
    return _holding(actor, timezone.localdate())


def _holding(actor: Actor, day: dt.date) -> QuerySet[Training]:
    rows = Training.objects.filter(org_id=actor.org_id, ended_at=None, member__left_at=None)
    return rows.filter(completed_on__lte=day, holds_until__gte=day)


def is_trained(actor: Actor) -> bool:
    return trainings(actor).filter(member_id=actor.member_id).exists()


def was_trained(actor: Actor, day: dt.date) -> bool:
    """For answers that were given on an earlier day."""
    return _holding(actor, day).filter(member_id=actor.member_id).exists()


def require_trained(actor: Actor, subject: object = None) -> None:
    """Raises `Denied`, for a lack of the right as for a lack of training."""
    require(actor, "screening.do", subject)
    if not is_trained(actor):
        raise Denied("screening.trained", subject_kind=type(subject).__name__.lower() if subject else "")
