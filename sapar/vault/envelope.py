"""Letters sealed to an organisation: anybody can write one, also while the vault is locked; only it can read them.

HPKE (RFC 9180): X25519, HKDF-SHA-256, AES-256-GCM. A letter is a byte of format, four of the key's epoch, the ciphertext.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tink import TinkError

from sapar.vault import cipher
from sapar.vault.cipher import SealBroken
from sapar.vault.keys import organisation
from sapar.vault.models import OrganisationKey

if TYPE_CHECKING:
    import uuid

_FORMAT = b"\x01"
_EPOCH = slice(1, 5)
_BODY = slice(5, None)


def seal_to(org_id: uuid.UUID, value: Any, context: str) -> bytes:
    """Seal a JSON value with the organisation's public key. `context` says what it is for and must be repeated.

    Raises `PublicKey.DoesNotExist` for an organisation without keys.
    """
    epoch, key = organisation.public(org_id)
    sealed: bytes = key.encrypt(cipher.padded(cipher.encode(value)), _bound(org_id, epoch, context))
    return _FORMAT + epoch.to_bytes(4, "big") + sealed


def open_for(org_id: uuid.UUID, blob: bytes, context: str) -> Any:
    """The value of a letter; raises `Locked`, or `SealBroken` for a changed letter, another context or addressee."""
    blob = bytes(blob)
    if blob[:1] != _FORMAT:
        raise SealBroken
    epoch = int.from_bytes(blob[_EPOCH], "big")
    try:
        plain = organisation.receiving(org_id, epoch).decrypt(blob[_BODY], _bound(org_id, epoch, context))
    except (TinkError, OrganisationKey.DoesNotExist):
        raise SealBroken from None
    return json.loads(plain)


def _bound(org_id: uuid.UUID, epoch: int, context: str) -> bytes:
    return f"sapar|{org_id}|{epoch}|{context}".encode()
