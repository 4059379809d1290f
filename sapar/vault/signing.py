"""The installation's signing key: its private half sealed here, its public half published in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sapar.audit.models import SigningKey
from sapar.vault.keys import installation

if TYPE_CHECKING:
    import uuid

_PURPOSE = "audit-signing"


class AuditSigner:
    """Signs day roots; its id is the id of the public key that checks them."""

    def __init__(self, key_id: uuid.UUID, private: Ed25519PrivateKey) -> None:
        self.key_id = key_id
        self._private = private

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def signer() -> AuditSigner:
    """The signer in use, made on first need; raises `Locked`."""
    key_id, secret = installation.secret(_PURPOSE, _make)
    return AuditSigner(key_id, Ed25519PrivateKey.from_private_bytes(secret))


def _make(key_id: uuid.UUID) -> bytes:
    private = Ed25519PrivateKey.generate()
    SigningKey.objects.create(id=key_id, public=private.public_key().public_bytes_raw())
    return private.private_bytes_raw()
