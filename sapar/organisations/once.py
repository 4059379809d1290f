"""The double click: a form sent twice makes one thing.

earlier = once.claim(actor, token)
if earlier:
    return Thing.objects.get(pk=earlier.made_id)
thing = Thing.objects.create(...)
once.settle(actor, token, thing.pk)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from sapar.common.errors import NotVisible, Stale
from sapar.common.ids import uuid7
from sapar.common.ready import ask, insert, ready, tell
from sapar.organisations.models import SubmittedForm

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from sapar.common.actor import Actor


def claim(actor: Actor, token: uuid.UUID, *, making: uuid.UUID | None = None) -> SubmittedForm | None:
    """None: this sending is the first, go on and `settle`. Otherwise the earlier one, with what it made.

    Who knows already the id that it will make, in this transaction, says so and has nothing to settle.
    While the first is still at work the second waits for it in the insert. Raises `Stale` when the first has made
    nothing, `NotVisible` for an actor without an organisation.
    """
    if actor.org_id is None:
        raise NotVisible
    if insert(SubmittedForm(org_id=actor.org_id, token=token, made_id=making), unless_there=True):
        return None
    return _earlier(actor.org_id, token)


# Before a statement that writes what is for the first sending alone: it reads from `claimed`, which is empty for another.
CLAIMED = """
    with claimed as (
        insert into organisations_submittedform (id, org_id, token, made_id, at)
        values (%(claim)s, %(claim_of)s, %(token)s, %(making)s, %(claimed_at)s) on conflict do nothing returning token
    )
"""


def claim_with(
    actor: Actor, token: uuid.UUID, making: uuid.UUID, sql: str, params: Mapping[str, Any]
) -> tuple[SubmittedForm | None, list[tuple[Any, ...]]]:
    """`claim`, and the rows of a statement that begins with `CLAIMED`, asked with it. Raises as `claim` does."""
    if actor.org_id is None:
        raise NotVisible
    claim = {
        "claim": uuid7(),
        "claim_of": actor.org_id,
        "token": token,
        "making": making,
        "claimed_at": timezone.now(),
    }
    rows = ask(sql, {**params, **claim})
    return (None, rows) if rows else (_earlier(actor.org_id, token), rows)


def _earlier(org_id: uuid.UUID, token: uuid.UUID) -> SubmittedForm:
    (kept,) = _kept(org_id, token)
    if kept.made_id is None:
        raise Stale
    return kept


@ready
def _kept(org_id: uuid.UUID, token: uuid.UUID) -> QuerySet[SubmittedForm]:
    return SubmittedForm.objects.filter(org_id=org_id, token=token)


def settle(actor: Actor, token: uuid.UUID, made_id: uuid.UUID) -> None:
    """What this sending made."""
    tell(_SETTLE, {"made": made_id, "org": actor.org_id, "token": token})


# Written out: every act that sends a form ends with it, and the ORM takes 0.3 ms to say the same.
_SETTLE = """
    update organisations_submittedform set made_id = %(made)s where org_id = %(org)s and token = %(token)s
"""


def was_sent_ahead(actor: Actor, token: uuid.UUID) -> None:
    """Ask ahead for what `was_sent` reads."""
    if actor.org_id is not None:
        _kept.ahead(actor.org_id, token)


def was_sent(actor: Actor, token: uuid.UUID) -> bool:
    """Whether a sending with this token has made something already: then there is nothing left to ask about it."""
    return actor.org_id is not None and any(one.made_id for one in _kept(actor.org_id, token))
