"""The first master key of an installation, and its successor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from sapar.vault.keys import places, ring, rotation, shares
from sapar.vault.keys.status import MASTER_BYTES, fingerprint


class AlreadyInitialised(RuntimeError):
    """There is a master key already; a second one would make everything sealed unreadable."""


class RotationUnfinished(RuntimeError):
    """A rotation was interrupted: `resume_master` first, with its new key (and the old one) brought."""


@dataclass(frozen=True)
class NewMaster:
    """What `keys init` shows once: give each share to another keeper, keep none of them here."""

    fingerprint: str
    shares: list[str]

    def __repr__(self) -> str:
        return f"<new master {self.fingerprint}>"


def initialise(mode: str) -> NewMaster:
    """Make the master key and put it where the mode says: a file of the demo, the named key file, or nowhere.

    In mode "keepers" the key exists after this call only in the three shares.
    """
    if places.known():
        raise AlreadyInitialised
    if mode not in places.MODES:
        raise ImproperlyConfigured(f"the mode is one of {', '.join(places.MODES)}")
    master = secrets.token_bytes(MASTER_BYTES)
    facts = {"mode": mode, "fingerprint": fingerprint(master), "made_at": timezone.now().isoformat()}
    place = places.key_file_of(mode)
    if place is not None:
        if place.exists():
            raise AlreadyInitialised
        places.write_key(place, master)
    places.remember(**facts)
    return NewMaster(fingerprint(master), shares.split(master))


def open_from_file() -> bool:
    """Open the vault in this process from the key file, for a one-off command; False when only keepers can."""
    masters = places.read_masters()
    if masters:
        ring.use_masters(masters)
    return bool(masters)


def next_master() -> tuple[bytes, NewMaster]:
    """A new master key and its shares, to be handed out before `renew_master` makes it the one in use."""
    if "next" in places.known():
        raise RotationUnfinished
    master = secrets.token_bytes(MASTER_BYTES)
    return master, NewMaster(fingerprint(master), shares.split(master))


def renew_master(master: bytes, progress: rotation.Progress | None = None) -> int:
    """Rotate to `master` (as the operator). A crash at any point leaves an installation that opens and can go on."""
    before = places.known()
    if before.get("next", fingerprint(master)) != fingerprint(master):
        raise RotationUnfinished
    place = places.key_file()
    if place is not None:
        places.write_key(places.following(place), master)
    places.remember(**{**before, "next": fingerprint(master)})
    done = rotation.rotate_master(master, progress)
    if place is not None:
        places.following(place).replace(place)
        places.sync_folder(place.parent)
    places.remember(mode=before["mode"], fingerprint=fingerprint(master), made_at=timezone.now().isoformat())
    ring.keeper().retire()
    ring.begin_request()
    return done


def resume_master(progress: rotation.Progress | None = None) -> int:
    """Finish an interrupted rotation; without key files both keys must have been brought by their keepers."""
    wanted = places.known().get("next")
    for master in ring.keeper().masters():
        if fingerprint(master) == wanted:
            return renew_master(master, progress)
    raise RotationUnfinished
