"""What people need besides the master key, kept for a restore elsewhere: the sign-in key and Django's signing key.

Without the first nobody's authenticator works, without the second nobody's receipt does. `keys/kept.sealed` holds both,
sealed with the master key: it travels in every backup and opens only with two keepers' shares. It is made anew by a backup,
an unlocking, a rotation, and once an hour, whenever the vault is open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sapar.accounts import keys as signin
from sapar.common.errors import Locked
from sapar.config import home
from sapar.vault import cipher
from sapar.vault.keys import places, ring
from sapar.vault.keys.status import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAME = "keys/kept.sealed"
_BOUND = "sapar kept secrets"


def place() -> Path:
    return home.path() / NAME


def keep() -> bool:
    """Seal both keys with the master key in use; False while the vault is locked, and what was sealed before stays."""
    if ring.status().locked:
        return False
    said = {"secret_key": settings.SECRET_KEY, "signin_key": _signin_key()}
    if said == _opened():
        return True
    name, sealed = ring.seal(cipher.padded(json.dumps(said).encode()), _BOUND)
    places.folder()
    places.write(place(), json.dumps({"master": name, "sealed": sealed.hex()}).encode())
    return True


def _signin_key() -> str:
    return signin.path().read_bytes().hex() if signin.path().exists() else ""


def _opened() -> dict[str, Any] | None:
    """What is sealed already, where the open vault can tell."""
    try:
        kept = json.loads(place().read_text())
        found: dict[str, Any] = json.loads(
            ring.open_sealed(kept["master"], bytes.fromhex(kept["sealed"]), _BOUND)
        )
    except (OSError, ValueError, KeyError, cipher.SealBroken, Locked):
        return None
    return found if kept["master"] == ring.in_use() else None


def fits() -> bool:
    """Whether what is sealed belongs to the master key of this installation."""
    try:
        return json.loads(place().read_text())["master"] in places.fingerprints()
    except (OSError, ValueError, KeyError):
        return False


def bring(masters: Iterable[bytes], *, secret_key: bool, signin_key: bool) -> bool:
    """Write back what this home folder lacks; False when none of these master keys opens it."""
    kept = json.loads(place().read_text())
    for master in masters:
        if fingerprint(master) == kept["master"]:
            said = json.loads(
                cipher.open_sealed(AESGCM(master), bytes.fromhex(kept["sealed"]), _BOUND.encode())
            )
            if secret_key:
                places.write(home.path() / "secret_key", said["secret_key"].encode())
            if signin_key and said["signin_key"]:
                places.write(home.path() / "keys" / "signin.key", bytes.fromhex(said["signin_key"]))
            return True
    return False
