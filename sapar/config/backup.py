"""`sapar backup`: the database and the sealed files in one file. The master key is never in it.

The file is a tar: `manifest.json`, `database.dump` (PostgreSQL's custom format), `files/...` (ciphertext as it lies),
`keys/kept.sealed` (the sign-in and signing keys, sealed with the master key) and `snapshot/...` (the frozen quarters of the
region's picture, codes with numbers, and the secret of their errors: without them no further release of a quarter is safe). What is sealed stays sealed; codes, names of staff and the directory are readable, so the file is kept like the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import tarfile
from importlib import metadata
from typing import TYPE_CHECKING, Any

from sapar.config import cli_run, database, home, pgtools, prepare
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEPT = "keys/kept.sealed"
SNAPSHOT = "snapshot"
_PIECE = 1024 * 1024


def backup(target: Path) -> None:
    """Write the backup; the name appears only when it is complete and on the disk."""
    if target.exists():
        raise Trouble(f"{target} exists already; a backup never overwrites another one.")
    if not target.parent.is_dir():
        raise Trouble(f"There is no folder {target.parent}.")
    fresh, dumped = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.dump.part")
    try:
        with prepare.database_at_hand(), step("Database"):
            dumped.touch(mode=0o600)
            pgtools.dump(database.conninfo_for("operator"), dumped)
            has_keys = _seal_keys()
        with step("Sealed files"):
            _write(fresh, dumped)
        fresh.replace(target)
    except OSError as refused:
        raise Trouble(f"The backup was not made: {refused.strerror}. Nothing was left behind.") from None
    finally:
        fresh.unlink(missing_ok=True)
        dumped.unlink(missing_ok=True)
    _remember(target)
    say(f"Backup: {target} ({target.stat().st_size / 1e6:.1f} MB). The master key is not in it.")
    if not has_keys:
        say(
            "The sign-in key and the key of receipts are not in it either: they are sealed when the vault is open. "
            "Unlock it once and back up again, or keep SAPAR_HOME/keys and SAPAR_HOME/secret_key by yourself."
        )


def _seal_keys() -> bool:
    """See to it that `keys/kept.sealed` is there and fresh; False when it is not, for the vault was never open."""
    cli_run.open_django("operator")
    from sapar.config import kept
    from sapar.vault.keys import ring, setup

    if ring.status().locked:
        setup.open_from_file()
    return kept.keep() or kept.fits()


def _write(fresh: Path, dumped: Path) -> None:
    members = {DUMP: dumped, **sealed_files(), **frozen_quarters(), **_kept_keys()}
    manifest = {
        "format": FORMAT,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "sapar": metadata.version("sapar"),
        "keys": known_keys(),
        "ledger_lines": ledger_lines(home.path() / "erasures.jsonl"),
        "members": {name: _digest(place) for name, place in members.items()},
    }
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            text = json.dumps(manifest).encode()
            tar.addfile(_entry(MANIFEST, len(text)), io.BytesIO(text))
            for name, place in members.items():
                with place.open("rb") as source:
                    tar.addfile(_entry(name, place.stat().st_size), source)
        out.flush()
        os.fsync(out.fileno())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, 0
    return entry


def sealed_files() -> dict[str, Path]:
    """Name in the backup to place on the disk, for every finished sealed file."""
    above = home.path() / "files"
    found = sorted(
        place for place in above.glob("*/*") if place.is_file() and not place.name.endswith(".part")
    )
    return {f"files/{place.relative_to(above).as_posix()}": place for place in found}


def frozen_quarters() -> dict[str, Path]:
    """Name in the backup to place on the disk, for what the picture's releases stand on; the nightly files are made anew."""
    above = home.path() / SNAPSHOT
    found = sorted(above.glob("frozen/*/*.parquet"))
    found += [above / "secret"] if (above / "secret").exists() else []
    return {f"{SNAPSHOT}/{place.relative_to(above).as_posix()}": place for place in found}


def _kept_keys() -> dict[str, Path]:
    place = home.path() / KEPT
    return {KEPT: place} if place.exists() else {}


def known_keys() -> dict[str, Any]:
    """What `keys/master.json` says of the master key: its mode and fingerprint, never itself."""
    place = home.path() / "keys" / "master.json"
    found: dict[str, Any] = json.loads(place.read_text()) if place.exists() else {}
    return found


def ledger_lines(ledger: Path) -> int:
    """How long the erasure ledger is: a restore wants one at least as long as at the time of the backup."""
    return len(ledger.read_text().splitlines()) if ledger.exists() else 0


def _digest(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _remember(target: Path) -> None:
    """When and where, for `sapar check`."""
    words = {"at": dt.datetime.now(dt.UTC).isoformat(), "file": str(target.resolve())}
    (home.path() / "last_backup.json").write_text(json.dumps(words))


def last() -> dt.datetime | None:
    """When the last backup of this home folder was finished."""
    place = home.path() / "last_backup.json"
    return dt.datetime.fromisoformat(json.loads(place.read_text())["at"]) if place.exists() else None
