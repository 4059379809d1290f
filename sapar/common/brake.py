"""A brake on guessing: so many tries in so many seconds, counted in memory and nowhere else.

An address is kept only as a hash under a key that this process makes at its start and forgets at its end.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_CALLERS = 20_000
_NETWORK_BITS = 64  # what one subscriber gets of IPv6


class Brake:
    """At most `each` tries of one caller and `all_together` of everybody within `seconds`.

    Each web process counts for itself: with several of them the most that gets through is that many times as much.
    """

    # Those of this process, to let go of all at once.
    made: ClassVar[WeakSet[Brake]] = WeakSet()

    def __init__(
        self, *, each: int, all_together: int, seconds: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.each, self.all_together, self.seconds, self._clock = each, all_together, seconds, clock
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._tries: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._total: deque[float] = deque()
        self.made.add(self)

    def holds(self, address: str | None) -> bool:
        """Whether this caller has to wait. An unknown address is held by the common limit alone."""
        now = self._clock()
        with self._lock:
            return self._is_full(address, now)

    def count(self, address: str | None) -> None:
        """One more try."""
        now = self._clock()
        with self._lock:
            self._add(address, now)

    def take(self, key: str | None) -> bool:
        """Count one more try if there is room for it, and say whether there was: in one step, so that none slips by."""
        now = self._clock()
        with self._lock:
            if self._is_full(key, now):
                return False
            self._add(key, now)
            return True

    def release(self) -> None:
        """Forget every try."""
        with self._lock:
            self._tries.clear()
            self._total.clear()

    def _is_full(self, key: str | None, now: float) -> bool:
        if len(self._recent(self._total, now)) >= self.all_together:
            return True
        tries = self._tries.get(self._name(key)) if key else None
        return tries is not None and len(self._recent(tries, now)) >= self.each

    def _add(self, key: str | None, now: float) -> None:
        self._total.append(now)
        if key:
            name = self._name(key)
            self._tries.setdefault(name, deque(maxlen=self.each)).append(now)
            self._tries.move_to_end(name)
            while len(self._tries) > _MOST_CALLERS:
                self._tries.popitem(last=False)

    def _recent(self, tries: deque[float], now: float) -> deque[float]:
        while tries and tries[0] <= now - self.seconds:
            tries.popleft()
        return tries

    def _name(self, address: str) -> bytes:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return hmac.digest(self._key, address.encode(), "sha256")
        if parsed.version == 6:
            parsed = ipaddress.ip_network((parsed, _NETWORK_BITS), strict=False).network_address
        return hmac.digest(self._key, parsed.packed, "sha256")
