"""Who holds the master keys in memory: the agent's own `Held`, or a client of the agent in every other process."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol

from sapar.vault.keys import places, shares
from sapar.vault.keys.core import give_back_memory, leave_no_core
from sapar.vault.keys.status import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable


class Keeper(Protocol):
    """A place that holds master keys while the vault is open."""

    mode: str

    def look(self, *, anew: bool = False) -> tuple[int, bool]:
        """(epoch, locked); cheap, asked once a request. `anew`: ask even where nothing seems to have changed."""

    def masters(self) -> list[bytes]:
        """The keys, the one in use first; empty while locked."""

    def lock(self) -> None: ...
    def unlock(self, share_a: str, share_b: str) -> None: ...
    def touch(self) -> None:
        """Make every process forget what it has cached."""

    def renew(self, master: bytes) -> None:
        """Take a new master key first, and keep the old one beside it."""

    def retire(self) -> None:
        """Forget all master keys but the first."""


class Held:
    """Master keys in this process' memory. The epoch starts at the clock, so that no two runs share one."""

    def __init__(self, masters: list[bytes], mode: str = "local") -> None:
        if masters:
            leave_no_core()
        self.mode = mode
        self._masters = list(masters)
        self._names = {fingerprint(one) for one in masters}
        self._epoch = time.time_ns()
        self._guard = threading.Lock()
        # Called after every change, before whoever made it is told that it is done.
        self.tell: Callable[[], None] = lambda: None

    def look(self, *, anew: bool = False) -> tuple[int, bool]:
        with self._guard:
            return self._epoch, not self._masters

    def masters(self) -> list[bytes]:
        with self._guard:
            return list(self._masters)

    def lock(self) -> None:
        self._become([])

    def unlock(self, share_a: str, share_b: str) -> None:
        """Add the key of two shares; a second pair brings the other key of an unfinished rotation."""
        brought = shares.combine(share_a, share_b, self._names | places.fingerprints())
        self._become([*(one for one in self.masters() if one != brought), brought])

    def touch(self) -> None:
        with self._guard:
            self._epoch += 1
        self.tell()

    def renew(self, master: bytes) -> None:
        self._names.add(fingerprint(master))
        self._become([master, *(one for one in self.masters() if one != master)])

    def retire(self) -> None:
        kept = self.masters()[:1]
        self._names = {fingerprint(one) for one in kept}
        self._become(kept)

    def _become(self, masters: list[bytes]) -> None:
        if masters:
            leave_no_core()
        with self._guard:
            self._masters = masters
            self._epoch += 1
        self.tell()
        if not masters:
            give_back_memory()
