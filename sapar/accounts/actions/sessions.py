"""Signing in and out, and the list of open sign-ins."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.db.models import Q

from sapar.accounts import backoff, devices, events, policy, queries
from sapar.accounts.actions import tries
from sapar.accounts.actor import AccountActor
from sapar.accounts.door import signin_door
from sapar.accounts.models import Attempt, ResetCode, StaffSession, Totp, User
from sapar.common.errors import NotVisible
from sapar.common.ready import Text, ready

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.contrib.sessions.backends.base import SessionBase
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from sapar.common.actor import Actor

_TOUCH_EVERY = timedelta(minutes=1)
_BACKEND = "sapar.accounts.backend.Backend"


def idle_limit() -> timedelta:
    return timedelta(minutes=settings.STAFF_IDLE_MINUTES)


def enter(request: HttpRequest, user: User) -> None:
    """Open a session for a user who has proved both factors."""
    reopen(request, user)
    events.tell(AccountActor(user), events.SIGNED_IN, user)


def reopen(request: HttpRequest, user: User) -> None:
    """A session under a new key, with nothing of an earlier one in it, until the browser closes or the shift ends."""
    now = queries.now()
    with signin_door(user.pk):
        request.session.flush()
        login(request, user, backend=_BACKEND)
        request.session["second_factor_at"] = now.isoformat()
        request.session["confirmed_at"] = now.isoformat()
        request.session.set_expiry(0)
        tries.forget(user.pk)
        User.objects.filter(pk=user.pk, second_factor_since__isnull=True).update(second_factor_since=now)
        browser, system = devices.broad_words(request.headers.get("User-Agent", ""))
        StaffSession.objects.create(
            user=user, session_key=request.session.session_key or "", browser=browser, system=system
        )


def touch(user: User, session: SessionBase) -> bool:
    """Whether this sign-in is still open; notes, once a minute, that it is used. An ended one is forgotten here."""
    with signin_door(user.pk):
        return is_open(user, session)


def is_open(user: User, session: SessionBase) -> bool:
    """As `touch`, for whoever stands in the sign-in door already."""
    if "second_factor_at" not in session or not session.session_key:
        return False
    rows = _opened(user.pk, Text(session.session_key))
    return bool(rows) and is_still_open(rows[0], session)


def is_still_open(row: StaffSession, session: SessionBase) -> bool:
    """The same of a sign-in that was read already."""
    now = queries.now()
    if policy.is_over(row, now, idle_limit()):
        with signin_door(row.user_id):
            row.delete()
            session.flush()
        return False
    if now - row.seen_at >= _TOUCH_EVERY:
        with signin_door(row.user_id):
            StaffSession.objects.filter(pk=row.pk).update(seen_at=now)
    return True


@ready
def _opened(user_id: uuid.UUID, key: Text) -> QuerySet[StaffSession]:
    return StaffSession.objects.filter(user_id=user_id, session_key=key)


def leave(request: HttpRequest) -> None:
    """Sign out: the session and everything in it is gone, also from the list."""
    user = request.user
    if isinstance(user, User):
        with signin_door(user.pk):
            StaffSession.objects.filter(session_key=request.session.session_key or "").delete()
        events.tell(AccountActor(user), events.SIGNED_OUT, user)
    logout(request)


def end_session(actor: Actor, session_id: uuid.UUID) -> None:
    """End one of the actor's own sign-ins. Raises `NotVisible`."""
    user_id = queries.id_of(actor)
    with signin_door(user_id):
        row = StaffSession.objects.filter(pk=session_id, user_id=user_id).first()
        if row is None:
            raise NotVisible
        _end([row])
    events.tell(actor, events.SESSIONS_ENDED, queries.me(actor))


def end_other_sessions(actor: Actor, kept_key: str | None) -> None:
    """End all of the actor's sign-ins but the one whose session key is `kept_key`."""
    user_id = queries.id_of(actor)
    with signin_door(user_id):
        _end(StaffSession.objects.filter(user_id=user_id).exclude(session_key=kept_key or ""))
    events.tell(actor, events.SESSIONS_ENDED, queries.me(actor))


def end_all_sessions(actor: Actor, user: User) -> None:
    """End every sign-in of a user: of a colleague who leaves, or of whoever chose a new password."""
    with signin_door(user.pk):
        _end(StaffSession.objects.filter(user=user))
    events.tell(actor, events.SESSIONS_ENDED, user)


def sweep() -> None:
    """Forget what has run out: tries, codes for a new password, apps never confirmed, sign-ins that are over."""
    now = queries.now()
    with signin_door():
        Attempt.objects.filter(at__lt=now - backoff.REMEMBERED).delete()
        # A used one stays for its day: who printed it prints no sheet for the same colleague meanwhile.
        ResetCode.objects.filter(ends_at__lt=now).delete()
        Totp.objects.filter(confirmed_at__isnull=True, made_at__lt=now - timedelta(days=1)).delete()
        _end(
            StaffSession.objects.filter(
                Q(started_at__lt=now - policy.ABSOLUTE) | Q(seen_at__lt=now - idle_limit())
            )
        )


def _end(rows: Iterable[StaffSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for row in list(rows):
        store.delete(row.session_key)
        row.delete()
