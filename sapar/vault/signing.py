"""The installation's signing key: its private half sealed here, its public half published in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from sapar.audit.models import SigningKey
from sapar.common import tenancy
from sapar.common.ids import uuid7
from sapar.vault.keys import ring
from sapar.vault.keys.rotation import system_place
from sapar.vault.models import SystemKey

if TYPE_CHECKING:
    import uuid

_PURPOSE = "audit-signing"
_ONE_AT_A_TIME = 0x5A9A5


class AuditSigner:
    """Signs day roots; its id is the id of the public key that checks them."""

    def __init__(self, key_id: uuid.UUID, private: Ed25519PrivateKey) -> None:
        self.key_id = key_id
        self._private = private

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def signer() -> AuditSigner:
    """The signer in use, made on first need; raises `Locked`."""
    ring.require_open()
    with transaction.atomic(), tenancy.scope(door="keys"):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        key = SystemKey.objects.filter(purpose=_PURPOSE).order_by("id").last() or _make()
    secret = ring.open_sealed(key.master, bytes(key.sealed), system_place(key))
    return AuditSigner(key.id, Ed25519PrivateKey.from_private_bytes(secret))


def _make() -> SystemKey:
    private = Ed25519PrivateKey.generate()
    key = SystemKey(id=uuid7(), purpose=_PURPOSE)
    key.master, key.sealed = ring.seal(private.private_bytes_raw(), system_place(key))
    key.save(force_insert=True)
    SigningKey.objects.create(id=key.id, public=private.public_key().public_bytes_raw())
    return key
