"""Who a signed-in user acts for in this request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY, get_user
from django.db import connection
from django.db.models import F

from sapar.accounts import actions as accounts
from sapar.accounts.backend import read_already
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
    from django.http import HttpRequest

CHOSEN = "org"


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Who is signed in, as Django finds them; where they work is read with them, since every request of staff asks it.

    Leaves the sign-in door open: the caller enters a scope next, whatever was found (`actor_for`).
    """
    of_request: Any = request
    if not hasattr(of_request, "_cached_user"):
        of_request.works_at = _claimed(request.session) if connection.in_atomic_block else []
        with read_already(of_request.works_at[0].user if of_request.works_at else None):
            of_request._cached_user = get_user(request)  # where Django's own middleware keeps it
    return of_request._cached_user  # type: ignore[no-any-return] # Django keeps it there


def _claimed(session: SessionBase) -> list[Membership]:
    """Where the user works whom the session names. Whether the session holds, Django and `actor_for` say."""
    if not session.session_key:
        return []
    key = Text(session.session_key)
    with signin_door(is_left_by_scope=True):
        # On its way while the session is read.
        _signed_in.ahead(key)
        user_id = session.get(SESSION_KEY)
        if "second_factor_at" not in session or not session.session_key or not user_id:
            return []
        claimed = User._meta.pk.to_python(user_id)
        return [one for one in _signed_in(key) if one.user_id == claimed]


def actor_for(request: HttpRequest) -> StaffActor | None:
    """The actor, for the organisation chosen in this session or else the first joined. The caller enters its scope next.

    None for whoever is not signed in with a second factor, whose sign-in was ended or has run out, who is no longer
    active, and who works for nobody.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return None
    works_at: list[Any] = getattr(request, "works_at", [])
    if not works_at:
        # Who works for nobody is signed in too, and a sign-in that is over ends here.
        accounts.touch(user, request.session)
        return None
    first = works_at[0]
    sign_in = StaffSession(pk=first.sign_in, user_id=user.pk, started_at=first.started, seen_at=first.seen)
    if not accounts.is_still_open(sign_in, request.session):
        return None
    chosen = request.session.get(CHOSEN)
    return StaffActor(user, next((one for one in works_at if str(one.org_id) == chosen), first))


def memberships(user: User) -> list[Membership]:
    """Where the user works now, the first joined first; each with its organisation."""
    with signin_door(user.pk):
        return _works_at(user.pk)


@ready
def _signed_in(key: Text) -> QuerySet[Membership]:
    rows = Membership.objects.filter(left_at__isnull=True, user__staff_sessions__session_key=key)
    rows = rows.select_related("org", "user")
    of = "user__staff_sessions__"
    rows = rows.annotate(sign_in=F(f"{of}pk"), started=F(f"{of}started_at"), seen=F(f"{of}seen_at"))
    return rows.order_by("joined_at", "pk")


@ready
def _works_at(user_id: uuid.UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user_id, left_at__isnull=True).select_related("org")
    return rows.order_by("joined_at", "pk")
