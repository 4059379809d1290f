"""Identifiers: version 7 UUIDs (RFC 9562), made here because PostgreSQL 15 has no `uuidv7()`."""

from __future__ import annotations

import os
import time
import uuid

_MILLISECOND = 1_000_000  # in nanoseconds


def uuid7() -> uuid.UUID:
    """A UUID whose first 48 bits are the Unix time in milliseconds, so that new rows stay together in an index.

    The next 12 bits are the fraction of the millisecond (RFC 9562, 6.2, method 3): rows that one request makes one after
    the other keep their order. 62 bits are chance.
    """
    milliseconds, rest = divmod(time.time_ns(), _MILLISECOND)
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= (rest * 4096 // _MILLISECOND) << 64
    value |= 0b10 << 62
    value |= int.from_bytes(os.urandom(8)) >> 2
    return uuid.UUID(int=value)
