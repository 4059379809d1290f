"""The story of a case as it happened: recorded events and notes in one row, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sapar.audit import names as event_names
from sapar.audit.models import Event
from sapar.cases.codes import Outcome, PaperKind, PaperState, ParticipantRole, Relation, WaitingFor
from sapar.cases.models import Note
from sapar.directory.taxonomy import Problem
from sapar.organisations.models import Membership

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

PAGE = 30
# Shown by their own words, not by the event that they were written.
_SHOWN_THEMSELVES = ("note.added",)
_ICONS = {
    "case": "paper", "participant": "person", "person": "person", "problem": "question", "task": "check", "paper": "paper",
    "file": "save", "consent": "shield", "referral": "arrow", "contact": "phone", "note": "note",
}  # fmt: skip
_WORDS: dict[str, Any] = {
    "problem": Problem, "outcome": Outcome, "paper": PaperKind, "state": PaperState, "waiting": WaitingFor,
    "role": ParticipantRole, "relation": Relation,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `words` is a note's text; `more` what an event says beside its name."""

    at: dt.datetime
    title: str
    who: str
    icon: str
    words: str = ""
    more: str = ""


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    older: str | None


def of(actor: StaffActor, case: Case, *, before: str | None = None, size: int = PAGE) -> Timeline:
    """One page. `before` is the mark that the page above gave; one that makes no sense is the first page."""
    mark = _read(before)
    events = Event.objects.filter(org_id=actor.org_id, about=case.pk).exclude(verb__in=_SHOWN_THEMSELVES)
    notes = Note.objects.filter(org_id=actor.org_id, case=case).select_related("data_key")
    if mark:
        events, notes = events.filter(at__lt=mark), notes.filter(written_at__lt=mark)
    told: list[tuple[dt.datetime, Event | Note]] = [(one.at, one) for one in events.order_by("-at", "-id")[: size + 1]]
    told += [(one.written_at, one) for one in notes.order_by("-written_at", "-id")[: size + 1]]
    told.sort(key=lambda pair: (pair[0], str(pair[1].pk)), reverse=True)
    shown = told[:size]
    who = _names(actor, [one for _at, one in shown])
    entries = [_entry(at, one, who) for at, one in shown]
    return Timeline(entries, shown[-1][0].isoformat() if len(told) > size else None)


def _read(mark: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat((mark or "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _member_of(one: Event | Note) -> uuid.UUID | None:
    return one.author_id if isinstance(one, Note) else one.actor_member


def _names(actor: StaffActor, told: list[Event | Note]) -> dict[uuid.UUID, str]:
    wanted = {member for one in told if (member := _member_of(one))}
    members = Membership.objects.filter(org_id=actor.org_id, pk__in=wanted).select_related("user")
    return {member.pk: member.user.display_name for member in members}


def _entry(at: dt.datetime, one: Event | Note, who: dict[uuid.UUID, str]) -> Entry:
    member = _member_of(one)
    name = who.get(member, "") if member else _("Sapar itself")
    if isinstance(one, Note):
        return Entry(at, _("Note"), name, "note", words=str(one.words))
    kind = one.verb.partition(".")[0]
    return Entry(at, event_names.words(one.verb), name, _ICONS.get(kind, "dot"), more=_more(one.details))


def _more(details: dict[str, Any]) -> str:
    """The codes of an event in words, as far as they are codes of case work."""
    found = []
    for name, codes in _WORDS.items():
        value = details.get(name)
        if value in codes.values:
            found.append(str(codes(value).label))
    return ", ".join(found)
