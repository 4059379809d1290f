"""Who a signed-in user acts for in this request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from sapar.accounts import actions as accounts
from sapar.accounts.door import signin_door
from sapar.accounts.models import StaffSession, User
from sapar.common.ready import Text, ready
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
    with signin_door(user.pk, is_left_by_scope=True):
        works_at = _at_work(user, session)
    if not works_at:
        return None
    chosen = session.get(CHOSEN)
    found = next((one for one in works_at if str(one.org_id) == chosen), works_at[0])
    return StaffActor(user, found)


def memberships(user: User) -> list[Membership]:
    """Where the user works now, the first joined first; each with its organisation."""
    with signin_door(user.pk):
        return _works_at(user.pk)


def _at_work(user: User, session: SessionBase) -> list[Membership]:
    """Where the user works, if this sign-in is open: one statement for both, since every request of staff asks them."""
    if "second_factor_at" not in session or not session.session_key:
        return []
    rows = _signed_in(user.pk, Text(session.session_key))
    if not rows:
        # Who works for nobody is signed in too, and a sign-in that is over ends here.
        accounts.is_open(user, session)
        return []
    opened: Any = rows[0]
    sign_in = StaffSession(pk=opened.sign_in, user_id=user.pk, started_at=opened.started, seen_at=opened.seen)
    return rows if accounts.is_still_open(sign_in, session) else []


@ready
def _signed_in(user_id: uuid.UUID, key: Text) -> QuerySet[Membership]:
    rows = Membership.objects.filter(
        user_id=user_id, left_at__isnull=True, user__staff_sessions__session_key=key
    ).select_related("org")
    of = "user__staff_sessions__"
    rows = rows.annotate(sign_in=F(f"{of}pk"), started=F(f"{of}started_at"), seen=F(f"{of}seen_at"))
    return rows.order_by("joined_at", "pk")


@ready
def _works_at(user_id: uuid.UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user_id, left_at__isnull=True).select_related("org")
    return rows.order_by("joined_at", "pk")
