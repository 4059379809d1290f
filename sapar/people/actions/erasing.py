"""Erasure: the person's key is destroyed, and everything sealed with it is noise, here and in every backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects
from sapar.common.errors import Invalid
from sapar.organisations.guard import require
from sapar.people import guarding
from sapar.people.actions.consents import end
from sapar.people.actions.recording import hold
from sapar.people.codes import ConsentHow, ErasureReason
from sapar.people.models import Consent, Phone
from sapar.vault import blind, erasure

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("person.erased", _("Person erased"))


def erase(actor: StaffActor, person: Person, *, reason: str) -> None:
    """Make everything about the person unreadable and unfindable, for good. Their consents end with it.

    A child without a safe guardian is erased by two, whatever the reason but danger: where what is kept puts the child in
    danger, nobody waits for a colleague, and the certificate says who did it and why. Raises `Invalid`, also when
    something of theirs is on hold.
    """
    require(actor, "person.erase", person)
    if reason not in ErasureReason.values:
        raise Invalid({"reason": __("Please choose from the list.")})
    held = hold(actor, person)
    if reason != ErasureReason.DANGER:
        _check_alone_may(actor, held)
    carry_out(actor, held, reason=reason)


def _check_alone_may(actor: StaffActor, person: Person) -> None:
    guard = guarding.guard_of(actor, [person])
    if guard.needs_two(person):
        sentence = __(
            "This is a child without a safe guardian: whoever asks for it, two members of staff decide."
        )
        raise Invalid({"reason": sentence})
    if guard.needs_another(person):
        raise Invalid({"reason": guarding.confirm_sentence()})


def carry_out(actor: StaffActor, held: Person, *, reason: str) -> None:
    """The erasure itself, for verbs that have made sure who wants it. Raises `Invalid` for something on hold."""
    effects.announce(actor, "person.erasing", person_id=held.pk)
    for consent in Consent.objects.filter(org_id=actor.org_id, about__person=held, withdrawn_at=None):
        end(actor, consent, how=ConsentHow.SCREEN)
    for phone in Phone.objects.filter(org_id=actor.org_id, person=held):
        blind.forget(phone.pk)
    held.erased_at = timezone.now()
    held.country = held.province = ""
    held.citizenships, held.languages = [], []
    held.citizenship_state = "unknown"
    held.version += 1
    held.save()
    erasure.erase(actor, [held.data_key], reason)
    audit.record(
        actor, "person.erased", subject_kind="person", subject_id=held.pk, details={"reason": reason}
    )
    effects.announce(actor, "person.erased", person_id=held.pk)
