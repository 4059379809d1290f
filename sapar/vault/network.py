"""The network's key: under it what organisations know is compared, so that only tokens leave an organisation's scope.

It belongs to the installation, not to any organisation, and is opened by the nightly comparison alone. A token is stored
nowhere. A mark is stored: it remembers an organisation beside a row without naming it, and is another in every row.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from sapar.vault.keys import installation

if TYPE_CHECKING:
    import uuid

_PURPOSE = "network"
_KEY_BYTES = 32
MARK_BYTES = 16


class NetworkKey:
    """Keyed hashes of three kinds, none of which can be made or recognised without the key."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "<network key>"

    def token(self, value: str) -> bytes:
        """The same value gives the same token, whichever organisation it comes from."""
        return self._hash("token", value)

    def mark(self, row: uuid.UUID, org_id: uuid.UUID) -> bytes:
        """An organisation as one row remembers it."""
        return self._hash("mark", f"{row}|{org_id}")[:MARK_BYTES]

    def chance(self, row: uuid.UUID, sides: int) -> int:
        """From 0 to `sides` - 1, always the same for a row; nobody without the key can tell which."""
        return int.from_bytes(self._hash("chance", str(row)), "big") % sides

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._secret, f"{kind}|{value}".encode(), "sha256")


def key() -> NetworkKey:
    """Raises `Locked`."""
    _key_id, secret = installation.secret(_PURPOSE, lambda _id: secrets.token_bytes(_KEY_BYTES))
    return NetworkKey(secret)
