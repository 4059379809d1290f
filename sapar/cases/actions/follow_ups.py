"""Asking again how somebody is: planned for a day, then reached or not, and the next one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries
from sapar.cases.actions.held import hold_any_child, hold_written
from sapar.cases.actions.tasks import FURTHEST
from sapar.cases.actions.words import long_words, needed_words
from sapar.cases.flow import FOLLOW_UP
from sapar.cases.models import FollowUp, Participant
from sapar.common.errors import Invalid
from sapar.organisations import once as sent
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership
    from sapar.people.models import Person

audit.name("follow-up.planned", _("Follow-up planned"))
audit.name("follow-up.reached", _("Follow-up: reached"))
audit.name("follow-up.not-reached", _("Follow-up: not reached"))
audit.name("follow-up.dropped", _("Follow-up not needed any more"))

_VERBS = {"reach": "follow-up.reached", "miss": "follow-up.not-reached", "drop": "follow-up.dropped"}
# What is proposed for the next one: soon where nobody answered, later where somebody did.
NEXT_AFTER = {"reach": dt.timedelta(days=30), "miss": dt.timedelta(days=3)}


def plan_follow_up(
    actor: StaffActor,
    case: Case,
    due_on: dt.date,
    *,
    person: Person | None = None,
    owner: Membership | None = None,
    once: uuid.UUID | None = None,
) -> FollowUp:
    """Plan one, on a closed case too: how somebody fares afterwards is worth asking. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_written(actor, case, "plan_follow_up")
    owner_id = queries.member_who_sees(actor, held, owner).pk if owner else actor.member_id
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return FollowUp.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    row = _plan(actor, held, due_on, person.pk if person else None, owner_id)
    if once:
        sent.settle(actor, once, row.pk)
    return row


def _plan(
    actor: StaffActor, case: Case, due_on: dt.date, person_id: uuid.UUID | None, owner_id: uuid.UUID
) -> FollowUp:
    today = timezone.localdate()
    if not today <= due_on <= today + FURTHEST:
        raise Invalid({"due_on": __("Choose today or a later day, within ten years.")})
    parts = Participant.objects.filter(org_id=actor.org_id, case=case)
    if person_id and not parts.filter(person_id=person_id, person__erased_at=None).exists():
        raise Invalid({"person": __("This person is not in the case.")})
    row = FollowUp(
        org_id=actor.org_id, case=case, data_key=case.data_key, due_on=due_on, person_id=person_id, owner_id=owner_id
    )  # fmt: skip
    row.save(force_insert=True)
    _record(actor, "follow-up.planned", row, due=due_on)
    return row


def record_follow_up(
    actor: StaffActor, follow_up: FollowUp, verb: str, words: str = "", *, next_on: dt.date | None = None
) -> FollowUp:
    """`reach` (say what has changed), `miss` or `drop` it; `next_on` plans the next with the same person and colleague.

    Raises `IllegalMove`, `Invalid` at "words" or "next_on".
    """
    require(actor, "case.write", follow_up.case)
    held = hold_any_child(actor, follow_up, f"{verb}_follow_up")
    held.state = FOLLOW_UP.move(held.state, verb)
    held.words = (needed_words(words, "words") if verb == "reach" else long_words(words, "words")) or None
    held.done_at, held.done_by_id = timezone.now(), actor.member_id
    held.save(update_fields=["state", "words", "done_at", "done_by"])
    _record(actor, _VERBS[verb], held)
    if next_on:
        try:
            _plan(actor, held.case, next_on, held.person_id, held.owner_id)
        except Invalid as refusal:
            raise Invalid({"next_on": refusal.problems.get("due_on", str(refusal))}) from None
    return held


def _record(actor: StaffActor, verb: str, row: FollowUp, **more: object) -> None:
    details = {"person": row.person_id, **more}
    audit.record(actor, verb, subject_kind="follow-up", subject_id=row.pk, about=row.case_id, details=details)
