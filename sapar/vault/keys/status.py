"""What can be said about the keys without holding any."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MASTER_BYTES = 32


@dataclass(frozen=True)
class KeyStatus:
    """The state of the vault as a request sees it."""

    initialised: bool
    """Whether `sapar keys init` has been run here."""
    locked: bool
    epoch: int
    """A number that changes whenever caches must be forgotten: lock, unlock, rotation, erasure."""
    mode: str
    """"file" (the demo's), "keyfile", "keepers", or "local" inside one process."""


def fingerprint(master: bytes) -> str:
    """Sixteen hexadecimal letters that name a master key and tell nothing of it (it is 256 random bits)."""
    return hashlib.sha256(b"sapar master key|" + master).hexdigest()[:16]
