"""AES-256-GCM over any JSON value, with the place it belongs to as associated data. Pure: no keys of its own, no Django.

A sealed value is: one byte of format, twelve of nonce, then ciphertext and tag. The JSON text is padded with spaces to a
multiple of 32 bytes, so that a length does not tell a short answer from another.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
NONCE_BYTES = 12
PAD_TO = 32
_LEAST_BYTES = len(FORMAT) + NONCE_BYTES + 16


class SealBroken(Exception):
    """The ciphertext was changed, moved to another row or column, or made with another key."""


def encode(value: Any) -> bytes:
    """JSON bytes; raises TypeError or ValueError for what JSON cannot hold (NaN, bytes, dates)."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.encode("ascii")


def padded(plain: bytes) -> bytes:
    return plain + b" " * (-len(plain) % PAD_TO)


def seal(key: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + key.encrypt(nonce, plain, place)


def open_sealed(key: AESGCM, sealed: bytes, place: bytes) -> bytes:
    """The plain bytes; raises `SealBroken`."""
    if len(sealed) < _LEAST_BYTES or sealed[:1] != FORMAT:
        raise SealBroken
    try:
        return key.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place)
    except InvalidTag:
        raise SealBroken from None
