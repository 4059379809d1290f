"""One program at a time on a home folder, and a lock that a half-done restore leaves behind."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sapar.config import home
from sapar.config.words import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_one_here() -> Iterator[None]:
    """Two that start and stop the same database would stop each other's; the second is refused."""
    folder = home.path() / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "sapar.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Trouble(
                f"Sapar already runs from {home.path()} ({lock.read().strip()}). Stop it first, or set SAPAR_HOME."
            ) from None
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}")
        lock.flush()
        yield


def restore_mark() -> Path:
    """Stands from the first restored row until the last erasure is replayed; `sapar run` does not open meanwhile."""
    return home.path() / "restoring"


def refuse_half_restored() -> None:
    """Raise `Trouble` after a restore that was interrupted."""
    if restore_mark().exists():
        raise Trouble(
            "A restore was interrupted: who was erased since the backup may be readable. Empty the database and run "
            "`sapar restore` again; it removes this lock itself."
        )
