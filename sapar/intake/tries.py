"""Reads of tries: what somebody did with a number of a restricted case. The database shows them to those named on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef

from sapar.cases.models import CaseAccess
from sapar.intake.models import Try

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor

_SHOWN = 20


def visible_to(actor: Actor) -> QuerySet[Try]:
    """Tries on the cases the actor is named on. Who broke the glass is let in to the case, not to these."""
    named = CaseAccess.objects.filter(case_id=OuterRef("case_id"), member_id=actor.member_id, until=None)
    return Try.objects.filter(Exists(named), org_id=actor.org_id)


def unseen(actor: Actor) -> QuerySet[Try]:
    """What nobody has seen yet. The actor's own tries are for the others to see."""
    return visible_to(actor).filter(seen_at=None).exclude(member_id=actor.member_id)


def of_case(actor: Actor, case_id: uuid.UUID) -> list[Try]:
    """What was tried, newest first."""
    rows = visible_to(actor).filter(case_id=case_id).select_related("member__user", "contact__data_key")
    return list(rows.order_by("-at", "-pk")[:_SHOWN])


def marks(actor: Actor) -> list[Any]:
    """Cases with something new: `case_id`, `case__number`, and `new`, how much; for the lists a member looks at."""
    rows = unseen(actor).values("case_id", "case__number").annotate(new=Count("pk"))
    return list(rows.order_by("case__number")[:_SHOWN])
