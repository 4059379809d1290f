"""How a packet is sealed for somebody without an account: with a key made of the link's token and the spoken code.

Neither is stored, so the database alone opens nothing. The token (160 bits, in the address) keeps a stolen database from
trying codes; the code (twelve digits, given apart) keeps a stolen letter or a proxy's log from being enough.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sapar.vault import cipher

TOKEN_BYTES = 20
CODE_DIGITS = 12
SECRET_BYTES = 32
# Argon2id: 32 MiB, some 50 ms a try.
_ROUNDS, _MEMORY, _LANES = 3, 32 * 1024, 1


def new_token() -> str:
    """32 letters that survive being read out or retyped."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().lower()


def new_code() -> str:
    return "".join(str(secrets.randbelow(10)) for _ in range(CODE_DIGITS))


def grouped(code: str) -> str:
    """As it is read out: three groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """The digits in whatever was typed around them and in whatever script, or None."""
    values = (unicodedata.decimal(letter, None) for letter in typed)
    found = "".join(str(value) for value in values if value is not None)
    return found if len(found) == CODE_DIGITS else None


def token_hash(token: str) -> bytes:
    return hashlib.sha256(b"sapar.link.token|" + token.encode()).digest()


def key_of(token: str, code: str, salt: bytes) -> bytes:
    """Slow on purpose. The token stands in the salt, so that codes can't be tried without it."""
    mixed = hashlib.sha256(b"sapar.link.salt|" + salt + token.encode()).digest()
    return hash_secret_raw(code.encode(), mixed, _ROUNDS, _MEMORY, _LANES, 32, Type.ID)


def seal(key: bytes, value: Any, place: str) -> bytes:
    return cipher.seal(AESGCM(key), cipher.padded(cipher.encode(value)), place.encode())


def opened(key: bytes, sealed: bytes, place: str) -> Any:
    """The value; raises `SealBroken` for a wrong key or another place."""
    return json.loads(cipher.open_sealed(AESGCM(key), bytes(sealed), place.encode()))


def new_secret() -> bytes:
    """What the one browser keeps in its cookie."""
    return secrets.token_bytes(SECRET_BYTES)


def mark_of(secret: bytes) -> bytes:
    return hashlib.sha256(b"sapar.link.mark|" + secret).digest()


def key_from(secret: bytes) -> bytes:
    """The key under which a sitting keeps the packet's key."""
    return hashlib.sha256(b"sapar.link.sitting|" + secret).digest()
