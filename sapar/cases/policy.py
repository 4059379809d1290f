"""What being named on a restricted case means, and what broken glass does not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from sapar.cases.models import CaseAccess
from sapar.common.errors import Denied

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.common.actor import Actor


def accesses(actor: Actor, *, through_glass: bool) -> QuerySet[CaseAccess]:
    """The restricted cases on which the actor is named; with `through_glass` also those open to them for a while."""
    return named_on(actor.org_id, actor.member_id, through_glass=timezone.now() if through_glass else None)


def named_on(
    org_id: uuid.UUID | None, member_id: uuid.UUID | None, *, through_glass: dt.datetime | None
) -> QuerySet[CaseAccess]:
    rows = CaseAccess.objects.filter(org_id=org_id, member_id=member_id)
    if through_glass:
        return rows.filter(Q(until=None) | Q(until__gt=through_glass))
    return rows.filter(until=None)


def glass_until(actor: Actor, case: Case) -> dt.datetime | None:
    """Until when the actor sees this case through broken glass; None for who is named on it."""
    if not case.restricted:
        return None
    rows = CaseAccess.objects.filter(org_id=actor.org_id, case=case, member_id=actor.member_id)
    return rows.values_list("until", flat=True).first()


def require_named(actor: Actor, case: Case, right: str) -> None:
    """Broken glass lets one read and help, not decide who sees, owns or ends the case. Raises `Denied`."""
    if glass_until(actor, case) is not None:
        raise Denied(right, subject_kind="case", subject_id=case.pk)
