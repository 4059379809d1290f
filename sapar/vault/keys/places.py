"""Where the master key comes from, and what about it is written down.

`SAPAR_HOME/keys/master.json` names the key in use (fingerprints only). The key itself stands in `keys/master.key` in the
demo alone; else in the file `SAPAR_MASTER_KEY_FILE` names (a USB stick), or nowhere: then two keepers bring it.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sapar.vault.keys.status import MASTER_BYTES, fingerprint

FILE, KEYFILE, KEEPERS = "file", "keyfile", "keepers"
MODES = (FILE, KEYFILE, KEEPERS)


def folder() -> Path:
    place = Path(settings.SAPAR_HOME) / "keys"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def socket() -> Path:
    """The key agent's socket; its folder is for this user alone."""
    place = Path(settings.SAPAR_HOME) / "run"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place / "keys.sock"


def known() -> dict[str, Any]:
    """{"mode", "fingerprint", "next"?, "made_at"} as `keys init` or a rotation left it; empty before."""
    place = folder() / "master.json"
    found: dict[str, Any] = json.loads(place.read_text()) if place.exists() else {}
    return found


def fingerprints() -> set[str]:
    """The master keys that may open this installation: one, or two while a rotation is under way."""
    return {known()[name] for name in ("fingerprint", "next") if name in known()}


def mode() -> str:
    """Empty before `keys init`."""
    return str(known().get("mode", ""))


def remember(**facts: Any) -> None:
    """Write `master.json` anew, whole or not at all."""
    write(folder() / "master.json", json.dumps({k: v for k, v in facts.items() if v is not None}).encode())


def key_file() -> Path | None:
    """The file that should hold the master key here; None when only keepers hold it or the file is not named."""
    try:
        return key_file_of(mode())
    except ImproperlyConfigured:
        return None


def key_file_of(mode: str) -> Path | None:
    """Where a mode keeps the key; raises ImproperlyConfigured for "keyfile" without `SAPAR_MASTER_KEY_FILE`."""
    if mode == FILE:
        return folder() / "master.key"
    if mode != KEYFILE:
        return None
    given = os.environ.get("SAPAR_MASTER_KEY_FILE")
    if not given:
        raise ImproperlyConfigured("SAPAR_MASTER_KEY_FILE names the file, best on a USB stick")
    return Path(given)


def lies_beside_the_data() -> bool:
    """Whether whoever takes the disk of this home folder takes the key's file with it."""
    place = key_file()
    return place is not None and place.exists() and place.resolve().stat().st_dev == folder().stat().st_dev


def read_masters() -> list[bytes]:
    """The keys that can be read from files here: the one in use, then the next one of an unfinished rotation."""
    place = key_file()
    if place is None:
        return []
    found = [read_key(one) for one in (place, following(place)) if one.exists()]
    return [key for key in found if fingerprint(key) in fingerprints()]


def following(place: Path) -> Path:
    """Where a rotation keeps the new key until every row has been sealed with it."""
    return place.with_name(f"{place.name}.next")


def read_key(place: Path) -> bytes:
    """A key from its file of 64 hexadecimal digits."""
    try:
        key = bytes.fromhex(place.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != MASTER_BYTES:
        raise ImproperlyConfigured(f"{place.name} does not hold a key (64 hexadecimal digits)")
    return key


def write_key(place: Path, key: bytes) -> None:
    write(place, key.hex().encode() + b"\n")


def write(place: Path, content: bytes) -> None:
    """Write a file of 0600 that is complete on the disk before it takes its name."""
    fresh = place.with_name(f"{place.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(place)
    sync_folder(place.parent)


def sync_folder(place: Path) -> None:
    """Make renames and new files in a folder last through a power cut; some file systems cannot, and need not."""
    with contextlib.suppress(OSError):
        opened = os.open(place, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
