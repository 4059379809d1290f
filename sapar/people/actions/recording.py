"""Writing a person down, and amending what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects
from sapar.common.errors import NotVisible, Stale
from sapar.common.ready import insert, ready
from sapar.organisations.guard import require
from sapar.people import agreed, index, joining
from sapar.people.models import Person
from sapar.people.particulars import Particulars
from sapar.people.saving import save
from sapar.vault import keys

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.organisations.actor import StaffActor

audit.name("person.recorded", _("Person recorded"))
audit.name("person.amended", _("Person's particulars amended"))


def record(actor: StaffActor, particulars: Particulars, *, about: uuid.UUID | None = None) -> Person:
    """Write down a person, under a key of their own. `about` is the case it is done for. Raises `Invalid`."""
    require(actor, "person.write")
    person = Person(org_id=actor.org_id)
    particulars.put_into(person)
    person.data_key = keys.new_data_key(actor.org_id, "person")
    # The particulars have said already what the constraints would.
    insert(person)
    index.keep(person)
    audit.record(actor, "person.recorded", subject_kind="person", subject_id=person.pk, about=about)
    return person


def amend(actor: StaffActor, person: Person, particulars: Particulars, *, version: int) -> Person:
    """Replace all particulars; raises `Stale` when somebody amended them since `version` was read."""
    require(actor, "person.write", person)
    held = hold(actor, person)
    if held.version != version:
        raise Stale
    particulars.put_into(held)
    held.version += 1
    save(held)
    agreed.put(actor, held)
    index.keep(held)
    audit.record(
        actor, "person.amended", subject_kind="person", subject_id=held.pk, details={"version": held.version}
    )
    effects.announce(actor, "person.amended", person_id=held.pk)
    return held


def complete(actor: StaffActor, person: Person, heard: Particulars) -> Person:
    """Add what was heard of somebody who is written down: further spellings, and what was not known yet. Raises `Invalid`."""
    require(actor, "person.write", person)
    held = hold(actor, person)
    before = Particulars.of(held)
    after = joining.joined(before, heard)
    return held if after == before else amend(actor, held, after, version=held.version)


def hold(actor: StaffActor, person: Person) -> Person:
    """The row anew, locked until the transaction ends; raises `NotVisible` for an erased or hidden person."""
    held = _held(actor.org_id, person.pk)
    if not held:
        raise NotVisible
    return held[0]


@ready
def _held(org_id: uuid.UUID, person_id: uuid.UUID) -> QuerySet[Person]:
    rows = Person.objects.select_for_update(of=("self",)).select_related("data_key")
    return rows.filter(org_id=org_id, pk=person_id, erased_at=None)
