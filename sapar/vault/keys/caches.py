"""Opened keys kept for a while in this process: bounded, and wiped all at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import uuid

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from tink import hybrid

Key = TypeVar("Key")
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """A dictionary that forgets what was used longest ago. Safe between threads; its repr shows nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return f"<cache of {len(self._kept)}>"

    def get(self, key: Key) -> Value | None:
        with self._guard:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        with self._guard:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def drop(self, key: Key) -> None:
        with self._guard:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._guard:
            self._kept.clear()


DATA_KEYS: Cache[uuid.UUID, AESGCM] = Cache(8192)
# By organisation, purpose and epoch; what it is made into depends on the purpose.
ORGANISATION_KEYS: Cache[tuple[uuid.UUID, str, int], Any] = Cache(1024)
NEWEST_EPOCHS: Cache[tuple[uuid.UUID, str], int] = Cache(4096)
PUBLIC_KEYS: Cache[uuid.UUID, tuple[int, hybrid.HybridEncrypt]] = Cache(1024)


def wipe() -> None:
    every: tuple[Cache[Any, Any], ...] = (DATA_KEYS, ORGANISATION_KEYS, NEWEST_EPOCHS, PUBLIC_KEYS)
    for cache in every:
        cache.clear()
