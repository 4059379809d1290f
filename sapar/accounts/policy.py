"""Who may do what to an account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sapar.common.errors import Denied

if TYPE_CHECKING:
    from datetime import datetime

    from sapar.accounts.models import StaffSession, User
    from sapar.common.actor import Actor

ABSOLUTE = timedelta(hours=12)  # a shift
CONFIRMED_FOR = timedelta(minutes=15)


def require_keeper(actor: Actor, user: User) -> None:
    """Somebody else's codes and tries are the supervisor's to give. Raises `Denied`."""
    if not actor.may("codes.issue"):
        raise Denied("codes.issue", subject_kind="user", subject_id=user.pk)


def may_set_up_by_password(user: User) -> bool:
    """A password alone opens the set-up page once in an account's life: before its first second factor.

    Later on whoever lost all their factors needs a sheet from the supervisor, or a stolen password would be enough.
    """
    return user.second_factor_since is None


def is_over(session: StaffSession, now: datetime, idle: timedelta) -> bool:
    return now - session.started_at >= ABSOLUTE or now - session.seen_at >= idle
