"""What must be true before the server opens: roles, tables, catalogues, static files. Each asks cheaply whether it is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from sapar.config import catalogues, cluster, database, home, roles
from sapar.config.words import Trouble, step

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("django", "django-pghistory", "django-pgtrigger", "procrastinate")
_LOCK = 0x5A9A12


@contextmanager
def database_at_hand(*, adopt: bool = False) -> Iterator[None]:
    """The embedded PostgreSQL runs inside the block; a given database is only looked at.

    `adopt` stops at the end a server too that an earlier run, killed, has left.
    """
    if database.is_given():
        yield
        return
    _refuse_older_cluster()
    with cluster.here().running(adopt=adopt):
        yield


def _refuse_older_cluster() -> None:
    if not cluster.here().exists() and cluster.majors_at_home():
        raise Trouble(
            f"The database here was made by PostgreSQL {max(cluster.majors_at_home())}; this version brings another. "
            "Run `sapar upgrade`: it copies everything over and keeps the old one."
        )


def schema(*, force: bool = False) -> None:
    """Make roles and tables what this version of the code needs; does nothing when they already are."""
    wanted = fingerprint()
    unknown_roles = database.is_given() and not database.has_own_urls() and not database.kept_passwords()
    if not force and not unknown_roles and _found_fingerprint() == wanted:
        return
    with step("Roles of the database"):
        make_roles()
    with psycopg.connect(database.conninfo_for("owner"), autocommit=True) as connection:
        # Two servers that start at once on one database migrate one after the other.
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        with step("Tables of the database"):
            django("migrate", "--verbosity=0", role="owner")
        connection.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(connection.info.dbname), sql.Literal(wanted)
            )
        )


def make_roles() -> None:
    """Bootstrap the embedded cluster; in a given database only when its URL names an admin."""
    if not database.is_given():
        roles.bootstrap(cluster.here().conninfo(), database.NAME)
        return
    if database.has_own_urls():
        return
    try:
        with psycopg.connect(database.given(), connect_timeout=10) as connection:
            allowed = roles.may_make_roles(connection)
    except psycopg.OperationalError:
        # The database itself may not exist yet; `bootstrap` makes it, or says what is wrong with the server.
        allowed = True
    if not allowed:
        raise Trouble(
            "DATABASE_URL names a role that cannot make Sapar's roles. Either give an admin's URL once, or make the "
            "roles by hand (docs/operations.md) and set SAPAR_OWNER_URL and SAPAR_OPERATOR_URL too."
        )
    passwords = database.kept_passwords() or roles.new_passwords()
    roles.bootstrap(database.given(), database.given_name(), passwords)
    database.keep_passwords(passwords)


def fingerprint() -> str:
    """Changes whenever a migration, the roles or a library with migrations changes."""
    digest = hashlib.sha256()
    for place in sorted([*SOURCE.glob("*/migrations/*.py"), SOURCE / "config" / "roles.py"]):
        digest.update(place.relative_to(SOURCE).as_posix().encode() + place.read_bytes())
    for library in _LIBRARIES:
        digest.update(metadata.version(library).encode())
    return f"sapar {digest.hexdigest()[:32]}"


def _found_fingerprint() -> str | None:
    try:
        with psycopg.connect(database.conninfo_for("web"), connect_timeout=10) as connection:
            found = connection.execute(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    return found[0] if found else None


def texts() -> None:
    """Compile translation catalogues that changed."""
    if catalogues.stale():
        with step("Translations"):
            catalogues.compile_stale()


def network(*, force: bool = False) -> None:
    """Load towns and the organisations that documents described, when they are missing or the seed changed."""
    digest = hashlib.sha256()
    for place in sorted(SOURCE.glob("*/seeds/*.*")):
        digest.update(place.name.encode() + place.read_bytes())
    mark = home.path() / "network.mark"
    if not force and mark.exists() and mark.read_text() == digest.hexdigest():
        return
    sapar("load", "network", role="operator")
    mark.write_text(digest.hexdigest())


def static_files() -> None:
    """Collect, name by content and compress the static files, when one of them changed."""
    digest = hashlib.sha256("".join(metadata.version(name) for name in _LIBRARIES).encode())
    for place in sorted(SOURCE.glob("*/static/**/*")):
        if place.is_file():
            digest.update(place.relative_to(SOURCE).as_posix().encode() + place.read_bytes())
    mark = home.path() / "static.mark"
    if mark.exists() and mark.read_text() == digest.hexdigest() and (home.path() / "static").exists():
        return
    with step("Static files"):
        django("collectstatic", "--noinput", "--clear", "--verbosity=0", role="web")
    mark.write_text(digest.hexdigest())


def django(*arguments: str, role: str) -> None:
    """Run a command of Django's in a child of its own: the role of a running program never changes."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments, "--skip-checks"],
        env=environment(role),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"`{arguments[0]}` failed:\n{done.stderr.strip()[-3000:]}")


def sapar(*arguments: str, role: str = "web") -> None:
    """Run one of our own commands in a child of its own; its steps show in our terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "sapar.config.cli", *arguments], env=environment(role), check=False
    )
    if done.returncode:
        raise Trouble(f"`sapar {' '.join(arguments)}` did not succeed; see above.")


def environment(role: str) -> dict[str, str]:
    """The environment of a child that talks to the database as `role`."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "sapar.config.settings", "SAPAR_DB_ROLE": role}
