"""Authenticator apps (RFC 6238): six digits, thirty seconds, SHA-1, which is what every app understands."""

from __future__ import annotations

import base64
import io
import secrets
from typing import TYPE_CHECKING

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from sapar.accounts.keys import same

if TYPE_CHECKING:
    from datetime import datetime

DIGITS = 6
STEP = 30  # seconds
_TOLERANCE = 1  # steps before and after: a phone's clock may be half a minute wrong
_SECRET_BYTES = 20


def new_secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def in_letters(secret: bytes) -> str:
    """The secret as apps take it by hand, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def code_at(secret: bytes, moment: datetime) -> str:
    return _hotp(secret).generate(_step(moment)).decode()


def matching_step(secret: bytes, code: str, moment: datetime) -> int | None:
    """The 30-second step this code belongs to, or None. The caller refuses a step already used."""
    hotp, now = _hotp(secret), _step(moment)
    found = None
    for step in range(now - _TOLERANCE, now + _TOLERANCE + 1):
        if same(hotp.generate(step), code.encode()):
            found = step
    return found


def picture(secret: bytes, label: str, issuer: str) -> str:
    """The QR code as inline SVG. Its colours are fixed: cameras want dark on light, whatever the page's scheme."""
    address = TOTP(secret, DIGITS, SHA1(), STEP).get_provisioning_uri(label, issuer)  # noqa: S303 - the hash that apps use
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=False, nl=False
    )
    return out.getvalue().decode()


def _hotp(secret: bytes) -> HOTP:
    return HOTP(secret, DIGITS, SHA1())  # noqa: S303 - the hash that apps use


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP
