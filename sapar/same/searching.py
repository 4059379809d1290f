"""Who of one's own organisation may be the person who is sought: found by keyed hashes, opened, weighed.

Whom the member does not see is not among the candidates: the database's function leaves them out, and what is asked of it
is the same whoever is behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from sapar import names
from sapar.common.ready import ready
from sapar.organisations.guard import require
from sapar.people import index
from sapar.people import queries as people
from sapar.people.models import Person
from sapar.same import documents, sought, words
from sapar.same.models import Merge
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.same.sought import Sought

# So many of those who share most keys are opened; what thousands share is asked only where fewer than ENOUGH were found.
MOST, ENOUGH = 30, 15
SHOWN = 5
_ALIKE = "select * from people_alike(%s::int[], %s::int[], %s::int[], %s::int[], %s::bytea[], %s, %s)"


@dataclass(frozen=True)
class Alike:
    """Somebody who may be the one, and why."""

    person: Person
    verdict: names.Verdict

    @property
    def is_same(self) -> bool:
        return self.verdict.answer == "same"

    @property
    def reasons(self) -> list[str]:
        """In the reader's language."""
        return words.reasons(self.verdict)


def alike(actor: Actor, asked: Sought, *, but: Iterable[uuid.UUID] = ()) -> list[Alike]:
    """Everybody who is the same or perhaps the same, the likeliest first. Raises `Locked`."""
    require(actor, "person.read")
    if actor.org_id is None or not asked.is_enough:
        return []
    ids = [one for one in candidates(actor, asked) if one not in set(but)]
    return weighed(actor, asked, ids)


def candidates(actor: Actor, asked: Sought) -> list[uuid.UUID]:
    """Ids of at most `MOST` people, and of those who hold the same document."""
    org_id = actor.org_id
    if org_id is None:
        return []
    steps = [names.searched(name, asked.years) for name in asked.names]
    keys = [index.digests(org_id, frozenset().union(*step)) for step in zip(*steps, strict=True)]
    phones = [blind.digest(org_id, "phone", number) for number in asked.phones]
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [*keys, phones, ENOUGH, MOST])
        found = [person for (person,) in cursor.fetchall()]
    return list(dict.fromkeys([*documents.holders(actor, asked.documents), *found]))


def weighed(actor: Actor, asked: Sought, ids: list[uuid.UUID]) -> list[Alike]:
    """Open these people and compare each; those who are different are left out."""
    rows = _rows(actor.org_id, ids) if ids else []
    people.with_phones(rows)
    papers = documents.numbers(actor, ids) if asked.documents else {}
    facts = asked.facts
    found = [Alike(one, names.decide(facts, sought.of(one, papers.get(one.pk, ())).facts)) for one in rows]
    kept = [one for one in found if one.verdict.answer != "different"]
    return sorted(kept, key=lambda one: (not one.is_same, -one.verdict.bits, one.person.pk))


@ready
def _rows(org_id: uuid.UUID | None, ids: list[uuid.UUID]) -> QuerySet[Person]:
    rows = Person.objects.filter(org_id=org_id, pk__among=ids, erased_at=None)
    return rows.select_related("data_key")


def gone_among(actor: Actor, ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them that are merged into another record."""
    rows = Merge.objects.filter(org_id=actor.org_id, gone_id__in=ids, undone_at=None)
    return set(rows.values_list("gone_id", flat=True))
