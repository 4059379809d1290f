"""Phone numbers: sealed, and found again by their keyed hash alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.codes import codes_of
from sapar.common.errors import Invalid
from sapar.common.ready import ready
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import agreed, queries
from sapar.people.actions.recording import hold
from sapar.people.codes import PhoneOf
from sapar.people.models import Phone
from sapar.people.saving import save
from sapar.ui.phones import read_number
from sapar.ui.texts import tidy
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("phone.added", _("Phone number added"))
audit.name("phone.removed", _("Phone number removed"))

MOST_PHONES = 12
LONGEST_NOTE = 300


def add_phone(
    actor: StaffActor,
    person: Person,
    number: str,
    *,
    phone_of: str = PhoneOf.UNKNOWN,
    note: str = "",
    once: uuid.UUID | None = None,
) -> Phone:
    """Add a number typed in any form. Raises `Invalid`."""
    require(actor, "person.write", person)
    held = hold(actor, person)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.phone(actor, earlier.made_id)
    normal = _normal(number)
    _check_known(held, normal)
    phone = _added(actor, held, normal, phone_of, note)
    if once:
        sent.settle(actor, once, phone.pk)
    return phone


def add_first_phone(actor: StaffActor, person: Person, number: str, *, phone_of: str) -> Phone:
    """The number of somebody written down a moment ago, in this transaction: nobody else can hold them, no number is known."""
    require(actor, "person.write", person)
    return _added(actor, person, _normal(number), phone_of)


def _added(actor: StaffActor, held: Person, normal: str, phone_of: str, note: str = "") -> Phone:
    if phone_of not in codes_of(PhoneOf):
        raise Invalid({"phone_of": __("Please choose from the list.")})
    phone = Phone(org_id=actor.org_id, person=held, data_key=held.data_key, phone_of=phone_of)
    phone.number, phone.note = normal, tidy(note).strip()[:LONGEST_NOTE]
    save(phone)
    blind.put(actor.org_id, "phone", normal, "phone", phone.pk, held.data_key)
    agreed.put_for(actor, held, normal)
    audit.record(actor, "phone.added", subject_kind="person", subject_id=held.pk, details={"phone": phone.pk})
    return phone


def _normal(number: str) -> str:
    normal = read_number(number)
    if normal is None:
        sentence = __(
            "We could not read this as a phone number. Type it with the country code, for example +996 555 123 456."
        )
        raise Invalid({"number": sentence})
    return normal


def _check_known(person: Person, normal: str) -> None:
    known = _known(person.org_id, person.pk)
    if any(one.number == normal for one in known):
        raise Invalid({"number": __("This number is already written down for this person.")})
    if len(known) >= MOST_PHONES:
        raise Invalid({"number": __("A person has at most 12 numbers here.")})


@ready
def _known(org_id: uuid.UUID, person_id: uuid.UUID) -> QuerySet[Phone]:
    return Phone.objects.filter(org_id=org_id, person_id=person_id).select_related("data_key")


def remove_phone(actor: StaffActor, phone: Phone) -> None:
    """Take a number away, and what it could be found by."""
    require(actor, "person.write", phone.person)
    person = hold(actor, phone.person)
    blind.forget(phone.pk)
    details = {"phone": phone.pk}
    phone.delete()
    agreed.put(actor, person)
    audit.record(actor, "phone.removed", subject_kind="person", subject_id=person.pk, details=details)
