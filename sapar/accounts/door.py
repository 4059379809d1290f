"""The narrow way by which sign-in reaches its own tables before, or apart from, any organisation."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from sapar.common.tenancy import scope

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator


@contextmanager
def signin_door(user_id: uuid.UUID | None = None, *, is_left_by_scope: bool = False) -> Iterator[None]:
    """No organisation's rows are visible inside: whoever opens it reads and writes accounts and nothing else.

    With `is_left_by_scope` the caller enters a scope next, whatever was found, so that nothing need be put back between.
    """
    with scope(user=user_id, door="signin", to_the_end=is_left_by_scope):
        yield


def one_at_a_time(subject: uuid.UUID) -> None:
    """Wait until no other request counts tries of this account, so that a hundred at once are not one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(subject)])
