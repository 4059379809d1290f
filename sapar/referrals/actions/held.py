"""A referral taken for a change, and what is told of it to both organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar import audit
from sapar.common.errors import NotVisible
from sapar.organisations.actor import SystemActor
from sapar.referrals import policy, queries
from sapar.referrals.flow import REFERRAL
from sapar.referrals.models import Referral
from sapar.referrals.refusals import spoken

if TYPE_CHECKING:
    from sapar.common.actor import Actor


def hold(actor: Actor, referral: Referral, verb: str) -> Referral:
    """The row anew, locked until the transaction ends, if this side may do `verb` to it now.

    Raises `Denied`, `NotVisible` and `IllegalMove`.
    """
    policy.require_verb(actor, referral, verb)
    rows = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=referral.pk)
    # Asked again: whoever waited for a colleague's acceptance sees that colleague's new case only in a new statement.
    held = next(iter(queries.of_visible_cases(actor, list(rows) or list(rows.all()))), None)
    if held is None:
        raise NotVisible
    if verb != "report":
        REFERRAL.move(held.state, verb)
    return held


def move(held: Referral, verb: str, **columns: Any) -> None:
    """Write the next state and what goes with it; the database adds the time. Raises `Invalid` with its sentence."""
    with spoken():
        Referral.objects.filter(pk=held.pk).update(state=REFERRAL.move(held.state, verb), **columns)
    held.refresh_from_db(fields=_COURSE)


_COURSE = [
    "state", "answer_by", "urgent", "asked_for", "to_case", "answered_by", "offered_at", "answered_at", "ended_at",
    "decline_reason", "withdrawn_because",
]  # fmt: skip


def tell(actor: Actor, verb: str, referral: Referral, **details: Any) -> None:
    """Write the event to the actor's chain, and to the other organisation's without saying who there did it.

    What was never offered is nobody else's business, and outside Sapar nobody keeps a chain.
    """
    sides = {referral.from_org_id: referral.case_id, referral.to_org_id: referral.to_case_id}
    for org_id, case_id in sides.items():
        mine = org_id == actor.org_id
        if not mine and (referral.offered_at is None or referral.is_outside):
            continue
        audit.record(
            actor if mine else SystemActor("referrals"),
            verb,
            subject_kind="referral",
            subject_id=referral.pk,
            about=case_id,
            details={"from": referral.from_org_id, "to": referral.to_org_id, **details},
            org_id=org_id,
        )
