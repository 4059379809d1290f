"""A witness outside the database: `SAPAR_HOME/witness.jsonl` remembers the heads of chains that were signed.

Whoever rewrites a chain with the rights of a superuser must rewrite this file too, and every copy of it elsewhere.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from sapar.audit.models import ChainHead


@dataclass(frozen=True)
class Sight:
    """One head as it was seen; `key` is the public key that signed it, by id."""

    org_id: uuid.UUID
    seq: int
    hash: bytes
    key: uuid.UUID


def path() -> Path:
    return Path(settings.SAPAR_HOME) / "witness.jsonl"


def see(org_id: uuid.UUID, seq: int, link: bytes, key: uuid.UUID) -> None:
    _append({"org": str(org_id), "seq": seq, "hash": link.hex(), "key": str(key)})


def restored() -> None:
    """Note that a backup was brought back and where its chains end: what was seen beyond is lost, not tampered with.

    `sapar restore` says this, as the operator, once everything is loaded.
    """
    heads = ChainHead.objects.values_list("org_id", "seq")
    _append({"restored": {str(org_id): seq for org_id, seq in heads}})


def sights() -> list[Sight]:
    """All heads seen, but for those that a restored backup is known to have lost."""
    seen: list[Sight] = []
    for line in path().read_text().splitlines() if path().exists() else ():
        said = json.loads(line)
        if "restored" in said:
            ends = {uuid.UUID(org): seq for org, seq in said["restored"].items()}
            seen = [one for one in seen if one.seq <= ends.get(one.org_id, 0)]
        else:
            link = bytes.fromhex(said["hash"])
            seen.append(Sight(uuid.UUID(said["org"]), said["seq"], link, uuid.UUID(said["key"])))
    return seen


def _append(line: dict[str, Any]) -> None:
    with os.fdopen(os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as out:
        out.write(json.dumps({"at": timezone.now().isoformat(), **line}).encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
