"""Where the snapshot lies, and a quarter frozen for good.

A frozen quarter keeps what was counted, also of people who are erased later: codes that lead to nobody. The nightly files are made
anew and follow every erasure. `secret` is for noise mode: it never changes, and who has it can take the errors away.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

_SECRET_BYTES = 32


def nightly(kind: str) -> Path:
    return _folder("nightly") / f"{kind}.parquet"


def frozen(quarter: str, kind: str) -> Path:
    return _folder("frozen", quarter) / f"{kind}.parquet"


def _folder(*names: str) -> Path:
    place: Path = settings.SNAPSHOTS
    for name in ("", *names):
        place = place / name
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def secret() -> bytes:
    """Made once, readable by the installation's user alone."""
    place = _folder() / "secret"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_bytes()
    with os.fdopen(handle, "wb") as opened:
        made = secrets.token_bytes(_SECRET_BYTES)
        opened.write(made)
    return made
