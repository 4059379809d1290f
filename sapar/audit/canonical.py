"""The one way an event turns into bytes, so that anybody can recompute its hash. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import uuid
from typing import Any

NO_ORGANISATION = uuid.UUID(int=0)
"""The chain of what concerns no organisation: failed sign-ins, system jobs. Any scope adds to it, tenants read none."""

FIELDS = (
    "id", "org_id", "at", "verb", "actor_kind", "actor_user", "actor_member", "subject_kind", "subject_id", "about",
    "details",
)  # fmt: skip
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}", re.ASCII)
_LARGEST_NUMBER = 10**9
_NUMBER_LIKE_A_PHONE = re.compile(r"\+?[0-9]{9,}", re.ASCII)


class NotACode(ValueError):
    """Details of an event hold ids, codes, small numbers and dates; never words, names or phone numbers."""


def coded(value: Any) -> Any:
    """`value` as plain JSON; raises `NotACode` for what does not belong in an audit."""
    if value is None or (isinstance(value, int) and abs(value) < _LARGEST_NUMBER):
        return value
    if isinstance(value, uuid.UUID | dt.date):
        return str(value) if isinstance(value, uuid.UUID) else value.isoformat()
    if isinstance(value, dict):
        return {_code(key): coded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [coded(one) for one in value]
        return sorted(inner, key=str) if isinstance(value, set | frozenset) else inner
    return _code(value)


def _code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value) or _NUMBER_LIKE_A_PHONE.fullmatch(value):
        raise NotACode
    return str(value)


def digest(event: Any) -> bytes:
    """SHA-256 over the canonical JSON of an event's columns: keys sorted, no spaces, ASCII, UTC, lower-case ids."""
    columns = {field: _plain(getattr(event, field)) for field in FIELDS}
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, uuid.UUID) else value


def first_hash(org_id: uuid.UUID) -> bytes:
    """What the first event of a chain is linked to."""
    return hashlib.sha256(f"sapar audit chain {org_id}".encode()).digest()


def link(previous_hash: bytes, event_digest: bytes) -> bytes:
    return hashlib.sha256(previous_hash + event_digest).digest()
