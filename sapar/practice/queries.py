"""Reads. What is published everybody reads; drafts are their organisation's, and for its second reader the network's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from sapar.common import paging
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.common.tenancy import scope_of
from sapar.directory import provinces
from sapar.directory.models import PlaceSpelling
from sapar.practice import leaning, search
from sapar.practice.codes import State
from sapar.practice.models import Entry, Wording
from sapar.practice.policy import DOOR

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Mapping

    from sapar.common.actor import Actor
    from sapar.common.paging import Page
    from sapar.organisations.actor import StaffActor
    from sapar.practice.leaning import Support

ON_A_CASE = 3
OPEN = (State.DRAFT, State.WAITING, State.SECONDED)


def visible_to(actor: Actor) -> QuerySet[Entry]:
    seen = Q(state=State.PUBLISHED)
    if actor.org_id:
        seen |= Q(org_id=actor.org_id)
    if actor.may("practice.publish-of-others"):
        seen |= Q(state=State.SECONDED)
    return Entry.objects.filter(seen)


def entry(actor: Actor, entry_id: uuid.UUID) -> Entry:
    """With its words. Raises `NotVisible`."""
    with scope_of(actor, door=_door(actor)):
        found = visible_to(actor).filter(pk=entry_id).first()
        if found is None:
            raise NotVisible
        return worded([found])[0]


def published(entry_id: uuid.UUID) -> Entry:
    """As anybody may read it. Raises `NotVisible`."""
    found = Entry.objects.filter(pk=entry_id, state=State.PUBLISHED).first()
    if found is None:
        raise NotVisible
    return worded([found])[0]


def _door(actor: Actor) -> str:
    return DOOR if actor.may("practice.publish-of-others") else ""


def ours(actor: StaffActor, *, state: str, before: str | None = None) -> Page[Entry]:
    """The organisation's own entries, newest change first: "open" or one state."""
    states = OPEN if state == "open" else (state,)
    rows = Entry.objects.filter(org_id=actor.org_id, state__in=states)
    page = paging.newest_first(rows, "changed_at", before=before)
    worded(page.rows)
    return page


def to_read(actor: StaffActor) -> list[Entry]:
    """What waits for this reader: sent by a colleague, or, for the network's readers, read once by its own office."""
    rows = Entry.objects.none()
    if actor.may("practice.second") or actor.may("practice.publish"):
        rows = Entry.objects.filter(org_id=actor.org_id, state__in=(State.WAITING, State.SECONDED))
    if actor.may("practice.publish-of-others"):
        rows = Entry.objects.filter(state=State.SECONDED)
    others = rows.exclude(writer_id=actor.member_id).exclude(first_reader_id=actor.member_id)
    with scope_of(actor, door=_door(actor)):
        return worded(list(others.order_by("changed_at", "pk")[:50]))


def found(asked: search.Asked, *, page: int = 1) -> tuple[list[Entry], bool]:
    """Published entries, the best first, and whether there are more."""
    keys, more = search.run(asked, page=page)
    return _in_order(keys), more


def of_case(actor: StaffActor, case_id: uuid.UUID) -> list[Entry]:
    """What others did in cases like this one, the likest first. What is published is the same for everybody and is kept as it was
    read, until it changes; these rows are shared and only to be shown."""
    found = search.of_case(actor.org_id, case_id, ON_A_CASE)
    language = get_language()
    # Of one's own: another thread may empty what is kept meanwhile.
    known = {key: _READ.get((key, at, language)) for key, at in found}
    missing = {key: at for key, at in found if known[key] is None}
    if missing:
        if len(_READ) > _MOST_READ:
            _READ.clear()
        for one in _in_order(list(missing)):
            known[one.pk] = _READ[one.pk, missing[one.pk], language] = one
    return [one for one in known.values() if one is not None]


# By id, moment of the last change and language of the reader.
_READ: dict[tuple[uuid.UUID, dt.datetime, str], Entry] = {}
_MOST_READ = 500


def of_case_ahead(actor: StaffActor, case_id: uuid.UUID) -> None:
    """Ask ahead for what `of_case` reads first."""
    if actor.may("practice.read"):
        search.of_case_ahead(actor.org_id, case_id, ON_A_CASE)


def _in_order(keys: list[uuid.UUID]) -> list[Entry]:
    if not keys:
        return []
    _entries.ahead(keys)
    _wordings.ahead(keys)
    rows = {one.pk: one for one in _entries(keys)}
    return worded([rows[key] for key in keys if key in rows])


@ready
def _entries(keys: list[uuid.UUID]) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__among=keys)


@ready
def _wordings(entries: list[uuid.UUID]) -> QuerySet[Wording]:
    return Wording.objects.filter(entry_id__among=entries).defer("sounds").order_by("language")


def worded(entries: list[Entry]) -> list[Entry]:
    """Give each entry its words: in the reader's language, else Russian, English, whatever there is."""
    if not entries:
        return entries
    language = (get_language() or "ru").split("-")[0]
    order = [language, *(one for one in ("ru", "en") if one != language)]
    best: dict[uuid.UUID, Wording] = {}
    for one in _wordings([entry.pk for entry in entries]):
        held = best.get(one.entry_id)
        if held is None or _place(order, one.language) < _place(order, held.language):
            best[one.entry_id] = one
    for one_entry in entries:
        one_entry.words = best[one_entry.pk]
    return entries


def _place(order: list[str], language: str) -> int:
    return order.index(language) if language in order else len(order)


def wordings(found: Entry) -> list[Wording]:
    return list(Wording.objects.filter(entry=found).order_by("language"))


def supports(found: Entry) -> list[Support]:
    """The rules and acts behind an entry, as they stand today."""
    return leaning.supports(found.pinned, timezone.localdate())


def to_look_at(actor: StaffActor) -> list[Entry]:
    """Published entries of the organisation whose law has changed since somebody read them."""
    rows = Entry.objects.filter(org_id=actor.org_id, state=State.PUBLISHED).exclude(pinned={})
    stale = [one for one in rows.order_by("published_at") if any(s.needs_a_look for s in supports(one))]
    return worded(stale)


def sizes(sounds: Collection[str]) -> Mapping[str, int]:
    """How many people live in the largest town of each name."""
    rows = PlaceSpelling.objects.filter(sound__in=list(sounds)).values("sound")
    return dict(rows.annotate(most=Max("place__population")).values_list("sound", "most"))


def province_words(found: Entry) -> str:
    """The largest town of the entry's province, "" where none is given or known."""
    if not found.province:
        return ""
    return provinces.name(found.country, found.province)
