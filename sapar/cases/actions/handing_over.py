"""A case goes to a colleague, with the reason, and the colleague says that they have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import policy, queries
from sapar.cases.actions.held import hold_open
from sapar.cases.actions.words import LONGEST_LINE
from sapar.cases.codes import CaseState, TaskState
from sapar.cases.models import Case, FollowUp, Handover, Task
from sapar.cases.work_codes import FollowUpState, HandoverWay
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.ui.texts import tidy

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

audit.name("case.handed-over", _("Case handed over"))
audit.name("handover.accepted", _("Case received"))


@dataclass(frozen=True)
class Handed:
    """How many cases went over, and how many stayed because the colleague is not named on them."""

    moved: int
    stayed: int


def hand_over(actor: StaffActor, case: Case, member: Membership, because: str = "") -> Case:
    """Make somebody else, or oneself, the owner. Somebody else's case is handed to a third only by who assigns cases.

    Of a restricted case the new owner has to be named on it. Open tasks and follow-ups of the old owner go along.
    """
    require(actor, "case.write", case)
    held = hold_open(actor, case, "hand_over")
    policy.require_named(actor, held, "case.assign")
    if actor.member_id not in (held.owner_id, member.pk):
        require(actor, "case.assign", case)
    new_owner = queries.member_who_sees(actor, held, member).pk
    move(actor, held, new_owner, _reason(because))
    return held


def hand_over_all(actor: StaffActor, giver: Membership, member: Membership, because: str) -> Handed:
    """Every open case of `giver` that the actor sees; one's own, or with the right to assign a colleague's."""
    require(actor, "case.write" if giver.pk == actor.member_id else "case.assign")
    if not because.strip():
        raise Invalid({"because": __("Please fill this in.")})
    if giver.pk == member.pk or not queries.colleagues(actor).filter(pk=member.pk).exists():
        raise Invalid({"member": __("Please choose from the list.")})
    words, moved, stayed = _reason(because), 0, 0
    for held in _open_cases(actor, giver.pk):
        if held.restricted and member.pk not in queries.named_ids(actor, held):
            stayed += 1
            continue
        move(actor, held, member.pk, words)
        moved += 1
    return Handed(moved, stayed)


def _open_cases(actor: Actor, owner_id: uuid.UUID) -> list[Case]:
    rows = queries.standing(actor).filter(owner_id=owner_id).exclude(state=CaseState.CLOSED)
    return list(rows.select_for_update(of=("self",)).order_by("opened_at", "pk"))


def _reason(because: str) -> str:
    words = tidy(because).strip()
    if len(words) > LONGEST_LINE:
        raise Invalid({"because": __("Please shorten this to 500 letters.")})
    return words


def move(
    actor: Actor, held: Case, to: uuid.UUID, because: str = "", *, way: str = HandoverWay.HANDED
) -> None:
    """The new owner of a case that is held, with what the old one still had to do in it."""
    before = held.owner_id
    held.owner_id, held.version = to, held.version + 1
    held.save(update_fields=["owner", "version"])
    mine = {"org_id": actor.org_id, "case": held, "owner_id": before}
    Task.objects.filter(**mine, state=TaskState.OPEN).update(owner_id=to)
    FollowUp.objects.filter(**mine, state=FollowUpState.PLANNED).update(owner_id=to)
    if actor.org_id and actor.member_id and to not in (before, actor.member_id):
        row = Handover(
            org_id=actor.org_id, case=held, data_key=held.data_key, from_member_id=before, to_member_id=to,
            by_member_id=actor.member_id, way=way,
        )  # fmt: skip
        row.because = because or None
        row.save(force_insert=True)
    details = {"member": to, "way": way}
    audit.record(
        actor, "case.handed-over", subject_kind="case", subject_id=held.pk, about=held.pk, details=details
    )


def accept_handover(actor: StaffActor, handover: Handover) -> Handover:
    """The receiver has seen it. Raises `IllegalMove` for everybody else, and when it was accepted already."""
    require(actor, "case.write", handover.case)
    rows = Handover.objects.select_for_update(of=("self",)).select_related("case")
    held = rows.filter(org_id=actor.org_id, pk=handover.pk).first()
    if held is None:
        raise NotVisible
    if held.accepted_at or held.to_member_id != actor.member_id:
        raise IllegalMove("accepted" if held.accepted_at else "handed", "accept")
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    audit.record(actor, "handover.accepted", subject_kind="case", subject_id=held.case_id, about=held.case_id)
    return held
