"""Who a signed-in user acts for in this request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.accounts import actions as accounts
from sapar.accounts.door import signin_door
from sapar.accounts.models import User
from sapar.common.ready import ready
from sapar.organisations.actor import StaffActor
from sapar.organisations.models import Membership

if TYPE_CHECKING:
    import uuid

    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sessions.backends.base import SessionBase
    from django.db.models import QuerySet

CHOSEN = "org"


def actor_for(user: User | AnonymousUser, session: SessionBase) -> StaffActor | None:
    """The actor, for the organisation chosen in this session or else the first joined. The caller enters its scope next.

    None for whoever is not signed in with a second factor, whose sign-in was ended or has run out, who is no longer
    active, and who works for nobody.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    # One door for both questions: every request of staff asks them.
    with signin_door(user.pk, is_left_by_scope=True):
        works_at = _works_at(user.pk) if accounts.is_open(user, session) else []
    if not works_at:
        return None
    chosen = session.get(CHOSEN)
    found = next((one for one in works_at if str(one.org_id) == chosen), works_at[0])
    return StaffActor(user, found)


def memberships(user: User) -> list[Membership]:
    """Where the user works now, the first joined first; each with its organisation."""
    with signin_door(user.pk):
        return _works_at(user.pk)


@ready
def _works_at(user_id: uuid.UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user_id, left_at__isnull=True).select_related("org")
    return rows.order_by("joined_at", "pk")
