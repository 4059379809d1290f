"""Both ways of an orphan: a file without a row (its transaction was rolled back) and a row without a file."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from sapar.common.ids import uuid7
from sapar.vault.files import storage

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGE = dt.timedelta(days=1)
_BATCH = 1000
_ID_LETTERS = 36


@dataclass
class Swept:
    """What a sweep found: how many stray files it removed, and the rows whose file is gone (for a person to look at)."""

    removed: int = 0
    missing: list[uuid.UUID] = field(default_factory=list)


def sweep() -> Swept:
    """Look at everything older than a day. The database's own functions know ids of every tenant, and ids only."""
    found = Swept()
    for folder in sorted(Path(settings.SEALED_FILES).glob("??")):
        found.removed += _clear(folder)
    found.missing = [name for name in _stored() if not storage.path_of(name).exists()]
    return found


def _clear(folder: Path) -> int:
    oldest = time.time() - _AGE.total_seconds()
    old = {place.name: place for place in folder.iterdir() if place.stat().st_mtime < oldest}
    known = {str(name) for name in _known([uuid.UUID(name) for name in old if _is_id(name)])}
    strays = [place for name, place in old.items() if name not in known]
    for place in strays:
        place.unlink(missing_ok=True)
    return len(strays)


def _is_id(name: str) -> bool:
    return not name.endswith(storage.UNFINISHED) and len(name) == _ID_LETTERS


def _known(ids: list[uuid.UUID]) -> set[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select vault_known_files(%s)", [ids])
        return {row[0] for row in cursor.fetchall()}


def _stored() -> Iterator[uuid.UUID]:
    """Ids of every stored file whose row is older than a day, in order."""
    after = uuid.UUID(int=0)
    until = uuid.UUID(int=(uuid7().int >> 80) - int(_AGE.total_seconds() * 1000) << 80)
    while True:
        with connection.cursor() as cursor:
            cursor.execute("select vault_stored_files(%s, %s, %s)", [after, until, _BATCH])
            ids = [row[0] for row in cursor.fetchall()]
        yield from ids
        if len(ids) < _BATCH:
            return
        after = ids[-1]
