"""Wrong tries, counted for one account. Call inside the sign-in door, one request at a time for a subject."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sapar.accounts import backoff, keys, queries
from sapar.accounts.models import Attempt, sign_in_name

if TYPE_CHECKING:
    from datetime import datetime


def must_wait(subject: uuid.UUID) -> bool:
    now = queries.now()
    return backoff.must_wait(_remembered(subject, now), now)


def count_wrong(subject: uuid.UUID) -> bool:
    """Note a wrong try, unless it came during a pause. True when it is the one that starts the pauses."""
    now = queries.now()
    before = _remembered(subject, now)
    if backoff.must_wait(before, now):
        return False
    Attempt.objects.create(subject=subject, at=now)
    return len(before) + 1 == backoff.FREE_TRIES


def forget(subject: uuid.UUID) -> None:
    Attempt.objects.filter(subject=subject).delete()


def nobody(username: str) -> uuid.UUID:
    """Where tries at a name that nobody has are counted: it cannot be turned back into what was typed."""
    return uuid.UUID(bytes=keys.keyed_hash("nobody", sign_in_name(username))[:16])


def _remembered(subject: uuid.UUID, now: datetime) -> list[datetime]:
    tries = Attempt.objects.filter(subject=subject, at__gt=now - backoff.REMEMBERED)
    return list(tries.values_list("at", flat=True))
