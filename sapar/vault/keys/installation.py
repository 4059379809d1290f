"""Keys of the installation itself, which are no organisation's: each made on first need, sealed by the master key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from sapar.common import tenancy
from sapar.common.ids import uuid7
from sapar.vault.keys import ring
from sapar.vault.keys.rotation import system_place
from sapar.vault.models import SystemKey

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

_ONE_AT_A_TIME = 0x5A9A5


def secret(purpose: str, make: Callable[[uuid.UUID], bytes]) -> tuple[uuid.UUID, bytes]:
    """(id, secret) of the key in use for a purpose; `make` gives a new secret for the id it will have. Raises `Locked`."""
    ring.require_open()
    with transaction.atomic(), tenancy.scope(door="keys"):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        key = SystemKey.objects.filter(purpose=purpose).order_by("id").last() or _made(purpose, make)
    return key.id, ring.open_sealed(key.master, bytes(key.sealed), system_place(key))


def _made(purpose: str, make: Callable[[uuid.UUID], bytes]) -> SystemKey:
    key = SystemKey(id=uuid7(), purpose=purpose)
    key.master, key.sealed = ring.seal(make(key.id), system_place(key))
    key.save(force_insert=True)
    return key
