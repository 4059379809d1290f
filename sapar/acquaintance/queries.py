"""Reads of acquaintance for an actor: their own organisation's rows, and nothing of anybody else's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from sapar.acquaintance import leaving_out
from sapar.acquaintance.codes import NoticeState
from sapar.acquaintance.models import Entry, Notice, Word
from sapar.cases import presence
from sapar.cases import queries as cases
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.directory import queries as directory
from sapar.organisations.guard import require
from sapar.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

ENTER, ANSWER = "acquaintance.enter", "acquaintance.answer"
SHOWN = 25

Row = TypeVar("Row", Entry, Notice, Word)


@dataclass(frozen=True)
class Heard:
    """A word with the organisation that it names, and whether the directory has a page of it."""

    word: Word
    organisation: Organisation
    is_listed: bool = False


@dataclass
class Standing:
    """How it stands with one person of a case. Nothing here tells whether anybody else knows them, but for what
    their own organisation was told."""

    person: Person
    # Why they cannot be entered, in words; empty for who can.
    left: str = ""
    entry: Entry | None = None
    notices: list[Notice] = field(default_factory=list)
    words: list[Heard] = field(default_factory=list)


def entry(actor: Actor, entry_id: uuid.UUID) -> Entry:
    require(actor, "person.read")
    rows = Entry.objects.filter(org_id=actor.org_id, pk=entry_id)
    found = rows.select_related("case", "person__data_key", "entered_by__user").first()
    if found is None or not _of_seen_cases(actor, [found]):
        raise NotVisible
    return found


def notice(actor: Actor, notice_id: uuid.UUID) -> Notice:
    require(actor, ANSWER)
    return _one(actor, _notices(actor).filter(pk=notice_id))


def word(actor: Actor, word_id: uuid.UUID) -> Word:
    require(actor, ANSWER)
    return _one(actor, _words(actor).filter(pk=word_id))


def _one(actor: Actor, rows: QuerySet[Row]) -> Row:
    found = _of_seen_cases(actor, list(rows))
    if not found:
        raise NotVisible
    return found[0]


def to_decide(actor: Actor) -> list[Notice]:
    """Notices that wait, the oldest first."""
    require(actor, ANSWER)
    rows = _notices(actor).filter(state=NoticeState.OPEN)
    return _of_seen_cases(actor, list(rows.order_by("made_at", "pk")[:SHOWN]))


def decided(actor: Actor) -> list[Notice]:
    """The last that were decided."""
    require(actor, ANSWER)
    rows = _notices(actor).filter(state__in=(NoticeState.KNOWN, NoticeState.LEFT))
    return _of_seen_cases(actor, list(rows.order_by("-answered_at", "pk")[:SHOWN]))


def heard(actor: Actor) -> list[Heard]:
    """Words that nobody has read yet, the oldest first."""
    require(actor, ANSWER)
    rows = _words(actor).filter(settled_at=None, over_at=None)
    return with_organisations(_of_seen_cases(actor, list(rows.order_by("made_at", "pk")[:SHOWN])))


def waiting(actor: Actor) -> int:
    """How many notices and words wait for somebody; for the page of the day."""
    mine = {"org_id": actor.org_id}
    notices = Notice.objects.filter(**mine, state=NoticeState.OPEN).count()
    return notices + Word.objects.filter(**mine, settled_at=None, over_at=None).count()


def _notices(actor: Actor) -> QuerySet[Notice]:
    rows = Notice.objects.filter(org_id=actor.org_id)
    return rows.select_related("case", "entry__person__data_key", "answered_by__user")


def _words(actor: Actor) -> QuerySet[Word]:
    rows = Word.objects.filter(org_id=actor.org_id)
    return rows.select_related("data_key", "case", "entry__person__data_key")


def _of_seen_cases(actor: Actor, rows: list[Row]) -> list[Row]:
    """The second wall: what hangs on a case that the actor sees."""
    wanted = {one.case_id for one in rows}
    seen = (
        set(cases.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    )
    return [one for one in rows if one.case_id in seen]


def with_organisations(words: Iterable[Word]) -> list[Heard]:
    """Those whose organisation can still be read."""
    words = list(words)
    named = {one.pk: uuid.UUID(one.from_org) for one in words if isinstance(one.from_org, str)}
    found = Organisation.objects.in_bulk(set(named.values())) if named else {}
    listed = directory.names_of([one.slug for one in found.values()]) if found else {}
    known = [(one, found[named[one.pk]]) for one in words if one.pk in named]
    return [Heard(one, from_org, from_org.slug in listed) for one, from_org in known]


def of_case(actor: StaffActor, case: Case) -> list[Standing]:
    """How it stands with each who is helped. No statement of its own where nobody was entered."""
    there = presence.of(actor, case)
    helped = [one.person for one in there.participants if one.role in cases.HELPED]
    people = [one for one in helped if one.erased_at is None]
    standings = {one.pk: Standing(one, _left_words(actor, case, one)) for one in people}
    live = {
        one.pk: one
        for one in there.rows("acquaintance", _entered)
        if one.holds and one.person_id in standings
    }
    if not live:
        return list(standings.values())
    for one in live.values():
        standings[one.person_id].entry = one
    notices = _notices(actor).filter(entry__in=live).exclude(state=NoticeState.OVER)
    for told in notices.order_by("made_at", "pk"):
        standings[live[told.entry_id].person_id].notices.append(told)
    words = _words(actor).filter(entry__in=live, over_at=None)
    for said in with_organisations(words.order_by("made_at", "pk")):
        standings[live[said.word.entry_id].person_id].words.append(said)
    return list(standings.values())


def _left_words(actor: StaffActor, case: Case, person: Person) -> str:
    left = leaving_out.why(actor.org, case, person)
    return str(left.label) if left else ""


def _entered(actor: StaffActor, case: Case) -> list[Entry]:
    return _entries(actor.org_id, case.pk)


@ready
def _entries(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(org_id=org_id, case_id=case_id, ended_at=None).order_by("pk")
