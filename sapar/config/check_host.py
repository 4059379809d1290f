"""Checks of people, keys, and the machine: second factors, the master key's place, proxy and https, disk, backups."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING

from django.conf import settings

from sapar.config import backup, database, home, supervisor
from sapar.config.finding import Finding, fault, fine, note
from sapar.vault import keys
from sapar.vault.keys import places

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    Database = Connection[tuple[object, ...]]

_LEAST_FREE_BYTES = 1_000_000_000
_LEAST_FREE_SHARE = 0.05
_OLDEST_BACKUP = dt.timedelta(hours=26)
_SHORTEST_SECRET = 40
_PRIVATE = (
    "secret_key",
    "roles.json",
    "erasures.jsonl",
    "keys/master.json",
    "keys/master.key",
    "keys/signin.key",
)

_WITHOUT_SECOND_FACTOR = """
select count(*) from accounts_user u
where u.is_active
  and not exists (select 1 from accounts_totp t where t.user_id = u.id and t.confirmed_at is not null)
  and not exists (select 1 from accounts_passkey p where p.user_id = u.id)
  and not exists (select 1 from accounts_codesheet s where s.user_id = u.id and s.revoked_at is null)
"""


def second_factors(connection: Database) -> list[Finding]:
    """Every member of staff has a second factor."""
    (without,) = connection.execute(_WITHOUT_SECOND_FACTOR).fetchone() or (0,)
    if without:
        return fault(
            f"Active accounts without a second factor: {without}.",
            "They are asked for one at their next sign-in; close the accounts that nobody uses.",
        )
    return fine("All staff have a second factor")


def key_place(_connection: Database) -> list[Finding]:
    """The master key is there, and not beside the database."""
    if not places.known():
        return fault(
            "There is no master key.", "Run `sapar keys init` and give the three shares to three people."
        )
    if places.mode() == places.FILE:
        if home.is_demo():
            return note("The master key lies beside the database, as in every demo: no real people in here.")
        return fault(
            "The master key lies beside the database: who takes the machine reads everything.",
            "Begin again in a new home folder with `sapar keys init --mode keepers`, or keyfile on a USB stick.",
        )
    if not database.is_given() and places.lies_beside_the_data():
        return fault(
            "The master key's file lies on the same disk as the database.",
            "Move it to a USB stick or another machine's mount and change SAPAR_MASTER_KEY_FILE.",
        )
    return fine("The master key is not kept beside the database")


def vault_state(_connection: Database) -> list[Finding]:
    """The vault is open."""
    now = keys.status()
    if now.epoch == -1:
        return note("Sapar is not running: whether the vault opens is seen at the start.")
    if now.locked:
        return note(
            "The vault is locked.", "Two keepers open it with `sapar keys unlock` or on the lock page."
        )
    return fine("The vault is open")


def https(_connection: Database) -> list[Finding]:
    """Encrypted on the way, and the proxy's words weighed."""
    if home.is_demo():
        return note("A demo: plain http, on this machine only.")
    if not settings.HTTPS:
        return fault(
            "Cookies and pages travel unencrypted.",
            "Put a proxy with https in front (docs/operations.md), then SAPAR_HTTPS=1 and SAPAR_TRUSTED_PROXIES=1.",
        )
    if not settings.TRUSTED_PROXIES:
        return fault(
            "https is on, but no proxy is trusted: every page would send its reader round in a circle.",
            "Set SAPAR_TRUSTED_PROXIES to the number of proxies in front.",
        )
    return fine("https, behind trusted proxies")


def hosts(_connection: Database) -> list[Finding]:
    """The names this server answers to, and where it listens."""
    loopback_only = os.environ.get("SAPAR_BIND", "127.0.0.1") in supervisor.LOOPBACK
    if "*" in settings.ALLOWED_HOSTS:
        return fault("The server answers to any name.", "Name your own in SAPAR_HOSTS.")
    if any(origin.startswith("http://") for origin in settings.CSRF_TRUSTED_ORIGINS) and not home.is_demo():
        return fault("Forms are taken from an unencrypted origin.", "Write https:// in SAPAR_ORIGINS.")
    if not loopback_only and not settings.TRUSTED_PROXIES:
        return fault(
            "The server can be reached past the proxy.",
            "Leave SAPAR_BIND out, so that only the proxy reaches it.",
        )
    return fine("The server answers to its own names only")


def secret(_connection: Database) -> list[Finding]:
    """The signing key, and who may read the home folder."""
    if len(settings.SECRET_KEY) < _SHORTEST_SECRET:
        return fault(
            "SAPAR_SECRET_KEY is short.", "Leave it out: a good one is made and kept in the home folder."
        )
    wide = [name for name in _PRIVATE if (home.path() / name).exists() and _others_read(home.path() / name)]
    if wide:
        return fault(f"Other users can read {', '.join(wide)}.", f"chmod 600 these files in {home.path()}.")
    return fine("Secrets in the home folder are readable by their owner alone")


def _others_read(place: Path) -> bool:
    return bool(place.stat().st_mode & 0o077)


def disk(_connection: Database) -> list[Finding]:
    """Room on the disk."""
    room = shutil.disk_usage(home.path())
    words = f"{room.free / 1e9:.1f} GB free"
    if room.free < _LEAST_FREE_BYTES or room.free < room.total * _LEAST_FREE_SHARE:
        return fault(
            f"The disk is nearly full ({words}).", "Make room before the database stops: old backups, logs."
        )
    return fine(f"Room on the disk: {words}")


def backups(_connection: Database) -> list[Finding]:
    """A backup not older than a day."""
    last = backup.last()
    if home.is_demo() and last is None:
        return note("No backup: a demo has nothing to lose.")
    remedy = "Run `sapar backup FILE` every night (docs/operations.md) and keep the file on another machine."
    if last is None:
        return fault("There has never been a backup.", remedy)
    age = dt.datetime.now(dt.UTC) - last
    if age > _OLDEST_BACKUP:
        return fault(f"The last backup is {age.days * 24 + age.seconds // 3600} hours old.", remedy)
    return fine("The last backup is less than a day old")


PEOPLE = (second_factors, key_place, vault_state)
SERVER = (https, hosts, secret, disk, backups)
