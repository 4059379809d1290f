"""The known caller: what an operator may be told about a number that calls.

Silence is one thing, whatever is behind it: a number nobody knows, one that several people use, one tied to a restricted
case. The panel then says only "ask for the agreed word", so nobody learns from it whether we know somebody. The same
questions are put to the database each time, so that the clock tells nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sapar.cases.codes import CaseState
from sapar.cases.models import Case, Participant
from sapar.common.ready import ready, tell
from sapar.intake import policy, queries
from sapar.organisations.guard import require
from sapar.people.codes import MayCall
from sapar.people.models import Phone
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.intake.models import Contact
    from sapar.people.models import Person
    from sapar.vault.models import BlindEntry

_EARLIER = 5


@dataclass(frozen=True)
class KnownCaller:
    """Whose number it is, if anybody's on record; what to mind; what went before."""

    person: Person | None
    safety: list[Contact | Person]
    cases: list[Case]
    contacts: list[Contact]

    @property
    def usual(self) -> dict[str, str]:
        """What can be filled in for this talk: it was so the last time."""
        last = self.contacts[0] if self.contacts else None
        if last is not None:
            return {
                "language": last.language,
                "country": last.country,
                "caller_is": last.caller_is,
                "phone_of": last.phone_of,
            }
        spoken = self.person.languages if self.person else []
        return {"language": spoken[0]} if spoken else {}


@dataclass(frozen=True)
class Behind:
    """What stands behind a number: who may be shown, and the hidden cases that must not be."""

    caller: KnownCaller | None = None
    hidden: list[uuid.UUID] = field(default_factory=list)

    @property
    def first_hidden(self) -> uuid.UUID | None:
        return self.hidden[0] if self.hidden else None


def known(actor: Actor, typed: str, country: str = "") -> KnownCaller | None:
    """Who calls from this number, or None for silence. Raises `Locked`."""
    return behind(actor, typed, country).caller


def behind(actor: Actor, typed: str, country: str = "") -> Behind:
    """Who calls from this number, and what is hidden behind it. Raises `Locked`."""
    require(actor, "contact.read")
    number = read_number(typed, regions_for(country))
    if number is None or actor.org_id is None:
        return Behind()
    return _spoken_of(actor, blind.find(actor.org_id, "phone", number))


def regions_for(country: str) -> tuple[str, ...]:
    """Where a number without its country's code may belong, most likely first."""
    return tuple(dict.fromkeys([*([country] if country else []), "KG", "KZ", "RU", "UZ", "TJ", "TM"]))


def note(
    actor: Actor, typed: str, country: str, kind: str, message: uuid.UUID | None = None
) -> uuid.UUID | None:
    """Write on the restricted cases behind a number that somebody has to do with it; the first of them, for the audit."""
    found = behind(actor, typed, country)
    write_try(found, kind, message)
    return found.first_hidden


def write_try(found: Behind, kind: str, message: uuid.UUID | None = None) -> None:
    """Only those named on the cases can read what this writes; without any it runs all the same."""
    tell(_NOTE_TRY, {"cases": found.hidden, "kind": kind, "message": message})


_NOTE_TRY = "select intake_note_try(%(cases)s::uuid[], %(kind)s::text, %(message)s::uuid)"


def _spoken_of(actor: Actor, entries: list[BlindEntry]) -> Behind:
    phone_ids = [one.subject_id for one in entries if one.subject_kind == "phone"]
    contact_ids = [one.subject_id for one in entries if one.subject_kind == "contact"]
    _phones.ahead(actor.org_id, phone_ids)
    queries.behind_ahead(actor, phone_ids, contact_ids)
    phones = _phones(actor.org_id, phone_ids)
    contacts = queries.of_keys(actor, contact_ids)
    hidden = queries.hidden_behind(phone_ids, contact_ids)
    people = {phone.person_id for phone in phones} | {one.caller_id for one in contacts if one.caller_id}
    # An entry whose row is not seen is behind a wall.
    behind_a_wall = len(phones) < len(phone_ids) or len(contacts) < len(contact_ids)
    unsafe = policy.is_unsafe(
        [*(one.phone_of for one in phones), *(one.phone_of for one in contacts)], len(people)
    )
    if not entries or hidden or behind_a_wall or unsafe:
        return Behind(None, hidden)
    person = phones[0].person if phones else None
    cases = _open_cases(actor, person, contacts)
    return Behind(KnownCaller(person, _safety(person, contacts), cases, contacts[:_EARLIER]))


def _safety(person: Person | None, contacts: list[Contact]) -> list[Contact | Person]:
    """Who said something about how to reach them: the person's own words first, then the newest talk's."""
    said = [one for one in contacts if one.safety_words or one.may_call != MayCall.UNKNOWN][:1]
    return [person, *said] if person is not None else [*said]


@ready
def _phones(org_id: uuid.UUID | None, phones: list[uuid.UUID]) -> QuerySet[Phone]:
    return Phone.objects.filter(org_id=org_id, pk__among=phones).select_related("person__data_key")


def _open_cases(actor: Actor, person: Person | None, contacts: list[Contact]) -> list[Case]:
    ids = {one.case_id for one in contacts if one.case_id}
    if person is not None:
        # Ids first: joined by OR the two would read every case of the organisation (250 ms of 200,000).
        ids |= {case_id for (case_id,) in _stands_in(actor.org_id, person.pk)}
    return _open_ones(actor.org_id, list(ids)) if ids else []


@ready
def _stands_in(org_id: uuid.UUID | None, person: uuid.UUID) -> QuerySet[Participant, tuple[uuid.UUID]]:
    return Participant.objects.filter(org_id=org_id, person_id=person).values_list("case_id")


@ready
def _open_ones(org_id: uuid.UUID | None, ids: list[uuid.UUID]) -> QuerySet[Case]:
    rows = Case.objects.filter(org_id=org_id, pk__among=ids).exclude(state=CaseState.CLOSED)
    return rows.order_by("-opened_at", "-pk")[:_EARLIER]
