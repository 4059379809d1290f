"""By night: whoever two organisations know is found, the earlier one is told, and a yes is carried to the later one.

What an organisation knows is read in its own scope and leaves it as tokens under the network's key, in the memory of this
job alone. What is written is written in the scope of whose row it is. No statement ever sees two organisations.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.acquaintance import facts, leaving_out, tokens
from sapar.acquaintance.actions import ending
from sapar.acquaintance.codes import Left, NoticeState
from sapar.acquaintance.models import Entry, Notice, Word
from sapar.common import tenancy
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor
from sapar.people import queries as people
from sapar.same import documents, sought
from sapar.vault import network

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator

    from sapar.organisations.models import Organisation
    from sapar.vault.network import NetworkKey

TOLD = audit.name("acquaintance.told", _("Told that somebody else may be helping a person"))
HEARD = audit.name("acquaintance.heard", _("Another organisation made itself known"))
TASK = "acquaintance.meet"
# Days between entering and being looked for, by lot: whoever is told cannot reckon back to the day of a visit.
LONGEST_WAIT = 7
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as one organisation entered them. `is_due`: others may be told of this entry."""

    entry_id: uuid.UUID
    org_id: uuid.UUID
    entered_at: dt.datetime
    is_due: bool
    tokens: frozenset[bytes]


@dataclass
class Night:
    """What one run knows. `later`: entry to the later entries of the same person; `made_known`: a later entry to the
    organisations that made themselves known for it."""

    key: NetworkKey
    now: dt.datetime
    later: dict[uuid.UUID, list[Known]] = field(default_factory=dict)
    made_known: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))


def meet(now: dt.datetime | None = None) -> None:
    """Each organisation's part is a transaction of its own; run twice in a night, it does nothing new. Raises `Locked`.

    `now` is another moment than this, for the demo and for tests.
    """
    night = Night(network.key(), now or timezone.now())
    everybody: list[Known] = []
    with_rows = []
    for org in list(organisations.organisations().exclude(joined_at=None)):
        with transaction.atomic(), tenancy.scope(org=org.pk):
            everybody += _gathered(night, org)
            if Entry.objects.filter(org_id=org.pk).exists():
                with_rows.append(org.pk)
    night.later = _later(everybody)
    # In no order that says whose notice belongs to whose entry.
    secrets.SystemRandom().shuffle(with_rows)
    for org_id in with_rows:
        with transaction.atomic(), tenancy.scope(org=org_id):
            _tell(night, SystemActor(TASK, org_id))
    for org_id in with_rows:
        with transaction.atomic(), tenancy.scope(org=org_id):
            _hand_on(night, SystemActor(TASK, org_id))


