"""The known caller: what an operator may be told about a number that calls.

Silence is one thing, whatever is behind it: a number nobody knows, one that several people use, one tied to a restricted
case. The panel then says only "ask for the agreed word", so nobody learns from it whether we know somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.cases.codes import CaseState
from sapar.cases.models import Case
from sapar.intake import policy, queries
from sapar.organisations.guard import require
from sapar.people.codes import MayCall
from sapar.people.models import Phone
from sapar.ui.phones import read_number
from sapar.vault import blind

if TYPE_CHECKING:
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


def known(actor: Actor, typed: str, country: str = "") -> KnownCaller | None:
    """Who calls from this number, or None for silence. Raises `Locked`."""
    require(actor, "contact.read")
    number = read_number(typed, regions_for(country))
    if number is None or actor.org_id is None:
        return None
    entries = blind.find(actor.org_id, "phone", number)
    return _spoken_of(actor, entries) if entries else None


def regions_for(country: str) -> tuple[str, ...]:
    """Where a number without its country's code may belong, most likely first."""
    return tuple(dict.fromkeys([*([country] if country else []), "KG", "KZ", "RU", "UZ", "TJ", "TM"]))


def _spoken_of(actor: Actor, entries: list[BlindEntry]) -> KnownCaller | None:
    phone_ids = [one.subject_id for one in entries if one.subject_kind == "phone"]
    contact_ids = [one.subject_id for one in entries if one.subject_kind == "contact"]
    phones = list(
        Phone.objects.filter(org_id=actor.org_id, pk__in=phone_ids).select_related("person__data_key")
    )
    contacts = list(queries.visible_to(actor).filter(pk__in=contact_ids).order_by("-began_at", "-pk"))
    people = {phone.person_id for phone in phones} | {one.caller_id for one in contacts if one.caller_id}
    # An entry whose row is not seen is behind a wall.
    behind_a_wall = len(phones) < len(phone_ids) or len(contacts) < len(contact_ids)
    unsafe = policy.is_unsafe(
        [*(one.phone_of for one in phones), *(one.phone_of for one in contacts)], len(people)
    )
    if behind_a_wall or unsafe or queries.is_tied_to_hidden(list(people), contact_ids):
        return None
    person = phones[0].person if phones else None
    return KnownCaller(
        person, _safety(person, contacts), list(_open_cases(actor, person, contacts)), contacts[:_EARLIER]
    )


def _safety(person: Person | None, contacts: list[Contact]) -> list[Contact | Person]:
    """Who said something about how to reach them: the person's own words first, then the newest talk's."""
    said = [one for one in contacts if one.safety_words or one.may_call != MayCall.UNKNOWN][:1]
    return [person, *said] if person is not None else [*said]


def _open_cases(actor: Actor, person: Person | None, contacts: list[Contact]) -> QuerySet[Case]:
    ids = {one.case_id for one in contacts if one.case_id}
    if person is not None:
        ids |= set(person.participations.values_list("case_id", flat=True))
    rows = Case.objects.filter(org_id=actor.org_id, pk__in=ids).exclude(state=CaseState.CLOSED)
    return rows.order_by("-opened_at", "-pk")[:_EARLIER]
