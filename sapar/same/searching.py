"""Who of one's own organisation may be the person who is sought: found by keyed hashes, opened, weighed.

Whom the member does not see is not among the candidates: the database's function leaves them out, and what is asked of it
is the same whoever is behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sapar import names
from sapar.common.ready import ahead as ask_ahead
from sapar.common.ready import ask, post, ready
from sapar.organisations.guard import require
from sapar.people import brief as briefly
from sapar.people import queries as people
from sapar.people.models import Person
from sapar.same import documents, sought, words
from sapar.same.models import Merge

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.same.sought import Sought

# So many at most are opened and weighed; so many of those who remain are given, and so many shown.
MOST, KEPT, SHOWN = 100, 30, 5
# With each comes what is needed to weigh them: looked up one by one, as `offset 0` has it, and not by way of everybody.
_ALIKE = f"""
    select found.id, found.shares_phone, one.*
    from people_alike(
        %(dated)s::int[], %(undated)s::int[], %(close)s::int[], %(loose)s::int[],
        %(sounds)s::bit(256), %(bones)s::bit(256), %(words)s::int, %(phones)s::bytea[], %(most)s::int
    ) with ordinality as found(id, shares_phone, place)
    cross join lateral ({briefly.SEALED} and p.id = found.id offset 0) one
    order by found.place
"""  # noqa: S608 - of constants


class Candidate(NamedTuple):
    """Somebody who shares keys; `shares_phone`: an own phone too. `sealed` is for `brief.opened`, None where it was not read."""

    id: uuid.UUID
    shares_phone: bool
    sealed: tuple[Any, ...] | None = None


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
    left_out = set(but)
    return weighed(actor, asked, [one for one in candidates(actor, asked) if one.id not in left_out])


def ahead(actor: Actor, asked: Sought) -> None:
    """Ask ahead for what `alike` reads first. Raises `Locked`."""
    require(actor, "person.read")
    if actor.org_id is not None and asked.is_enough:
        ask_ahead(_ALIKE, _asked(actor.org_id, asked))
        post()


def candidates(actor: Actor, asked: Sought) -> list[Candidate]:
    """At most `MOST` people, the likeliest first, and those who hold the same document."""
    org_id = actor.org_id
    if org_id is None:
        return []
    found = [
        Candidate(pk, shares_phone, tuple(sealed))
        for pk, shares_phone, *sealed in ask(_ALIKE, _asked(org_id, asked))
    ]
    known = {one.id for one in found}
    holders = documents.holders(actor, asked.documents) - known
    return [*(Candidate(one, shares_phone=False) for one in holders), *found]


def _asked(org_id: uuid.UUID, asked: Sought) -> dict[str, Any]:
    return {**asked.hashes(org_id), "org": org_id, "most": MOST}


def weighed(actor: Actor, asked: Sought, found: list[Candidate]) -> list[Alike]:
    """Open these people and compare each; those who are different are left out.

    First by what they are called and when they were born. Another phone only takes bits away, so whoever is different
    without one stays different; phones are opened of those alone who remain.
    """
    ids = [one.id for one in found]
    papers = documents.numbers(actor, ids) if asked.documents else {}
    kept = _likeliest(actor.org_id, asked, found, papers)
    rows = _rows(actor.org_id, kept) if kept else []
    people.with_phones(rows)
    facts = asked.facts
    alike = [Alike(one, names.decide(facts, sought.of(one, papers.get(one.pk, ())).facts)) for one in rows]
    return sorted(
        (one for one in alike if one.verdict.answer != "different"),
        key=lambda one: (not one.is_same, -one.verdict.bits, one.person.pk),
    )


def _likeliest(
    org_id: uuid.UUID | None, asked: Sought, found: list[Candidate], papers: Mapping[uuid.UUID, list[str]]
) -> list[uuid.UUID]:
    """Ids of at most `KEPT` people who may be the one, whatever other phones they have."""
    if org_id is None or not found:
        return []
    facts, sharing = asked.facts, {one.id for one in found if one.shares_phone}
    weighed = []
    for one in _briefs(org_id, found):
        phones = asked.phones if one.id in sharing else ()
        verdict = names.decide(facts, sought.of_brief(one, phones, papers.get(one.id, ())).facts)
        if verdict.answer != "different":
            weighed.append((verdict.answer != "same", -verdict.bits, one.id))
    return [pk for _order, _bits, pk in sorted(weighed)[:KEPT]]


def _briefs(org_id: uuid.UUID, found: list[Candidate]) -> Iterable[briefly.Brief]:
    """Of those who are there and whom the member sees."""
    if unread := [one.id for one in found if one.sealed is None]:
        yield from briefly.briefs(org_id, unread)
    for one in found:
        if one.sealed is not None:
            yield briefly.opened(org_id, one.sealed)


@ready
def _rows(org_id: uuid.UUID | None, ids: list[uuid.UUID]) -> QuerySet[Person]:
    rows = Person.objects.filter(org_id=org_id, pk__among=ids, erased_at=None)
    return rows.select_related("data_key")


def gone_among(actor: Actor, ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them that are merged into another record."""
    rows = Merge.objects.filter(org_id=actor.org_id, gone_id__in=ids, undone_at=None)
    return set(rows.values_list("gone_id", flat=True))
