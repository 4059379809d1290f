"""Who waits for our call: written down, called, tried again, reached, given up; and told of when it is overdue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.intake import calls
from sapar.intake import waiting_queries as queries
from sapar.intake.actions import claims
from sapar.intake.actions.talks import hold
from sapar.intake.callers import regions_for
from sapar.intake.codes import ContactOutcome
from sapar.intake.waiting import CallBack, MissedCall
from sapar.intake.waiting_codes import CallBackKind, CallBackState, TryAgain
from sapar.organisations.guard import require
from sapar.ui.phones import read_number
from sapar.ui.texts import tidy
from sapar.vault import blind, keys

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.intake.models import Contact, HelpRequest
    from sapar.organisations.actor import StaffActor

CALLED_BACK = audit.name("contact.called-back", _("Called back"))
MISSED = audit.name("call-back.missed", _("Missed call written down"))
NO_ANSWER = audit.name("call-back.no-answer", _("Called, nobody answered"))
REACHED = audit.name("call-back.reached", _("Called back and reached"))
STOPPED = audit.name("call-back.stopped", _("No more tries to call back"))
OVERDUE = audit.name("call-back.overdue", _("A promised answer is overdue; the supervisors were told"))

# What we promise where nobody said a time.
PROMISED_IN_A_TALK = dt.timedelta(hours=24)
MISSED_CALL = dt.timedelta(hours=4)


def promise_call(actor: Actor, contact: Contact) -> CallBack | None:
    """After a talk that ended with "we call back"."""
    if contact.outcome != ContactOutcome.CALL_BACK or contact.called_back_at is not None:
        return None
    call, _is_new = CallBack.objects.get_or_create(
        contact=contact,
        defaults={
            "org_id": contact.org_id,
            "kind": CallBackKind.CONTACT,
            "waits_since": contact.began_at,
            "promised_by": contact.began_at + PROMISED_IN_A_TALK,
        },
    )
    return call


def log_missed(actor: StaffActor, phone: str) -> CallBack:
    """A number rang and nobody answered. The same number twice waits once. Raises `Invalid`, `Locked`."""
    require(actor, "contact.log")
    number = read_number(phone, regions_for("")) or tidy(phone).strip()
    if not any(letter.isdigit() for letter in number) or len(number) > calls.LONGEST_PHONE:
        raise Invalid({"phone": __("We could not read this number. Write it with its digits.")})
    earlier = queries.missed_from(actor, number)
    if earlier is not None:
        earlier.rings += 1
        earlier.save(update_fields=["rings"])
        return earlier.call_back
    missed = MissedCall(
        org_id=actor.org_id,
        logged_by_id=actor.member_id,
        data_key=keys.new_data_key(actor.org_id, "contact"),
    )
    missed.phone = number
    missed.save(force_insert=True)
    blind.put(actor.org_id, "missed", number, "missed", missed.pk, missed.data_key)
    call = CallBack(
        org_id=actor.org_id,
        kind=CallBackKind.MISSED,
        missed=missed,
        promised_by=missed.rang_at + MISSED_CALL,
    )
    call.save(force_insert=True)
    audit.record(actor, MISSED, subject_kind="call-back", subject_id=call.pk)
    return call


def no_answer(actor: StaffActor, call: CallBack, again: str) -> CallBack:
    """Tried, and nobody answered: not before `again` (hours, a `TryAgain`) is it tried anew. Others may call then."""
    if again not in TryAgain.values:
        raise Invalid({"again": __("Please choose from the list.")})
    held = _hold(actor, call)
    held.tries += 1
    held.next_at = timezone.now() + dt.timedelta(hours=int(again))
    held.save(update_fields=["tries", "next_at"])
    claims.let_go(actor, held)
    audit.record(
        actor, NO_ANSWER, subject_kind="call-back", subject_id=held.pk, details={"tries": held.tries}
    )
    return held


def reached(actor: StaffActor, call: CallBack) -> CallBack:
    """They answered. A talk that promised the call is then called back."""
    held = _hold(actor, call)
    if held.contact is not None:
        _note_called_back(actor, hold(actor, held.contact.pk))
    return _ended(actor, held, CallBackState.DONE, REACHED)


def stop(actor: StaffActor, call: CallBack) -> CallBack:
    """Call no more: a wrong number, they asked us not to, or too many tries."""
    return _ended(actor, _hold(actor, call), CallBackState.STOPPED, STOPPED)


def called_back(actor: StaffActor, contact: Contact) -> Contact:
    """The promised call was made. Twice is once: the second operator learns that somebody was quicker."""
    require(actor, "contact.log", contact)
    held = hold(actor, contact.pk)
    if held.outcome != ContactOutcome.CALL_BACK:
        raise Stale
    if _note_called_back(actor, held):
        call = CallBack.objects.filter(contact=held, state=CallBackState.WAITING).first()
        if call is not None:
            _ended(actor, call, CallBackState.DONE, REACHED)
    return held


def settle_request(actor: StaffActor, request: HelpRequest) -> None:
    """A public request was answered, closed or logged: nobody waits any more."""
    call = CallBack.objects.filter(request=request, state=CallBackState.WAITING).first()
    if call is not None:
        _ended(actor, call, CallBackState.DONE, REACHED)


def tell_overdue(actor: Actor, at: dt.datetime | None = None) -> int:
    """Mark promises that are broken, once each, for the supervisors of this organisation and of no other."""
    moment = at or timezone.now()
    rows = CallBack.objects.select_for_update(of=("self",), skip_locked=True).filter(
        queries.REAL,
        org_id=actor.org_id,
        state=CallBackState.WAITING,
        promised_by__lt=moment,
        told_at=None,
    )
    found = list(rows[:500])
    for call in found:
        call.told_at = moment
        audit.record(actor, OVERDUE, subject_kind="call-back", subject_id=call.pk)
    CallBack.objects.bulk_update(found, ["told_at"])
    return len(found)


def _note_called_back(actor: StaffActor, contact: Contact) -> bool:
    if contact.called_back_at is not None:
        return False
    contact.called_back_at = timezone.now()
    contact.save(update_fields=["called_back_at"])
    audit.record(actor, CALLED_BACK, subject_kind="contact", subject_id=contact.pk, about=contact.case_id)
    return True


def _ended(actor: StaffActor, call: CallBack, state: str, verb: str) -> CallBack:
    call.state, call.ended_at, call.ended_by_id = state, timezone.now(), actor.member_id
    call.save(update_fields=["state", "ended_at", "ended_by"])
    if call.missed is not None:
        # The talk that came of it has the number; nobody needs it here.
        call.missed.phone = None
        call.missed.save(update_fields=["phone"])
        blind.forget(call.missed.pk)
    claims.let_go(actor, call)
    audit.record(actor, verb, subject_kind="call-back", subject_id=call.pk)
    return call


def _hold(actor: StaffActor, call: CallBack) -> CallBack:
    """As it is now, kept from others. Raises `Stale` when nobody waits any more."""
    require(actor, "contact.log", call)
    held = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=call.pk).first()
    if held is None:
        raise NotVisible
    if held.state != CallBackState.WAITING:
        raise Stale
    return held
