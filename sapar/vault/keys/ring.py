"""What this process knows of the keys right now: the master keys, whether the vault is locked, and what it cached."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sapar import names
from sapar.common.errors import Locked
from sapar.vault import cipher
from sapar.vault.keys import caches, places
from sapar.vault.keys.core import give_back_memory, leave_no_core
from sapar.vault.keys.keeper import Held
from sapar.vault.keys.status import KeyStatus, fingerprint

if TYPE_CHECKING:
    from sapar.vault.keys.keeper import Keeper

# How often a process looks by itself, so that an idle one forgets its keys soon after "lock".
_WATCH_SECONDS = 2.0
# Code outside a request (a long command or job) asks again after so many seconds.
_TRUSTED_SECONDS = 2.0


@dataclass
class _Ring:
    """The process' view: `masters` by fingerprint, the one in use first."""

    keeper: Keeper | None = None
    epoch: int = -1
    locked: bool = True
    looked_at: float = float("-inf")
    masters: dict[str, AESGCM] = field(default_factory=dict)
    watcher: tuple[int, int] = (0, 0)


_ring = _Ring()
_guard = threading.RLock()


def use_local(master: bytes | None) -> None:
    """Hold the master key in this very process (tests, one-off commands); None is a vault without a key."""
    use(None if master is None else Held([master]))


def use_masters(masters: list[bytes]) -> None:
    """As `use_local`, with the second key of an unfinished rotation."""
    use(Held(masters))


def use_agent() -> None:
    """Ask the key agent of this installation, which is what happens without any call."""
    from sapar.vault.agent_client import AgentClient

    use(AgentClient(places.socket()))


def use(keeper: Keeper | None) -> None:
    with _guard:
        caches.wipe()
        _ring.keeper, _ring.epoch, _ring.locked, _ring.masters = keeper, -1, True, {}
        _ring.looked_at = float("inf") if keeper is None else float("-inf")


def begin_request() -> None:
    """Ask the keeper once whether anything changed; forget every cached key if it did. Never raises."""
    with _guard:
        if _ring.keeper is None and _ring.looked_at != float("inf"):
            use_agent()
        if _ring.keeper is not None:
            _look(_ring.keeper)
            _watch(_ring.keeper)


def _watch(keeper: Keeper) -> None:
    """See to it that this process looks again even when no request comes; a fork starts a watch of its own."""
    if isinstance(keeper, Held) or _ring.watcher == (os.getpid(), id(keeper)):
        return
    _ring.watcher = (os.getpid(), id(keeper))
    threading.Thread(target=_look_again, args=(keeper,), name="keys-watch", daemon=True).start()


def _look_again(keeper: Keeper) -> None:
    while _ring.keeper is keeper:
        time.sleep(_WATCH_SECONDS)
        with _guard:
            if _ring.keeper is keeper:
                # Asked, not only heard: an agent that has frozen says nothing either.
                _look(keeper, anew=True)


def _look(keeper: Keeper, *, anew: bool = False) -> None:
    epoch, locked = keeper.look(anew=anew)
    if (epoch, locked) != (_ring.epoch, _ring.locked):
        caches.wipe()
        keys = [] if locked else keeper.masters()
        if keys:
            leave_no_core()
        _ring.masters = {fingerprint(key): AESGCM(key) for key in keys}
        was_open, _ring.epoch, _ring.locked = not _ring.locked, epoch, not keys
        if was_open and _ring.locked:
            names.forget()
            give_back_memory()
    _ring.looked_at = time.monotonic()


def require_open() -> None:
    """Raise `Locked` unless the vault is open; asks the keeper when the last answer is old."""
    if time.monotonic() - _ring.looked_at > _TRUSTED_SECONDS:
        begin_request()
    if _ring.locked:
        raise Locked


def status() -> KeyStatus:
    """The present state, asked for anew."""
    begin_request()
    local = _ring.keeper if isinstance(_ring.keeper, Held) else None
    return KeyStatus(
        initialised=local is not None or bool(places.known()),
        locked=_ring.locked,
        epoch=_ring.epoch,
        mode=local.mode if local else places.mode(),
    )


def lock() -> None:
    """Forget the master key, here and in the agent. Every process notices at its next request."""
    keeper().lock()
    begin_request()


def unlock(share_a: str, share_b: str) -> None:
    """Bring the master key back from two keepers' shares; raises `Invalid` that names the wrong one."""
    keeper().unlock(share_a, share_b)
    begin_request()


def touch() -> None:
    """Make every process forget its cached keys (after an erasure or a rotation)."""
    keeper().touch()
    begin_request()


def keeper() -> Keeper:
    """Who holds the master key for this process; raises `Locked` when there is nobody."""
    begin_request()
    if _ring.keeper is None:
        raise Locked
    return _ring.keeper


def in_use() -> str:
    """The fingerprint of the master key that seals."""
    require_open()
    return next(iter(_ring.masters))


def seal(secret: bytes, place: str) -> tuple[str, bytes]:
    """(fingerprint, sealed) of a private key, bound to its place."""
    name = in_use()
    return name, cipher.seal(_ring.masters[name], secret, place.encode())


def open_sealed(name: str, sealed: bytes, place: str) -> bytes:
    """A private key back; `Locked` also when the master key it was sealed with is not the one that was brought."""
    require_open()
    master = _ring.masters.get(name)
    if master is None:
        raise Locked
    return cipher.open_sealed(master, sealed, place.encode())
