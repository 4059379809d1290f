"""The number that somebody without an account keeps, to look at the answer.

It follows from the form's token by a keyed hash, so it is stored nowhere and can be shown again when the same form comes
again. What the database holds is a slow keyed hash of it: twelve digits are 39 bits, too few for a fast one.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.encoding import force_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = 12
_GROUP = 4
# 8 MiB and some 20 ms a try.
_COST, _BLOCK = 2**13, 8


def token_of(once: uuid.UUID, content: bytes, attempt: int) -> uuid.UUID:
    """What names this sending: the form's own random token and what stood in it."""
    name = b"|".join([once.bytes, str(attempt).encode(), hashlib.sha256(content).digest()])
    return uuid.UUID(bytes=hmac.digest(_key("token"), name, "sha256")[:16], version=4)


def receipt_of(token: uuid.UUID) -> str:
    """The twelve digits of a sending."""
    number = int.from_bytes(hmac.digest(_key("receipt"), token.bytes, "sha256"), "big")
    return str(number % 10**DIGITS).zfill(DIGITS)


def digest(receipt: str) -> bytes:
    """What is stored of a receipt."""
    return _slow(receipt, _key("digest"))


def digests(receipt: str) -> Iterator[bytes]:
    """Under the signing key in force and under those before it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _slow(receipt, _key("digest", secret))


def read(typed: str) -> str | None:
    """The twelve digits in whatever was typed around them and in whatever script, or None."""
    found = "".join(str(value) for value in map(_digit, typed) if value is not None)
    return found if len(found) == DIGITS else None


def grouped(receipt: str) -> str:
    """As it is written down: three groups of four."""
    return " ".join(receipt[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))


def _digit(letter: str) -> int | None:
    return unicodedata.decimal(letter, None)


def _slow(receipt: str, key: bytes) -> bytes:
    return hashlib.scrypt(receipt.encode(), salt=key, n=_COST, r=_BLOCK, p=1, dklen=32)


def _key(use: str, secret: str | bytes | None = None) -> bytes:
    return hmac.digest(force_bytes(secret or settings.SECRET_KEY), f"sapar.intake.{use}".encode(), "sha256")
