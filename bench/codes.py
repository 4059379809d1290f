"""The six digits of an authenticator app (RFC 6238), made here so that the bench needs none of the server's code."""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def code_at(secret: bytes, moment: datetime) -> str:
    digest = hmac.digest(secret, struct.pack(">Q", int(moment.timestamp()) // 30), hashlib.sha1)
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
