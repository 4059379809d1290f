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
    """Tries on the cases the actor is named on."""
    named = CaseAccess.objects.filter(case_id=OuterRef("case_id"), member_id=actor.member_id)
    return Try.objects.filter(Exists(named), org_id=actor.org_id)


def unseen(actor: Actor) -> QuerySet[Try]:
    return visible_to(actor).filter(seen_at=None)


def of_case(actor: Actor, case_id: uuid.UUID) -> list[Try]:
    """What was tried, newest first."""
    rows = visible_to(actor).filter(case_id=case_id).select_related("member__user", "contact__data_key")
    return list(rows.order_by("-at", "-pk")[:_SHOWN])


def marks(actor: Actor) -> list[Any]:
    """Cases with something new: `case_id`, `case__number`, and `new`, how much; for the lists a member looks at."""
    rows = unseen(actor).values("case_id", "case__number").annotate(new=Count("pk"))
    return list(rows.order_by("case__number")[:_SHOWN])
