"""Opened keys kept for a while in this process: bounded, and wiped all at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any


class Cache:
    """A dictionary that forgets what was used longest ago. Safe between threads; its repr shows nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"<cache of {len(self._kept)}>"

    def get(self, key: Any) -> Any:
        with self._guard:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Any, value: Any) -> None:
        with self._guard:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def drop(self, key: Any) -> None:
        with self._guard:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._guard:
            self._kept.clear()


DATA_KEYS = Cache(8192)
ORGANISATION_KEYS = Cache(1024)
NEWEST_EPOCHS = Cache(4096)
PUBLIC_KEYS = Cache(1024)


def wipe() -> None:
    for cache in (DATA_KEYS, ORGANISATION_KEYS, NEWEST_EPOCHS, PUBLIC_KEYS):
        cache.clear()
