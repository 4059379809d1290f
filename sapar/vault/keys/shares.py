"""Shares of the master key: any two of three give it back, one alone tells nothing (Shamir, over GF(2^128)).

A printed share is sixteen groups of four letters: its number, a mark of the key it belongs to, its 32 bytes and a check.
Letters are Crockford's: no I, L, O, U; small letters, spaces, hyphens, O for 0 and I or L for 1 are forgiven.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.vault.keys.status import MASTER_BYTES, fingerprint

SHARES = 3
NEEDED = 2
_HALF = MASTER_BYTES // 2
_MARK_BYTES = 4
_CHECK_BYTES = 3
_LENGTH = 64  # letters: (1 + 4 + 32 + 3) bytes in base 32
_PRINTED = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_PRINTED = str.maketrans(_STANDARD, _PRINTED)
_TO_STANDARD = str.maketrans(_PRINTED, _STANDARD)
_FORGIVEN = str.maketrans("OIL", "011", " -–—\t\r\n.")


@dataclass(frozen=True)
class Share:
    """One keeper's part. `mark` tells the shares of one key from those of another."""

    number: int
    mark: bytes
    secret: bytes

    def __repr__(self) -> str:
        return f"<share {self.number}>"

    def printed(self) -> str:
        """As the keeper writes it down."""
        body = bytes([self.number]) + self.mark + self.secret
        letters = base64.b32encode(body + _check(body)).decode().translate(_TO_PRINTED)
        return " ".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def split(master: bytes) -> list[str]:
    """Three printed shares of a master key."""
    halves = zip(_split_half(master[:_HALF]), _split_half(master[_HALF:]), strict=True)
    mark = _mark(fingerprint(master))
    return [Share(left[0], mark, left[1] + right[1]).printed() for left, right in halves]


def _split_half(half: bytes) -> list[tuple[int, bytes]]:
    return sorted(Shamir.split(NEEDED, SHARES, half))


def parse(text: str, field: str) -> Share:
    """A share as typed; raises `Invalid` at `field` with what is wrong with it."""
    letters = text.upper().translate(_FORGIVEN)
    if len(letters) != _LENGTH or set(letters) - set(_PRINTED):
        raise Invalid({field: _("A share has sixteen groups of four letters and digits.")})
    raw = base64.b32decode(letters.translate(_TO_STANDARD))
    body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if check != _check(body):
        raise Invalid({field: _("A letter of this share is mistyped.")})
    return Share(body[0], body[1 : 1 + _MARK_BYTES], body[1 + _MARK_BYTES :])


def combine(text_a: str, text_b: str, expected: set[str]) -> bytes:
    """The master key from two typed shares; `expected` are the fingerprints of the keys in use here.

    Raises `Invalid`, with a sentence that says which share is wrong and why.
    """
    first, second = parse(text_a, "share_a"), parse(text_b, "share_b")
    if first.number == second.number:
        raise Invalid({"share_b": _("This is the same keeper's share twice; another keeper's is needed.")})
    marks = {_mark(one) for one in expected}
    for share, field in ((first, "share_a"), (second, "share_b")):
        if share.mark not in marks:
            raise Invalid({field: _("This share belongs to another key, perhaps one that was replaced.")})
    master = b"".join(
        Shamir.combine([(first.number, first.secret[part]), (second.number, second.secret[part])])
        for part in (slice(None, _HALF), slice(_HALF, None))
    )
    if fingerprint(master) not in expected:
        raise Invalid({"": _("These two shares do not make the key of this installation.")})
    return master


def _mark(name: str) -> bytes:
    return bytes.fromhex(name)[:_MARK_BYTES]


def _check(body: bytes) -> bytes:
    return hashlib.sha256(b"sapar share|" + body).digest()[:_CHECK_BYTES]
