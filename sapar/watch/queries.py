"""Reads of promises: what stands on the public page, and what waits for a monitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Prefetch, Q, Value, When

from sapar.common.errors import NotVisible
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.watch.codes import PUBLIC, Answer
from sapar.watch.models import Commitment, Judgement, Monitor

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

A_PAGE = 12


@dataclass(frozen=True)
class Shown:
    """A page of promises: `rows` with what was agreed of each, how many `pages` there are."""

    rows: list[Commitment]
    page: int
    pages: int


def counts() -> dict[str, int]:
    """How many promises stand in each public state."""
    rows = Commitment.objects.filter(state__in=PUBLIC).values_list("state").annotate(n=Count("pk"))
    found = dict(rows.order_by())
    return {state: found.get(state, 0) for state in PUBLIC}


def public(state: str = "", page: int = 1) -> Shown:
    """Of one state, or of all in the order of `codes.PUBLIC`; the newest judgement first. Two statements and a count."""
    rows = Commitment.objects.filter(state__in=[state] if state in PUBLIC else PUBLIC)
    total = rows.count()
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    ordered = rows.order_by(_by_state(), "-judged_at", "-pk")[(page - 1) * A_PAGE : page * A_PAGE]
    return Shown(list(ordered.prefetch_related(_agreed())), page, pages)


def _by_state() -> Case:
    return Case(*[When(state=state, then=Value(place)) for place, state in enumerate(PUBLIC)])


def _agreed() -> Prefetch[str]:
    rows = Judgement.objects.filter(answer=Answer.AGREED).order_by("-answered_at")
    return Prefetch("judgements", queryset=rows, to_attr="agreed")


def listed(actor: StaffActor) -> list[Commitment]:
    """All of them for staff, what waits for a second monitor on top."""
    require(actor, "promise.read")
    waits = Count("judgements", filter=Q(judgements__answer=""))
    return list(Commitment.objects.annotate(waits=waits).order_by("-waits", "-judged_at", "-pk")[:500])


def waiting(actor: StaffActor) -> int:
    """How many judgements wait for a monitor of the actor's organisation."""
    return _open_for(actor).count()


def _open_for(actor: StaffActor) -> QuerySet[Judgement]:
    mine = Q(org_id=actor.org_id) | Q(commitment__actor_org_id=actor.org_id)
    return Judgement.objects.filter(answer="").exclude(mine)


def commitment(commitment_id: uuid.UUID) -> Commitment:
    found = Commitment.objects.select_related("org", "actor_org").filter(pk=commitment_id).first()
    if found is None:
        raise NotVisible
    return found


def history(found: Commitment) -> list[Judgement]:
    """Every judgement, the newest first."""
    return list(found.judgements.select_related("org", "second_org").order_by("-proposed_at"))


def open_judgement(found: Commitment) -> Judgement | None:
    return found.judgements.select_related("commitment", "org").filter(answer="").first()


def monitors(actor: StaffActor) -> list[Monitor]:
    """Those the organisation has named."""
    require(actor, "monitor.name")
    rows = Monitor.objects.filter(org_id=actor.org_id, ended_at__isnull=True)
    return list(rows.select_related("member__user").order_by("named_at"))


def to_name(actor: StaffActor) -> QuerySet[Membership]:
    """Colleagues who could be monitors and are not."""
    named = Monitor.objects.filter(org_id=actor.org_id, ended_at__isnull=True).values("member_id")
    return organisations.colleagues(actor).exclude(pk__in=named)
