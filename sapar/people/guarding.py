"""Who may speak for a child. A guardian may be the one the child must be kept safe from; then two members of staff decide.

A child: under 18 by the year of birth, or said to be alone. What was feared for a child once is not taken back by one
member of staff: a guardian whom they wrote down themselves gives them no consent. No writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.people import birth as births
from sapar.people.codes import AgeBand, GivenBy, Need
from sapar.people.models import FamilyLink, PersonNeed

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sapar.common.actor import Actor
    from sapar.people.models import Person


@dataclass(frozen=True)
class Guard:
    """What is known of the speakers of some people; ids of people throughout."""

    alone: frozenset[uuid.UUID]
    # Child to guardians, and pairs between whom contact is not safe, in both orders.
    guardians: dict[uuid.UUID, frozenset[uuid.UUID]]
    unsafe: frozenset[tuple[uuid.UUID, uuid.UUID]]
    # Once said to be alone, or once not safe with somebody, though it may be over.
    once_alone: frozenset[uuid.UUID]
    once_threatened: frozenset[uuid.UUID]
    # Child to guardians whom somebody other than the actor has written down.
    confirmed: dict[uuid.UUID, frozenset[uuid.UUID]]

    def is_child(self, person: Person) -> bool:
        band = person.band_today
        if band in births.MINORS or person.pk in self.alone:
            return True
        return band == AgeBand.UNKNOWN and person.pk in self.once_alone

    def safe_guardians(self, child: Person) -> frozenset[uuid.UUID]:
        known = self.guardians.get(child.pk, frozenset())
        return frozenset(one for one in known if (one, child.pk) not in self.unsafe)

    def needs_two(self, person: Person) -> bool:
        """Whether nobody safe is written down who speaks for this child, and somebody unsafe or nobody is or was there."""
        if not self.is_child(person) or self.safe_guardians(person):
            return False
        return self._was_feared_for(person) or bool(self.guardians.get(person.pk))

    def needs_another(self, person: Person, guardian: Person | None = None) -> bool:
        """Whether this guardian, or all who are safe, speak for a child once feared for on the word of the actor alone."""
        if not (self.is_child(person) and self._was_feared_for(person)):
            return False
        sure = self.safe_guardians(person) & self.confirmed.get(person.pk, frozenset())
        return guardian.pk not in sure if guardian else not sure

    def _was_feared_for(self, person: Person) -> bool:
        return person.pk in self.once_alone or person.pk in self.once_threatened


def guard_of(actor: Actor, people: Sequence[Person]) -> Guard:
    """Two statements, however many people."""
    ids = [one.pk for one in people]
    needs = PersonNeed.objects.filter(org_id=actor.org_id, person_id__in=ids, code=Need.CHILD_ALONE)
    alone = list(needs.values_list("person_id", "ended_on"))
    links = list(FamilyLink.objects.filter(org_id=actor.org_id).filter(_touching(ids)))
    standing = [one for one in links if one.ended_at is None]
    deciding = [one for one in standing if one.decides]
    return Guard(
        alone=frozenset(one for one, ended in alone if ended is None),
        guardians=_by_child(deciding),
        unsafe=_unsafe_pairs(standing),
        once_alone=frozenset(one for one, _ended in alone),
        once_threatened=frozenset(one for one, _other in _unsafe_pairs(links)),
        confirmed=_by_child([one for one in deciding if one.added_by_id != actor.member_id]),
    )


def _by_child(links: Sequence[FamilyLink]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for link in links:
        found.setdefault(link.other_id, set()).add(link.person_id)
    return {child: frozenset(ones) for child, ones in found.items()}


def _unsafe_pairs(links: Sequence[FamilyLink]) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    pairs = [(one.person_id, one.other_id) for one in links if one.unsafe]
    return frozenset(pairs + [(second, first) for first, second in pairs])


def needs_two(actor: Actor, person: Person) -> bool:
    """Whether two members of staff decide for this person."""
    return guard_of(actor, [person]).needs_two(person)


def check_speaker(actor: Actor, people: Sequence[Person], given_by: str, guardian: Person | None) -> None:
    """Refuse a speaker who may be the danger. Who may speak by age alone is checked by `consenting.check_giver`."""
    guard = guard_of(actor, people)
    if guardian is not None:
        _check_guardian(guard, people, guardian)
    threatened = [one for one in people if guard.needs_two(one)]
    if given_by == GivenBy.TWO_STAFF:
        if len(threatened) < len(people):
            sentence = _("Two members of staff decide only for a child who has no safe guardian.")
            raise Invalid({"given_by": sentence})
        return
    if threatened:
        sentence = _(
            "No safe guardian of this child is written down: two members of staff decide. Choose that, for the child alone."
        )
        raise Invalid({"given_by": sentence})
    _check_confirmed(guard, people, given_by, guardian)
    adults = [one for one in people if not guard.is_child(one)]
    children = [one for one in people if guard.is_child(one)]
    if any((adult.pk, child.pk) in guard.unsafe for adult in adults for child in children):
        raise Invalid(
            {"people": _("Contact between these two is not safe: nobody of them speaks for the other.")}
        )


def _check_confirmed(guard: Guard, people: Sequence[Person], given_by: str, guardian: Person | None) -> None:
    unnamed = given_by == GivenBy.GUARDIAN and guardian is None
    if unnamed and any(guard.guardians.get(one.pk) for one in people if guard.is_child(one)):
        raise Invalid({"guardian": _("Which guardian?")})
    if any(guard.needs_another(one, guardian) for one in people):
        raise Invalid({"guardian": confirm_sentence()})


def confirm_sentence() -> str:
    return _("Another member of staff has to confirm who speaks for this child.")


def _check_guardian(guard: Guard, people: Sequence[Person], guardian: Person) -> None:
    for child in people:
        if (guardian.pk, child.pk) in guard.unsafe:
            sentence = _("Contact with this guardian is not safe for the child: they cannot give consent.")
            raise Invalid({"guardian": sentence})
        if guardian.pk not in guard.guardians.get(child.pk, frozenset()):
            sentence = _("This person is not written down as speaking for the child.")
            raise Invalid({"guardian": sentence})


def check_opinion(people: Sequence[Person], opinion: str) -> None:
    """From fourteen on a child is heard."""
    if not opinion and any(one.band_today == AgeBand.TEEN for one in people):
        raise Invalid({"opinion": _("Somebody of 14 to 17 is heard: write down what they say about it.")})


def _touching(ids: Sequence[uuid.UUID]) -> Q:
    return Q(person_id__in=ids) | Q(other_id__in=ids)
