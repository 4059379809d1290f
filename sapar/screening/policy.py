"""Who may screen: whoever has the right and a training that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.errors import Denied
from sapar.organisations.guard import require
from sapar.screening.models import Training

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def trainings(actor: Actor) -> QuerySet[Training]:
    """Those that hold today, of anybody in the organisation."""
    today = timezone.localdate()
    rows = Training.objects.filter(org_id=actor.org_id, ended_at=None, member__left_at=None)
    return rows.filter(completed_on__lte=today, holds_until__gte=today)


def is_trained(actor: Actor) -> bool:
    return trainings(actor).filter(member_id=actor.member_id).exists()


def require_trained(actor: Actor, subject: object = None) -> None:
    """Raises `Denied`, for a lack of the right as for a lack of training."""
    require(actor, "screening.do", subject)
    if not is_trained(actor):
        raise Denied("screening.trained", subject_kind=type(subject).__name__.lower() if subject else "")
