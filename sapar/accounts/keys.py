"""The sign-in key: seals authenticator secrets and keys the hashes of printed codes.

It lies in `SAPAR_HOME/keys/signin.key`, outside the database and apart from the vault, because people must be able to
sign in while the vault is locked: two of them unlock it. Whoever steals the database alone can neither make codes nor
try them out. A copy of it belongs with the backups' keys; when it is lost, supervisors print new sheets.
"""

from __future__ import annotations

import functools
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    import uuid

_BYTES = 32
_NONCE = 12


class WrongKey(RuntimeError):
    """The sign-in key is not the one that sealed this secret, or the secret was moved or changed."""


def path() -> Path:
    return Path(settings.SAPAR_HOME) / "keys" / "signin.key"


def seal(user_id: uuid.UUID, secret: bytes) -> bytes:
    """Bound to the user: a secret copied into another user's row does not open."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, secret, user_id.bytes)


def unseal(user_id: uuid.UUID, sealed: bytes | memoryview) -> bytes:
    """Raises `WrongKey`."""
    blob = bytes(sealed)
    try:
        return AESGCM(_key("seal")).decrypt(blob[:_NONCE], blob[_NONCE:], user_id.bytes)
    except InvalidTag as cause:
        raise WrongKey from cause


def keyed_hash(purpose: str, *parts: object) -> bytes:
    """HMAC-SHA256 under a key of its own for each purpose. Parts are joined by a byte that none of them holds."""
    message = b"\x1f".join(str(part).encode() for part in parts)
    return hmac.digest(_key(purpose), message, "sha256")


def same(first: bytes | memoryview, second: bytes) -> bool:
    """Compares in constant time; takes what the database driver gives for bytea."""
    return hmac.compare_digest(bytes(first), bytes(second))


def _key(purpose: str) -> bytes:
    return _derived(str(path()), purpose)


@functools.cache
def _derived(place: str, purpose: str) -> bytes:
    return HKDF(SHA256(), _BYTES, salt=None, info=f"sapar.signin.{purpose}".encode()).derive(
        _root(Path(place))
    )


def _root(place: Path) -> bytes:
    """Read the key, or make it on first use. Of several processes that start at once, one makes it."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not place.exists():
        draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(_BYTES))
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_bytes()
