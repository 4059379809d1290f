"""`sapar restore`: a backup into an empty database. Who was erased since stays erased before anybody can look."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
from typing import IO, TYPE_CHECKING, Any

import psycopg

from sapar.config import alone, backup, cli_run, database, home, pgtools, prepare
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    from pathlib import Path

_FILE_NAME = re.compile(
    r"files/[0-9a-f]{2}/[0-9a-f-]{36}|snapshot/(secret|frozen/[0-9]{4}-Q[1-4]/[a-z]+\.parquet)"
)
_FOLDERS = ("files/", f"{backup.SNAPSHOT}/")
_PIECE = 1024 * 1024
_TRIES = 3


def restore(source: Path, ledger: Path | None) -> None:
    """Check the file, load it, bring the tables up to this version, replay the erasures, and only then unlock `run`."""
    if not source.is_file():
        raise Trouble(f"There is no file {source}.")
    # Asked before Django starts: it makes a signing key of its own where there is none.
    lacks = {
        "secret_key": not (home.path() / "secret_key").exists(),
        "signin_key": not (home.path() / "keys" / "signin.key").exists(),
    }
    with alone.only_one_here(), _opened(source) as tar:
        with step("Looking through the backup"):
            manifest = _checked(tar)
        ledger = _ledger(manifest, ledger)
        _refuse_other_keys(manifest)
        with prepare.database_at_hand():
            with step("Roles of the database"):
                prepare.make_roles()
            _refuse_full_database()
            alone.restore_mark().touch(mode=0o600)
            _load(tar)
            prepare.schema(force=True)
            with step("Erasures since the backup"):
                replayed = _replay(ledger)
        alone.restore_mark().unlink()
    _bring_keys(lacks)
    say(f"Restored as of {manifest['made_at']}. Keys erased again: {replayed}.")
    say("Start with `sapar run`; when the vault is locked, two keepers open it.")


def _opened(source: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(source)
    except (tarfile.TarError, OSError):
        raise Trouble(f"{source} is not a backup of Sapar, or it is damaged.") from None


def _checked(tar: tarfile.TarFile) -> dict[str, Any]:
    """The manifest of a backup that is whole; every byte is looked at before the first one is used."""
    damaged = Trouble(
        "This is not a backup of Sapar, or it is damaged. Take another one; nothing was changed."
    )
    try:
        manifest: dict[str, Any] = json.loads(_stream(tar, backup.MANIFEST).read())
        if manifest["format"] != backup.FORMAT:
            raise Trouble(f"This backup has format {manifest['format']}; this version reads {backup.FORMAT}.")
        for name, digest in manifest["members"].items():
            if (
                not (name in (backup.DUMP, backup.KEPT) or _FILE_NAME.fullmatch(name))
                or _digest(_stream(tar, name)) != digest
            ):
                raise damaged
    except (KeyError, ValueError, tarfile.TarError, EOFError, OSError):
        raise damaged from None
    return manifest


def _stream(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    found = tar.extractfile(tar.getmember(name))
    if found is None:
        raise KeyError(name)
    return found


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _ledger(manifest: dict[str, Any], given: Path | None) -> Path:
    """The erasure ledger to replay; one that is shorter than at the time of the backup has lost erasures."""
    place = given or home.path() / "erasures.jsonl"
    if backup.ledger_lines(place) < manifest["ledger_lines"]:
        raise Trouble(
            f"The erasure ledger {place} is missing or shorter than when the backup was made: people who were erased "
            "could be read again. Bring the ledger back (--ledger FILE)."
        )
    return place


def _refuse_other_keys(manifest: dict[str, Any]) -> None:
    """Nothing of this backup could be opened with another master key."""
    here, there = backup.known_keys(), manifest["keys"]
    known = {here.get("fingerprint"), here.get("next")}
    if here and there.get("fingerprint") not in known:
        raise Trouble(
            "This home folder has another master key than the backup. Set SAPAR_HOME to a new folder; the keepers of "
            "the backup's key open it there with their shares."
        )


def _refuse_full_database() -> None:
    with psycopg.connect(database.conninfo_for("owner")) as connection:
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    if found != (0,):
        raise Trouble(
            "The database is not empty, and a restore never overwrites one. Name an empty one in DATABASE_URL, or move "
            f"{home.path() / 'postgres'} away."
        )
    if backup.sealed_files():
        raise Trouble(f"There are sealed files in {home.path() / 'files'} already. Move that folder away.")
    if backup.frozen_quarters():
        place = home.path() / backup.SNAPSHOT
        raise Trouble(f"There are frozen quarters in {place} already. Move that folder away.")


def _load(tar: tarfile.TarFile) -> None:
    with step("Database"):
        dumped = home.path() / "restoring.dump"
        dumped.touch(mode=0o600)
        try:
            with dumped.open("wb") as out:
                shutil.copyfileobj(_stream(tar, backup.DUMP), out, _PIECE)
            pgtools.load(dumped, database.conninfo_for("owner"))
        finally:
            dumped.unlink()
    with step("Sealed files"):
        for name in tar.getnames():
            if name.startswith(_FOLDERS):
                _put(home.path() / name, _stream(tar, name))
    if backup.KEPT in tar.getnames() and not (home.path() / backup.KEPT).exists():
        _put(home.path() / backup.KEPT, _stream(tar, backup.KEPT))
    _put_keys(json.loads(_stream(tar, backup.MANIFEST).read())["keys"])


def _put(place: Path, stream: IO[bytes]) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    with place.open("wb") as out:
        shutil.copyfileobj(stream, out, _PIECE)


def _put_keys(known: dict[str, Any]) -> None:
    """Which master key this database wants, for a home folder that has none; the keepers bring the key itself."""
    place = home.path() / "keys" / "master.json"
    if known and not place.exists():
        place.parent.mkdir(mode=0o700, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(json.dumps(known))


def _replay(given: Path) -> int:
    """Destroy again what the backup brought back, and keep the ledger here from now on."""
    cli_run.open_django("operator")
    from sapar.acquaintance import withdrawals as of_acquaintance
    from sapar.audit import witness
    from sapar.people import withdrawals
    from sapar.vault import erasure

    witness.restored()
    own = home.path() / "erasures.jsonl"
    if given.exists() and not own.exists():
        shutil.copyfile(given, own)
        own.chmod(0o600)
    for place in {given, own}:
        withdrawals.replay(place)
        of_acquaintance.replay(place)
    return sum(erasure.replay(place) for place in {given, own})


def _bring_keys(lacks: dict[str, bool]) -> None:
    """The sign-in key and the key of receipts, from the backup, with two keepers' shares where no key file is here."""
    from sapar.config import kept
    from sapar.vault.keys import places

    if not any(lacks.values()):
        return
    if not kept.fits():
        say(
            "The backup does not hold the sign-in key: supervisors print new code sheets, and receipts given out "
            "before are not known any more. Bring SAPAR_HOME/keys/signin.key and SAPAR_HOME/secret_key back if you have them."
        )
        return
    masters = places.read_masters() or _from_shares()
    if masters and kept.bring(masters, **lacks):
        say("The sign-in key and the key of receipts are back.")
    else:
        say(
            "Without two shares nobody can sign in with an authenticator yet: `sapar keys bring` asks for them again."
        )


def _from_shares() -> list[bytes]:
    """The master key for a moment, typed by two keepers; empty when they leave it out."""
    from sapar.common.errors import Invalid
    from sapar.config import cli_keys
    from sapar.vault.keys import places, shares

    say("Two keepers type their shares now, so that everybody can sign in again (Enter: later).")
    for _try in range(_TRIES):
        first = cli_keys.ask("First keeper's share: ")
        second = cli_keys.ask("Second keeper's share: ") if first else ""
        if not first or not second:
            return []
        try:
            return [shares.combine(first, second, places.fingerprints())]
        except Invalid as refused:
            say(" ".join(refused.problems.values()))
    return []


def bring_keys() -> None:
    """`sapar keys bring`: what a restore without shares left out. Whatever stands here instead is replaced."""
    cli_run.open_django("operator")
    _bring_keys({"secret_key": True, "signin_key": True})
