"""The story of a case as it happened: recorded events and notes in one row, newest first."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from sapar.audit import names as event_names
from sapar.audit.models import Event
from sapar.cases.codes import Outcome, PaperKind, PaperState, ParticipantRole, Relation, WaitingFor
from sapar.cases.models import Note
from sapar.cases.work_codes import PartyRole, Unit, Verdict
from sapar.common.ready import ready
from sapar.directory.taxonomy import Problem, Service
from sapar.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

PAGE = 30
# Told by what stands beside them: a note by its words, a new person by their part in the case.
_SHOWN_THEMSELVES = ("note.added", "person.recorded")
# The same verb by the same member within this time is told as one.
_TOGETHER = dt.timedelta(minutes=2)
_ICONS = {
    "case": "paper", "participant": "person", "person": "person", "problem": "question", "task": "check", "paper": "paper",
    "file": "save", "consent": "shield", "referral": "arrow", "contact": "phone", "note": "note",
    "service": "check", "party": "person", "follow-up": "phone", "handover": "person", "glass": "lock",
}  # fmt: skip
_CODES: dict[str, Any] = {
    "problem": Problem, "outcome": Outcome, "paper": PaperKind, "state": PaperState, "waiting": WaitingFor,
    "role": ParticipantRole, "relation": Relation, "service": Service, "party": PartyRole, "verdict": Verdict,
}  # fmt: skip
_WORDS = {name: {str(one.value): one.label for one in known} for name, known in _CODES.items()}
# Details that are ids of somebody or something with words of their own.
_NAMING = ("person", "people", "member", "members", "from", "to", "project")


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `words` is a note's text; `more` what an event was about, a line for each."""

    at: dt.datetime
    title: str
    who: str
    icon: str
    words: str = ""
    more: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    older: str | None


def of(
    actor: StaffActor,
    case: Case,
    *,
    before: str | None = None,
    size: int = PAGE,
    has_notes: bool = True,
    labels: Mapping[uuid.UUID, str] | None = None,
) -> Timeline:
    """One page. `before` is the mark that the page above gave; one that makes no sense is the first page.

    `labels` are words for ids that events name: people, tasks, consents, files.
    """
    mark = _read(before)
    told: list[tuple[dt.datetime, Event | Note]] = [
        (one.at, one) for one in _events(actor.org_id, case.pk, mark, size + 1)
    ]
    notes = _notes(actor.org_id, case.pk, mark, size + 1) if has_notes else []
    told += [(one.written_at, one) for one in notes]
    told.sort(key=lambda pair: (pair[0], str(pair[1].pk)), reverse=True)
    shown = told[:size]
    members = _names(actor, [one for _at, one in shown], known=(case.owner, case.opened_by, actor.membership))
    labels = {**(labels or {}), **members, **_partners(actor, [one for _at, one in shown])}
    entries = [_entry(at, one, members, labels) for at, one in shown]
    return Timeline(_together(entries), shown[-1][0].isoformat() if len(told) > size else None)


def ahead(actor: StaffActor, case_id: uuid.UUID, *, before: str | None = None, size: int = PAGE) -> None:
    """Ask ahead for the events that `of` reads."""
    _events.ahead(actor.org_id, case_id, _read(before), size + 1)


@ready
def _events(org_id: uuid.UUID, case_id: uuid.UUID, before: dt.datetime | None, most: int) -> QuerySet[Event]:
    rows = Event.objects.filter(org_id=org_id, about=case_id).exclude(verb__in=_SHOWN_THEMSELVES)
    return (rows.filter(at__lt=before) if before else rows).order_by("-at", "-id")[:most]


@ready
def _notes(org_id: uuid.UUID, case_id: uuid.UUID, before: dt.datetime | None, most: int) -> QuerySet[Note]:
    rows = Note.objects.filter(org_id=org_id, case_id=case_id).select_related("data_key")
    return (rows.filter(written_at__lt=before) if before else rows).order_by("-written_at", "-id")[:most]


def _together(entries: list[Entry]) -> list[Entry]:
    """Ten problems added at a stroke are one thing that happened."""
    told: list[Entry] = []
    for one in entries:
        last = told[-1] if told else None
        if (
            last
            and not one.words
            and (one.title, one.who) == (last.title, last.who)
            and last.at - one.at < _TOGETHER
        ):
            told[-1] = replace(last, more=[*one.more, *last.more])
        else:
            told.append(one)
    return told


def _read(mark: str | None) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat((mark or "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _member_of(one: Event | Note) -> uuid.UUID | None:
    return one.author_id if isinstance(one, Note) else one.actor_member


def _named_in(one: Event | Note) -> list[uuid.UUID]:
    """The members that an event's details name."""
    return [] if isinstance(one, Note) else _ids(one.details.get("member"), one.details.get("members"))


def _ids(*values: Any) -> list[uuid.UUID]:
    flat = [one for value in values for one in (value if isinstance(value, list) else [value]) if one]
    return [uuid.UUID(one) for one in flat]


def _names(
    actor: StaffActor, told: list[Event | Note], *, known: Iterable[Membership]
) -> dict[uuid.UUID, str]:
    """Most cases are one colleague's: those whom the page has read already are not asked for again."""
    names = {member.pk: member.user.display_name for member in known}
    wanted = {member for one in told for member in (_member_of(one), *_named_in(one)) if member}
    members = _members(actor.org_id, list(wanted - names.keys())) if wanted - names.keys() else []
    return names | {member.pk: member.user.display_name for member in members}


@ready
def _members(org_id: uuid.UUID, wanted: list[uuid.UUID]) -> QuerySet[Membership]:
    return Membership.objects.filter(org_id=org_id, pk__among=wanted).select_related("user")


def _partners(actor: StaffActor, told: list[Event | Note]) -> dict[uuid.UUID, str]:
    """The other side of each referral."""
    ends = {
        end
        for one in told
        if isinstance(one, Event)
        for end in _ids(one.details.get("from"), one.details.get("to"))
    }
    others = ends - {actor.org_id}
    return {one.pk: one.name for one in _organisations(list(others))} if others else {}


@ready
def _organisations(wanted: list[uuid.UUID]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__among=wanted)


def _entry(
    at: dt.datetime, one: Event | Note, members: Mapping[uuid.UUID, str], labels: Mapping[uuid.UUID, str]
) -> Entry:
    member = _member_of(one)
    name = members.get(member, "") if member else _("Sapar itself")
    if isinstance(one, Note):
        return Entry(at, _("Note"), name, "note", words=str(one.words))
    kind = one.verb.partition(".")[0]
    return Entry(at, event_names.words(one.verb), name, _ICONS.get(kind, "dot"), more=_more(one, labels))


def _more(event: Event, labels: Mapping[uuid.UUID, str]) -> list[str]:
    """What an event was about in words: the labels of what it names, and the codes of case work."""
    details = event.details
    named = [event.subject_id, *_ids(*(details.get(name) for name in _NAMING))]
    words = [labels[one] for one in dict.fromkeys(named) if one in labels]
    codes = [(known, str(details.get(name))) for name, known in _WORDS.items()]
    words += [str(known[value]) for known, value in codes if value in known]
    words += _amount(details)
    return [", ".join(words)] if words else []


def _amount(details: Mapping[str, Any]) -> list[str]:
    """How much of a service, as it is counted: "3 nights", "4 500 KGS"."""
    unit, quantity = details.get("unit"), details.get("quantity")
    if unit not in Unit.values or not quantity:
        return []
    figure = floatformat(quantity, -2)
    return [f"{figure} {details.get('currency') or Unit(unit).label}"]
