"""Who holds a document, for those who ask whether two records are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases import queries
from sapar.cases.models import Paper

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def holders(actor: Actor, number: str) -> list[uuid.UUID]:
    """People with a paper of exactly this number, in cases that the actor sees."""
    rows = Paper.objects.filter(org_id=actor.org_id, pk__in=queries.papers_by_number(actor, number))
    return list(rows.values_list("person_id", flat=True).distinct())


def numbers(actor: Actor, people: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The document numbers of these people, as far as the actor sees the cases they stand in."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = Paper.objects.filter(org_id=actor.org_id, person_id__in=people).select_related("data_key")
    for one in rows:
        if one.number:
            found.setdefault(one.person_id, []).append(one.number)
    return found
