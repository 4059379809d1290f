"""Calls for help in the office that received them: taken, released, answered, closed, made into a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.intake import queries
from sapar.intake import waiting_queries as waiting
from sapar.intake.actions import callbacks, claims, talks
from sapar.intake.codes import AnswerCode
from sapar.intake.flow import REQUEST, RequestState
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.intake.calls import Talk
    from sapar.intake.models import Contact, HelpRequest
    from sapar.organisations.actor import StaffActor

TAKEN = audit.name("request.taken", _("Call for help taken"))
RELEASED = audit.name("request.released", _("Call for help given back"))
ANSWERED = audit.name("request.answered", _("Call for help answered"))
CLOSED = audit.name("request.closed", _("Call for help closed"))
ADMITTED = audit.name("request.admitted", _("Call for help let in after having been set aside"))
LOGGED = audit.name("request.logged", _("Call for help logged as a contact"))


# After these nobody waits for our call any more; the others announce one.
_ENDS_THE_WAIT = frozenset({AnswerCode.CALL_US, AnswerCode.COME, AnswerCode.ANOTHER, AnswerCode.WRITE_AGAIN})


def take(actor: StaffActor, request: HelpRequest) -> HelpRequest:
    """One member takes it, and only then can it be read. Raises `Busy` while a colleague calls the same number."""
    require(actor, "request.take", request)
    REQUEST.move(request.state, "take")
    claims.claim(actor, waiting.of_request(actor, request))
    held = _moved(actor, request, "take")
    held.taken_by_id, held.taken_at = actor.member_id, timezone.now()
    return _kept(actor, held, TAKEN)


def begin_call(actor: StaffActor, request: HelpRequest) -> HelpRequest:
    """Call the person now: for a quarter of an hour nobody else does. Raises `Busy`."""
    require(actor, "request.take", request)
    held = _hold(actor, request.pk)
    if held.taken_by_id != actor.member_id:
        raise IllegalMove(held.state, "call")
    claims.claim(actor, waiting.of_request(actor, held))
    return held


def release(actor: Actor, request: HelpRequest) -> HelpRequest:
    """Give it back to whoever is free. A colleague may do it for one whose shift is over."""
    held = _moved(actor, request, "release")
    held.taken_by = held.taken_at = None
    if actor.member_id is not None:
        claims.let_go(actor, held.call_back)
    return _kept(actor, held, RELEASED)


def answer(actor: StaffActor, request: HelpRequest, code: str) -> HelpRequest:
    """What the holder of the receipt will read."""
    if code not in AnswerCode.values:
        raise Invalid({"answer": __("Choose an answer.")})
    held = _moved(actor, request, "answer")
    held.answer_code = code
    if code in _ENDS_THE_WAIT:
        callbacks.settle_request(actor, held)
    return _kept(actor, held, ANSWERED, answer=code)


def close(actor: StaffActor, request: HelpRequest) -> HelpRequest:
    held = _moved(actor, request, "close")
    held.ended_at = timezone.now()
    callbacks.settle_request(actor, held)
    return _kept(actor, held, CLOSED)


def admit(actor: StaffActor, request: HelpRequest) -> HelpRequest:
    """It was set aside for being one of many; a person has looked and it is real."""
    require(actor, "request.take", request)
    held = _hold(actor, request.pk)
    held.quarantined = False
    return _kept(actor, held, ADMITTED)


def log_request(actor: StaffActor, request: HelpRequest, talk: Talk, *, once: uuid.UUID) -> Contact:
    """Make a contact of it. There is one contact of a request, however often the button is pressed."""
    require(actor, "request.take", request)
    held = _hold(actor, request.pk)
    if held.contact_id is not None:
        return queries.contact(actor, held.contact_id)
    if held.taken_by_id is None:
        raise IllegalMove(held.state, "log")
    held.contact = talks.log(actor, talk, once=once)
    callbacks.settle_request(actor, held)
    _kept(actor, held, LOGGED, contact=held.contact.pk)
    return held.contact


def _moved(actor: Actor, request: HelpRequest, verb: str) -> HelpRequest:
    require(actor, "request.take", request)
    held = _hold(actor, request.pk)
    held.state = RequestState(REQUEST.move(held.state, verb))
    return held


def _hold(actor: Actor, request_id: uuid.UUID) -> HelpRequest:
    held = queries.requests_visible_to(actor).select_for_update(of=("self",)).filter(pk=request_id).first()
    if held is None:
        raise NotVisible
    return held


def _kept(actor: Actor, held: HelpRequest, verb: str, **details: object) -> HelpRequest:
    held.save()
    about = held.contact.case_id if held.contact else None
    audit.record(actor, verb, subject_kind="request", subject_id=held.pk, about=about, details=details)
    return held
