"""Who may monitor whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import Denied
from sapar.common.tenancy import scope
from sapar.directory.policy import keeps
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation

DOOR = "monitor"


def monitors(actor: Actor) -> AbstractContextManager[None]:
    """The door by which monitors see what is not public yet. Ask for the right first."""
    return scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=DOOR)


def require_monitors(actor: Actor, right: str, organisation: Organisation) -> None:
    """Raise `Denied` for who may not, and for one's own organisation; the database also looks where else they work."""
    require(actor, right, organisation)
    if actor.org_id == organisation.pk:
        raise Denied(right, subject_kind="organisation", subject_id=organisation.pk)


def may_settle(actor: Actor, organisation: Organisation) -> bool:
    """Who keeps the entry decides what a link says should stand in it."""
    return actor.may(keeps(actor, organisation))


def answers(actor: Actor, organisation: Organisation) -> bool:
    """Who may answer for an organisation: its own people who keep its entry."""
    return actor.org_id == organisation.pk and actor.may("listing.write")