def _gathered(night: Night, org: Organisation) -> Iterator[Known]:
    """The organisation's people who may be recognised; entries that may not stand any more are ended."""
    actor = SystemActor(TASK, org.pk)
    ids = list(Entry.objects.filter(org_id=org.pk, ended_at=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _BATCH):
        rows = Entry.objects.filter(pk__in=ids[start : start + _BATCH])
        rows = rows.select_related("case__data_key", "person__data_key").order_by("pk")
        yield from _known(night, actor, [one for one in rows if _stands(night, actor, org, one)])


def _stands(night: Night, actor: SystemActor, org: Organisation, entry: Entry) -> bool:
    is_over = entry.until <= night.now
    because = Left.EXPIRED if is_over else leaving_out.why(org, entry.case, entry.person)
    if because is not None:
        ending.end(actor, entry, because)
    return because is None


def _known(night: Night, actor: SystemActor, rows: list[Entry]) -> Iterator[Known]:
    persons = [one.person for one in rows]
    people.with_phones(persons)
    papers = documents.numbers(actor, [one.pk for one in persons])
    hidden = leaving_out.in_restricted_cases(one.pk for one in persons)
    for one in rows:
        if one.person_id not in hidden:
            values = tokens.values(sought.of(one.person, papers.get(one.person_id, ())))
            found = frozenset(map(night.key.token, facts.known_then(one, values)))
            yield Known(one.pk, one.org_id, one.entered_at, _is_due(night, one), found)


def _is_due(night: Night, entry: Entry) -> bool:
    days = 1 + night.key.chance(entry.pk, LONGEST_WAIT)
    return entry.entered_at + dt.timedelta(days=days) <= night.now


def _later(everybody: Iterable[Known]) -> dict[uuid.UUID, list[Known]]:
    """Each entry's later ones, of other organisations, that are due: whoever shares a token with it."""
    sharing: dict[bytes, list[Known]] = defaultdict(list)
    for one in sorted(everybody, key=lambda one: (one.entered_at, one.entry_id)):
        for token in one.tokens:
            sharing[token].append(one)
    found: dict[uuid.UUID, dict[uuid.UUID, Known]] = defaultdict(dict)
    for alike in sharing.values():
        for earlier, later in combinations(alike, 2):
            if earlier.org_id != later.org_id and later.is_due:
                found[earlier.entry_id][later.entry_id] = later
    return {entry: list(others.values()) for entry, others in found.items()}


def _tell(night: Night, actor: SystemActor) -> None:
    """As the earlier organisation: new notices, notices that are over, and for whom it has made itself known."""
    rows = Notice.objects.select_for_update(of=("self",)).filter(org_id=actor.org_id)
    notices: dict[uuid.UUID, list[Notice]] = defaultdict(list)
    for notice in rows.exclude(state=NoticeState.OVER).order_by("pk"):
        notices[notice.entry_id].append(notice)
    mine = Entry.objects.filter(org_id=actor.org_id)
    for entry in mine.filter(pk__in={*notices, *night.later}).order_by("pk"):
        _tell_of(night, actor, entry, notices[entry.pk])


def _tell_of(night: Night, actor: SystemActor, entry: Entry, notices: list[Notice]) -> None:
    others = {night.key.mark(entry.pk, one.org_id): one for one in night.later.get(entry.pk, ())}
    for notice in notices:
        still = others.keys() & marks(notice)
        if notice.state == NoticeState.OPEN and not still:
            ending.lapse(actor, notice)
        if notice.state == NoticeState.KNOWN:
            for mark in still:
                night.made_known[others[mark].entry_id].add(entry.org_id)
    new = others.keys() - {mark for notice in notices for mark in marks(notice)}
    # It may have ended since the night began.
    if not new or entry.ended_at is not None:
        return
    waiting = next((one for one in notices if one.state == NoticeState.OPEN), None)
    notice = waiting or Notice(org_id=entry.org_id, case_id=entry.case_id, entry=entry)
    notice.marks = bytes(notice.marks) + b"".join(sorted(new))
    notice.save()
    if waiting is None:
        audit.record(actor, TOLD, subject_kind="notice", subject_id=notice.pk, about=entry.case_id)


def marks(notice: Notice) -> set[bytes]:
    """The organisations that a notice is about, as the network's key names them in it."""
    joined, size = bytes(notice.marks), network.MARK_BYTES
    return {joined[start : start + size] for start in range(0, len(joined), size)}


def _hand_on(night: Night, actor: SystemActor) -> None:
    """As the later organisation: words of those who made themselves known, and words that are over."""
    mine = Entry.objects.filter(org_id=actor.org_id, ended_at=None, pk__in=night.made_known)
    mine = mine.select_related("person__data_key")
    wanted = {
        (entry.pk, night.key.mark(entry.pk, org_id)): (entry, org_id)
        for entry in mine
        for org_id in night.made_known[entry.pk]
    }
    words = Word.objects.select_for_update(of=("self",)).filter(org_id=actor.org_id)
    there = {(one.entry_id, bytes(one.mark)): one for one in words.order_by("pk")}
    for place, word in there.items():
        over_at = None if place in wanted else word.over_at or night.now
        if word.settled_at is None and over_at != word.over_at:
            Word.objects.filter(pk=word.pk).update(over_at=over_at)
    for place in wanted.keys() - there.keys():
        entry, org_id = wanted[place]
        word = Word(org_id=entry.org_id, case_id=entry.case_id, entry=entry, mark=place[1])
        word.data_key, word.from_org = entry.person.data_key, str(org_id)
        word.save()
        audit.record(actor, HEARD, subject_kind="word", subject_id=word.pk, about=entry.case_id)
