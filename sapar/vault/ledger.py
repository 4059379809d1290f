"""The erasure ledger: `SAPAR_HOME/erasures.jsonl`, outside the database so that a restored backup cannot forget it.

A line is written and on the disk before the database changes ("begun"), and one after the commit ("done"). A line that
stayed begun because its transaction was rolled back is later marked "void". Consents withdrawn stand in it too, a line
each. It holds ids only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from sapar.vault.keys import places

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGUN, DONE, VOID = "begun", "done", "void"


@dataclass
class Erasure:
    """One entry as it stands: `keys` are ids of data keys, by organisation."""

    id: uuid.UUID
    at: dt.datetime
    reason: str
    keys: dict[uuid.UUID, list[uuid.UUID]]
    state: str = BEGUN


def path() -> Path:
    return Path(settings.SAPAR_HOME) / "erasures.jsonl"


def begin(entry: Erasure) -> None:
    keys = {str(org): [str(key) for key in of_it] for org, of_it in entry.keys.items()}
    _append({"erasure": str(entry.id), "at": entry.at.isoformat(), "reason": entry.reason, "keys": keys})


def mark(erasure_id: uuid.UUID, state: str) -> None:
    _append({"erasure": str(erasure_id), "at": timezone.now().isoformat(), "state": state})


def note_withdrawal(consent_id: uuid.UUID) -> None:
    """A consent is being withdrawn. Of a withdrawal that is rolled back the line stays: that errs on the safe side."""
    _append({"withdrawn": str(consent_id), "at": timezone.now().isoformat()})


def withdrawals(place: Path | None = None) -> dict[uuid.UUID, dt.datetime]:
    """Consents withdrawn by a ledger file (this installation's), and when."""
    place = place or path()
    found: dict[uuid.UUID, dt.datetime] = {}
    for line in place.read_text().splitlines() if place.exists() else ():
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if "withdrawn" in said:
                found[uuid.UUID(said["withdrawn"])] = dt.datetime.fromisoformat(said["at"])
    return found


def entries(place: Path | None = None) -> list[Erasure]:
    """Every erasure of a ledger file (this installation's), oldest first, with its last state."""
    place = place or path()
    found: dict[uuid.UUID, Erasure] = {}
    for line in place.read_text().splitlines() if place.exists() else ():
        _read(line, found)
    return list(found.values())


def digest_of(names: Iterable[object], place: Path | None = None) -> bytes:
    """SHA-256 over the lines that began these erasures, in the order of the names: what a certificate proves itself by.

    A line that is missing counts as empty, so a ledger that lost one answers differently.
    """
    place, lines = place or path(), {}
    wanted = sorted(map(str, names))
    for line in place.read_text().splitlines() if place.exists() else ():
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if "keys" in said and said.get("erasure") in wanted:
                lines[said["erasure"]] = line
    digest = hashlib.sha256()
    for name in wanted:
        digest.update(f"{name}:{lines.get(name, '')}\n".encode())
    return digest.digest()


def _read(line: str, found: dict[uuid.UUID, Erasure]) -> None:
    try:
        said = json.loads(line)
    except ValueError:
        return  # a line torn by a power cut was never answered for: its transaction had not begun
    if "erasure" not in said:
        return
    name = uuid.UUID(said["erasure"])
    if "keys" in said:
        keys = {uuid.UUID(org): [uuid.UUID(key) for key in of_it] for org, of_it in said["keys"].items()}
        found[name] = Erasure(name, dt.datetime.fromisoformat(said["at"]), said["reason"], keys)
    elif name in found:
        found[name].state = said["state"]


def _append(line: dict[str, Any]) -> None:
    """Add a line and wait until it is on the disk; one writer at a time, after a torn line on a new one."""
    place = path()
    is_new = not place.exists()
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "rb+", buffering=0) as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write((b"" if _ends_well(out) else b"\n") + json.dumps(line).encode() + b"\n")
        os.fsync(out.fileno())
    if is_new:
        places.sync_folder(place.parent)


def _ends_well(out: IO[bytes]) -> bool:
    if out.seek(0, os.SEEK_END) == 0:
        return True
    out.seek(-1, os.SEEK_END)
    return out.read(1) == b"\n"
