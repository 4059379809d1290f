"""Whose row is it, and the scope that the database sees.

Every model declares `tenancy`; `sapar.config.tenancy` declares it for third-party models. The database's policies read
four settings that live as long as the transaction: `sapar.org`, `sapar.member`, `sapar.user` and `sapar.door`.
"""

from __future__ import annotations

import enum
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connections
from psycopg.pq import TransactionStatus

from sapar.common import straight
from sapar.common.ready import tell

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    from sapar.common.actor import Actor

SETTINGS = ("sapar.org", "sapar.member", "sapar.user", "sapar.door")


class Tenancy(enum.Enum):
    """How far a row can be seen by the web role."""

    PUBLIC = "public"
    """Everybody reads; only its organisation, or a named door, writes."""
    OWN = "own"
    """Only the organisation in `org_id` reads and writes."""
    SHARED = "shared"
    """Two organisations, each by its own rule (referrals, grants, packets)."""
    SYSTEM = "system"
    """No tenant: reached by named code only, and never holds anything of an assisted person."""


class OutsideTransaction(RuntimeError):
    """A scope lives as long as a transaction; there is none."""


@contextmanager
def scope(
    *,
    org: uuid.UUID | None = None,
    member: uuid.UUID | None = None,
    user: uuid.UUID | None = None,
    door: str = "",
    using: str = "default",
    to_the_end: bool = False,
) -> Iterator[None]:
    """Set what the policies see, and put back what was there before.

    With `to_the_end` nothing is put back where the transaction ends right after, and the settings with it.

    `door` names a narrow way in for code that acts for nobody's organisation yet ("signin", "public-request",
    "steward", "jobs"); the policies list which door opens which table. Raises `OutsideTransaction`.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise OutsideTransaction
    wanted = tuple("" if value is None else str(value) for value in (org, member, user, door))
    if to_the_end and using == "default" and not connection.savepoint_ids:
        tell(_SET, dict(zip(SETTINGS, wanted, strict=True)), with_next=True)
        yield
        return
    with connection.cursor() as cursor:
        before = _set(cursor, wanted)
    try:
        yield
    finally:
        if _still_talks(connection):
            with connection.cursor() as cursor:
                _set(cursor, before)


def _still_talks(connection: BaseDatabaseWrapper) -> bool:
    """Whether the transaction can still run a statement; a broken one loses its settings by itself."""
    if connection.needs_rollback or connection.connection is None or connection.closed_in_transaction:
        return False
    straight.settle(connection)
    return bool(connection.connection.info.transaction_status == TransactionStatus.INTRANS)


def scope_of(actor: Actor, *, door: str = "", using: str = "default") -> AbstractContextManager[None]:
    """The scope of an actor, as a context manager."""
    return scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=door, using=using)


# The inner query is not merged into the outer one (`offset 0`), so it reads before the outer one sets.
_READ = ", ".join(f"current_setting('{name}', true)" for name in SETTINGS)
_WRITE = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
_SET = "select " + ", ".join(f"set_config('{name}', %({name})s, true)" for name in SETTINGS)
_SWAP = f"select was.*, {_WRITE} from (select {_READ} offset 0) was"  # noqa: S608 - names are constants


def _set(cursor: CursorWrapper, values: tuple[str, ...]) -> tuple[str, ...]:
    """Set them, and return what was set before: one statement, of which every request runs several."""
    cursor.execute(_SWAP, values)
    return tuple(value or "" for value in cursor.fetchone()[: len(SETTINGS)])
