"""Identifiers: version 7 UUIDs (RFC 9562), made here because PostgreSQL 15 has no `uuidv7()`."""

from __future__ import annotations

import secrets
import time
import uuid

_RANDOM_BITS = 74


def uuid7() -> uuid.UUID:
    """A UUID whose first 48 bits are the Unix time in milliseconds, so that new rows stay together in an index."""
    milliseconds = time.time_ns() // 1_000_000
    rand = secrets.randbits(_RANDOM_BITS)
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= (rand >> 62) << 64
    value |= 0b10 << 62
    value |= rand & ((1 << 62) - 1)
    return uuid.UUID(int=value)
