"""The moment between the password and the second factor, kept in the session: who, since when, and where to go next.

Nobody is signed in yet: `request.user` stays anonymous until both are proved.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from sapar.accounts import queries
from sapar.common.errors import NotVisible

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from sapar.accounts.models import User

LASTS = timedelta(minutes=10)
HOME = "/staff/"
# What the challenge for a key was made for; it serves for nothing else.
ALONE, SECOND, ADDING = "alone", "second", "adding"
_KEY, _PASSKEY = "halfway", "passkey"


def begin(session: SessionBase, user: User, next_path: str) -> None:
    """The password was right. The session gets a new key, so that one planted beforehand is worth nothing."""
    session.flush()
    session[_KEY] = {
        "user": str(user.pk),
        "password": user.get_session_auth_hash(),
        "at": queries.now().isoformat(),
        "next": local(next_path),
    }
    session.set_expiry(0)


def user_of(session: SessionBase) -> User | None:
    """Who has given the password here in the last ten minutes, if it is still their password."""
    noted = session.get(_KEY)
    if not noted or queries.now() - datetime.fromisoformat(noted["at"]) > LASTS:
        return None
    try:
        user = queries.user(UUID(noted["user"]))
    except NotVisible:
        return None
    same = constant_time_compare(noted.get("password", ""), user.get_session_auth_hash())
    return user if same else None


def next_path(session: SessionBase) -> str:
    return local(session.get(_KEY, {}).get("next", ""))


def local(path: str) -> str:
    """`path` if it is a staff page of ours, else the first one: nobody is led astray by a forged link."""
    if path.startswith("/staff/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return HOME


def keep_challenge(session: SessionBase, purpose: str, state: dict[str, Any]) -> None:
    session[_PASSKEY] = {"for": purpose, **state}


def take_challenge(session: SessionBase, purpose: str) -> dict[str, Any] | None:
    """Once, and only for what it was made for: an answer a second time, or somewhere else, is refused."""
    state: dict[str, Any] = session.pop(_PASSKEY, None) or {}
    return state if state.pop("for", None) == purpose else None
