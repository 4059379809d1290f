"""A person written down by mistake, or by an import that is undone: taken out while nobody needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.audit.models import Event
from sapar.common.errors import IllegalMove
from sapar.organisations.guard import require
from sapar.people.actions.recording import hold
from sapar.people.models import Phone
from sapar.vault import blind, erasure

if TYPE_CHECKING:
    import datetime as dt

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

TAKEN_BACK = audit.name("person.taken-back", _("Person taken back"))


def take_back(actor: StaffActor, person: Person, *, since: dt.datetime) -> None:
    """Delete a person with their phones; their key is destroyed, so that their history is noise.

    Raises `IllegalMove` when somebody has done something about them later than `since`, or anything leans on them: a
    case, a consent, a talk, a link of family.
    """
    require(actor, "person.erase", person)
    held = hold(actor, person)
    if _is_leaned_on(held) or _is_worked_on(actor, held, since):
        raise IllegalMove("recorded", "take_back")
    audit.record(actor, TAKEN_BACK, subject_kind="person", subject_id=held.pk)
    key = held.data_key
    for phone in Phone.objects.filter(org_id=actor.org_id, person=held):
        blind.forget(phone.pk)
    blind.forget_set(held.pk)
    held.delete()
    erasure.erase(actor, [key], "mistake")


def _is_worked_on(actor: StaffActor, person: Person, since: dt.datetime) -> bool:
    return Event.objects.filter(org_id=actor.org_id, subject_id=person.pk, at__gt=since).exists()


def _is_leaned_on(person: Person) -> bool:
    try:
        Collector("default").collect([person])
    except (ProtectedError, RestrictedError):
        return True
    return False
