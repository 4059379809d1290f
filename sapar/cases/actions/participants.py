"""Who is in a case, and in which part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_open
from sapar.cases.codes import ParticipantRole, Relation
from sapar.cases.models import Participant
from sapar.common.codes import codes_of
from sapar.common.errors import Invalid, NotVisible
from sapar.common.ready import insert
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import actions as people
from sapar.people import queries as people_queries
from sapar.people.codes import PhoneOf
from sapar.people.models import Person
from sapar.people.saving import save

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.particulars import Particulars

audit.name("participant.added", _("Person added to the case"))
audit.name("participant.changed", _("Part in the case changed"))

_PLACES = {"participant_once": "person", "participant_one_main_person": "relation"}


@dataclass(frozen=True)
class Someone:
    """A person already written down, or the particulars of a new one, with a phone number if they left one."""

    who: Person | Particulars
    phone: str = ""
    phone_of: str = PhoneOf.UNKNOWN


def add_participant(
    actor: StaffActor,
    case: Case,
    someone: Someone,
    *,
    role: str,
    relation: str,
    once: uuid.UUID | None = None,
) -> Participant:
    """Add a person of one's own organisation, or a new one. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_participant")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Participant.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    participant = put_into(actor, held, someone, role=role, relation=relation)
    if once:
        sent.settle(actor, once, participant.pk)
    return participant


def put_into(actor: StaffActor, case: Case, someone: Someone, *, role: str, relation: str) -> Participant:
    """The same for a case that is already held."""
    participant = _part(actor, case, someone, role=role, relation=relation)
    save(participant, _PLACES)
    _written(actor, participant, someone)
    return participant


def put_first(actor: StaffActor, case: Case, someone: Someone, *, role: str, relation: str) -> None:
    """The same in a case that is just being opened: nobody is in it who could be in the way."""
    participant = _part(actor, case, someone, role=role, relation=relation)
    insert(participant)
    _written(actor, participant, someone)


def _part(actor: StaffActor, case: Case, someone: Someone, *, role: str, relation: str) -> Participant:
    _check_codes(role, relation)
    person = _person(actor, case, someone)
    return Participant(org_id=actor.org_id, case=case, person=person, role=role, relation=relation)


def _written(actor: StaffActor, participant: Participant, someone: Someone) -> None:
    if someone.phone:
        add = people.add_phone if isinstance(someone.who, Person) else people.add_first_phone
        add(actor, participant.person, someone.phone, phone_of=someone.phone_of)
    details = {"person": participant.person_id, "role": participant.role, "relation": participant.relation}
    audit.record(
        actor, "participant.added", subject_kind="person", subject_id=participant.person_id, about=participant.case_id,
        details=details,
    )  # fmt: skip


def _person(actor: StaffActor, case: Case, someone: Someone) -> Person:
    if not isinstance(someone.who, Person):
        return people.record(actor, someone.who, about=case.pk)
    known = people_queries.get(actor, someone.who.pk)
    if known.erased_at:
        raise NotVisible
    return known


def change_participant(
    actor: StaffActor, participant: Participant, *, role: str, relation: str
) -> Participant:
    """Another part for a person who is in the case already. Raises `Invalid` for a second main person."""
    require(actor, "case.write", participant.case)
    case = hold_open(actor, participant.case, "change_participant")
    _check_codes(role, relation)
    held = Participant.objects.select_for_update().get(org_id=actor.org_id, case=case, pk=participant.pk)
    held.role, held.relation = role, relation
    save(held, _PLACES)
    details = {"person": held.person_id, "role": role, "relation": relation}
    audit.record(
        actor,
        "participant.changed",
        subject_kind="person",
        subject_id=held.person_id,
        about=case.pk,
        details=details,
    )
    return held


def _check_codes(role: str, relation: str) -> None:
    if role not in codes_of(ParticipantRole):
        raise Invalid({"role": __("Please choose from the list.")})
    if relation not in codes_of(Relation):
        raise Invalid({"relation": __("Please choose from the list.")})
