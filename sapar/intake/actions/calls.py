"""A call for help left on the public page. It works while the vault is locked: only a public key is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import SaparError, Stale
from sapar.intake import calls, policy, queries, receipts
from sapar.intake.models import HelpRequest
from sapar.intake.waiting import CallBack
from sapar.intake.waiting_codes import CallBackKind
from sapar.organisations.guard import require
from sapar.vault import envelope

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.common.actor import Actor
    from sapar.intake.calls import Call
    from sapar.organisations.models import Organisation

LEFT = audit.name("request.left", _("Call for help received"))
_DOOR = "public-request"
_ATTEMPTS = 5


class TooMany(SaparError):
    """So many calls came within a minute that this one is not taken; it may be sent again a little later."""


def leave(
    actor: Actor,
    call: Call,
    office: Organisation,
    *,
    once: uuid.UUID,
    answer_by: dt.datetime | None = None,
    odd: bool = False,
) -> str:
    """Seal a call for help to an organisation; gives the receipt. The same call from the same form gives the same.

    `answer_by` is what the page promised. `odd` sets it aside, as a flood does: a machine has filled in what people do not
    see. Raises `TooMany`.
    """
    promised = answer_by or timezone.now() + policy.ANSWER_WITHIN
    require(actor, "request.leave")
    for attempt in range(_ATTEMPTS):
        token = receipts.token_of(once, call.content(), attempt)
        receipt = receipts.receipt_of(token)
        if (
            queries.is_known(token)
            or _stored(actor, call, office, token, receipt, promised, odd=odd)
            or queries.is_known(token)
        ):
            return receipt
        # Neither new nor known: its twelve digits belong to somebody else's request already.
    raise Stale


def _stored(
    actor: Actor,
    call: Call,
    office: Organisation,
    token: uuid.UUID,
    receipt: str,
    promised: dt.datetime,
    *,
    odd: bool,
) -> bool:
    """Whether the request was written; not when its token or receipt exists."""
    waiting = queries.calls_within_a_minute(office.pk)
    if waiting >= policy.CEILING_A_MINUTE:
        raise TooMany
    request = HelpRequest(
        org_id=office.pk,
        token=token,
        receipt_hash=receipts.digest(receipt),
        topic=call.topic,
        language=call.language,
        country=call.country,
        may_call=call.may_call,
        promised_by=promised,
        quarantined=odd or waiting >= policy.FLOOD_A_MINUTE,
    )
    request.sealed = envelope.seal_to(office.pk, call.secret(), calls.context_of(request.pk))
    try:
        with transaction.atomic(), tenancy.scope(door=_DOOR):
            request.save(force_insert=True)
            _awaited(request, promised).save(force_insert=True)
    except IntegrityError:
        return False
    details = {"topic": request.topic, "set_aside": request.quarantined}
    audit.record(
        actor, LEFT, subject_kind="request", subject_id=request.pk, org_id=office.pk, details=details
    )
    return True


def _awaited(request: HelpRequest, promised: dt.datetime) -> CallBack:
    """Whoever left it waits from now on."""
    return CallBack(
        org_id=request.org_id,
        kind=CallBackKind.REQUEST,
        request=request,
        waits_since=request.received_at,
        promised_by=promised,
        next_at=request.received_at,
    )
