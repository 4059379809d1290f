"""What organisations do when accounts announce something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar import audit
from sapar.accounts import queries as accounts
from sapar.organisations import entry

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def record_account_event(actor: Actor, *, verb: str, user_id: uuid.UUID) -> None:
    """Write an event of an account into the chain of every organisation its user works for."""
    for member in entry.memberships(accounts.user(user_id)):
        audit.record(actor, verb, subject_kind="user", subject_id=user_id, org_id=member.org_id)
