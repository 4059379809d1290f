"""What people are to each other, and between whom contact is not safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people.actions.recording import hold
from sapar.people.codes import Kin
from sapar.people.models import FamilyLink
from sapar.people.saving import save

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("link.added", _("Family link written down"))
audit.name("link.marked", _("Family link changed"))
audit.name("link.ended", _("Family link ended"))

# Whoever is one of these may speak for a child.
MAY_DECIDE = (Kin.MOTHER, Kin.FATHER, Kin.PARENT, Kin.GUARDIAN, Kin.GRANDPARENT, Kin.SIBLING, Kin.RELATIVE)


def add_link(
    actor: StaffActor,
    person: Person,
    other: Person,
    *,
    kin: str,
    decides: bool = False,
    unsafe: bool = False,
    once: uuid.UUID | None = None,
) -> FamilyLink:
    """Write down that `person` is `kin` of `other`. Raises `Invalid`."""
    require(actor, "person.write", person)
    _check(kin, decides=decides)
    first, second = hold(actor, person), hold(actor, other)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return held_link(actor, earlier.made_id)
    if FamilyLink.objects.filter(person=first, other=second, kin=kin, ended_at=None).exists():
        raise Invalid({"kin": __("This is already written down.")})
    link = FamilyLink(
        org_id=actor.org_id,
        person=first,
        other=second,
        kin=kin,
        decides=decides,
        unsafe=unsafe,
        added_by_id=actor.member_id,
    )
    save(link, {"link_between_two": "other"})
    if once:
        sent.settle(actor, once, link.pk)
    _record(actor, "link.added", link)
    return link


def mark_link(actor: StaffActor, link: FamilyLink, *, decides: bool, unsafe: bool) -> FamilyLink:
    """Say anew whether the first speaks for the second, and whether contact between them is safe.

    Whoever makes it say more than before writes a link of their own: the old one stays to be read, as what was feared once.
    """
    require(actor, "person.write", link.person)
    held = held_link(actor, link.pk)
    if held.ended_at:
        raise IllegalMove("ended", "mark")
    _check(held.kin, decides=decides)
    relaxed = (decides and not held.decides) or (held.unsafe and not unsafe)
    if relaxed:
        held = _anew(actor, held)
    if (held.decides, held.unsafe) != (decides, unsafe):
        held.decides, held.unsafe = decides, unsafe
        held.save(update_fields=["decides", "unsafe"])
        _record(actor, "link.marked", held)
    return held


def _anew(actor: StaffActor, old: FamilyLink) -> FamilyLink:
    old.ended_at = timezone.now()
    old.save(update_fields=["ended_at"])
    return FamilyLink.objects.create(
        org_id=old.org_id, person=old.person, other=old.other, kin=old.kin, decides=old.decides, unsafe=old.unsafe,
        added_by_id=actor.member_id,
    )  # fmt: skip


def end_link(actor: StaffActor, link: FamilyLink) -> FamilyLink:
    """The link is over, or was a mistake; it stays to be read."""
    require(actor, "person.write", link.person)
    held = held_link(actor, link.pk)
    if held.ended_at:
        raise IllegalMove("ended", "end")
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    _record(actor, "link.ended", held)
    return held


def held_link(actor: StaffActor, link_id: uuid.UUID) -> FamilyLink:
    rows = FamilyLink.objects.select_for_update(of=("self",)).select_related(
        "person__data_key", "other__data_key"
    )
    found = rows.filter(org_id=actor.org_id, pk=link_id).first()
    if found is None:
        raise NotVisible
    return found


def _check(kin: str, *, decides: bool) -> None:
    if kin not in Kin.values:
        raise Invalid({"kin": __("Please choose from the list.")})
    if decides and kin not in MAY_DECIDE:
        raise Invalid({"decides": __("A husband or wife does not speak for a child.")})


def _record(actor: StaffActor, verb: str, link: FamilyLink) -> None:
    details = {
        "link": link.pk, "other": link.other_id, "kin": link.kin, "decides": link.decides, "unsafe": link.unsafe,
    }  # fmt: skip
    audit.record(actor, verb, subject_kind="person", subject_id=link.person_id, details=details)
