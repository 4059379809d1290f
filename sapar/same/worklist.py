"""The list of records that are alike and wait for somebody to decide, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from django.db.models import Count

from sapar import names
from sapar.organisations.guard import require
from sapar.people import queries as people
from sapar.same import documents, sought, words
from sapar.same.models import Comparing, Likeness, Merge

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.people.models import Person

SHOWN = 20
# Of the 95 % interval.
_Z = 1.96


@dataclass(frozen=True)
class Pair:
    """Two records, oldest first, and why they may be one person's."""

    likeness: Likeness
    one: Person
    other: Person
    reasons: list[str]


@dataclass(frozen=True)
class Precision:
    """Of the pairs with one answer: how many people decided, how many of those were one person, per cent with its interval."""

    answer: str
    decided: int
    one: int

    @property
    def percent(self) -> int:
        return round(100 * self.one / self.decided)

    @property
    def interval(self) -> tuple[int, int]:
        """Wilson's, in per cent: honest also for few decisions."""
        share, count = self.one / self.decided, self.decided
        middle = share + _Z * _Z / (2 * count)
        width = _Z * sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count))
        below = 1 + _Z * _Z / count
        return round(100 * max(0.0, (middle - width) / below)), round(
            100 * min(1.0, (middle + width) / below)
        )


def waiting(actor: Actor) -> list[Pair]:
    """The likeliest first; reasons are reckoned anew, from what stands there now."""
    require(actor, "person.merge")
    rows = list(_open(actor).order_by("-bits", "pk")[:SHOWN])
    ids = list({key for one in rows for key in (one.one_id, one.other_id)})
    found = {one.pk: one for one in people.visible_to(actor).filter(pk__in=ids, erased_at=None)}
    people.with_phones(list(found.values()))
    papers = documents.numbers(actor, ids)
    return [_pair(one, found, papers) for one in rows if {one.one_id, one.other_id} <= set(found)]


def _open(actor: Actor) -> QuerySet[Likeness]:
    """Undecided, and of two records that stand on their own."""
    gone = Merge.objects.filter(org_id=actor.org_id, undone_at=None).values("gone_id")
    rows = Likeness.objects.filter(org_id=actor.org_id, decision="")
    return rows.exclude(one_id__in=gone).exclude(other_id__in=gone)


def _pair(likeness: Likeness, found: dict[uuid.UUID, Person], papers: dict[uuid.UUID, list[str]]) -> Pair:
    one, other = found[likeness.one_id], found[likeness.other_id]
    here, there = (sought.of(person, papers.get(person.pk, ())).facts for person in (one, other))
    return Pair(likeness, one, other, words.reasons(names.decide(here, there)))


def count(actor: Actor) -> int:
    return _open(actor).count()


def expected(actor: Actor) -> int | None:
    """Per cent of the waiting pairs that the weights expect to be one person; None where nothing waits."""
    bits = _open(actor).values_list("bits", flat=True)
    chances = [1 / (1 + 2 ** -max(-60.0, min(60.0, one))) for one in bits]
    return round(100 * sum(chances) / len(chances)) if chances else None


def precision(actor: Actor) -> list[Precision]:
    """By what was decided so far, for each answer that somebody has decided about."""
    rows = Likeness.objects.filter(org_id=actor.org_id).exclude(decision="")
    told: dict[str, dict[str, int]] = {}
    for answer, decision, many in rows.values_list("answer", "decision").annotate(Count("pk")):
        told.setdefault(answer, {})[decision] = many
    return [
        Precision(str(Likeness.Answer(answer).label), sum(many.values()), many.get(Likeness.Decision.ONE, 0))
        for answer, many in sorted(told.items(), reverse=True)
    ]


def latest(actor: Actor) -> Comparing | None:
    """The last comparison, perhaps still under way."""
    return Comparing.objects.filter(org_id=actor.org_id).order_by("-began_at").first()


def get(actor: Actor, likeness_id: uuid.UUID) -> Likeness | None:
    require(actor, "person.merge")
    return Likeness.objects.filter(org_id=actor.org_id, pk=likeness_id).first()
