"""What happens to merged records when something happens to one of them; wired in `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as __

from sapar.common.errors import Invalid
from sapar.people.actions.erasing import carry_out
from sapar.people.codes import ErasureReason
from sapar.people.models import Person
from sapar.same.actions import merging
from sapar.same.models import Likeness, Merge

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

follow_people, go_back_people = merging.moves("people")


def refuse_merged(actor: Actor, person_id: uuid.UUID) -> None:
    """Before "person.erased": a record that is merged with another goes with that one. Raises `Invalid`."""
    rows = Merge.objects.filter(org_id=actor.org_id, gone_id=person_id, undone_at=None)
    if rows.filter(kept__erased_at=None).exists():
        raise Invalid({"": __("This record is merged with another one. Erase that one: this goes with it.")})


def forget_alike(actor: Actor, person_id: uuid.UUID) -> None:
    """After "person.erased": nobody decides any more whether this is somebody else."""
    pairs = Likeness.objects.filter(org_id=actor.org_id)
    pairs.filter(Q(one_id=person_id) | Q(other_id=person_id)).delete()


def erase_merged(actor: StaffActor, person_id: uuid.UUID) -> None:
    """After "person.erased": the records that were merged with this one are of the same person, and go too."""
    gone = Merge.objects.filter(org_id=actor.org_id, kept_id=person_id, undone_at=None).values("gone_id")
    rows = Person.objects.filter(org_id=actor.org_id, pk__in=gone, erased_at=None)
    for person in rows.select_related("data_key").select_for_update(of=("self",)):
        carry_out(actor, person, reason=ErasureReason.NO_NEED)
