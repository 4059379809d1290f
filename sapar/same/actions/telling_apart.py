"""What somebody decided about two records that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import IllegalMove, NotVisible
from sapar.organisations.guard import require
from sapar.same.models import Likeness

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

TOLD_APART = audit.name("person.told-apart", _("Two records that are alike said to be two people"))


def tell_apart(actor: StaffActor, likeness: Likeness) -> Likeness:
    """They are two people; the two never come back to the list. Raises `IllegalMove` when it was decided before."""
    require(actor, "person.merge")
    rows = Likeness.objects.select_for_update().filter(org_id=actor.org_id, pk=likeness.pk)
    held = rows.first()
    if held is None:
        raise NotVisible
    if held.decision:
        raise IllegalMove("decided", "tell_apart")
    held.decision = Likeness.Decision.TWO
    held.decided_by_id, held.decided_at = actor.member_id, timezone.now()
    held.save(update_fields=["decision", "decided_by", "decided_at"])
    audit.record(
        actor, TOLD_APART, subject_kind="person", subject_id=held.one_id, details={"from": held.other_id}
    )
    return held


def note(actor: StaffActor, one: uuid.UUID, other: uuid.UUID, decision: str) -> None:
    """What a merge, or its undoing, says about the two, if they stand on the list."""
    rows = Likeness.objects.filter(org_id=actor.org_id).filter(
        Q(one_id=one, other_id=other) | Q(one_id=other, other_id=one)
    )
    rows.update(decision=decision, decided_by_id=actor.member_id, decided_at=timezone.now())
