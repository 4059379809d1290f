"""Dumping and loading a database with PostgreSQL's own programs."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from typing import IO, TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sapar.config import cluster_places as places
from sapar.config.words import Trouble

if TYPE_CHECKING:
    from pathlib import Path

# Who was signed in belongs to the moment of the backup, not to that of a restore.
_WITHOUT_ROWS = ("django_session",)
# `psql` 18 writes it for every server; PostgreSQL 15 and 16 do not know it.
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
# A dump names the rights a table has, not those it lacks: what `bootstrap` gives to every new table must not be given here.
# The dump's own last lines put these defaults back.
_NO_DEFAULT_RIGHTS = b"""
alter default privileges for role sapar_owner in schema public
    revoke all on tables from sapar_web, sapar_operator, sapar_search;
alter default privileges for role sapar_owner in schema public
    revoke all on sequences from sapar_web, sapar_operator, sapar_search;
"""


def dump(conninfo: str, target: Path) -> None:
    """The whole database into one compressed file, as a role that bypasses the policies."""
    rows = [f"--exclude-table-data={table}" for table in _WITHOUT_ROWS]
    with target.open("wb") as out:
        _run(["pg_dump", "--format=custom", "--no-comments", *rows], conninfo, out)


def load(source: Path, conninfo: str) -> None:
    """A dump into an empty database, all or nothing, as the owner of its tables."""
    script = ["--no-comments", "--file=-", str(source)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen([program("pg_restore"), *script], stdout=subprocess.PIPE, stderr=said) as reader,
        subprocess.Popen(
            [
                program("psql"),
                "--no-psqlrc",
                "--quiet",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                _bare(conninfo),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=_environment(conninfo),
        ) as writer,
    ):
        whole = _pass_on(reader.stdout, writer.stdin)
        if not whole:
            reader.kill()  # it would wait for ever for somebody to read on
        failed = [one.wait() for one in (reader, writer)] != [0, 0] or not whole
        said.seek(0)
        words = said.read().decode(errors="replace").strip()
    if failed:
        raise Trouble(f"The backup could not be loaded; the database is as empty as before.\n{words[-1500:]}")


def _pass_on(source: IO[bytes] | None, target: IO[bytes] | None) -> bool:
    """Copy the script, but for the one line that older servers refuse. False when the reader of it gave up."""
    if source is None or target is None:
        return False
    try:
        target.write(_NO_DEFAULT_RIGHTS)
        for line in source:
            if line != _UNKNOWN_BEFORE_17:
                target.write(line)
        target.close()
    except BrokenPipeError:
        with contextlib.suppress(BrokenPipeError):
            target.close()
        return False
    return True


def _run(command: list[str], conninfo: str, out: IO[bytes]) -> None:
    done = subprocess.run(
        [program(command[0]), *command[1:], f"--dbname={_bare(conninfo)}"],
        stdout=out,
        stderr=subprocess.PIPE,
        env=_environment(conninfo),
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()[-1500:]}")


def program(name: str) -> str:
    return str(places.binaries() / name)


def _bare(conninfo: str) -> str:
    """Without the password: command lines can be read by every user of the machine."""
    parts = {name: value for name, value in conninfo_to_dict(conninfo).items() if name != "password"}
    return make_conninfo("", **parts)


def _environment(conninfo: str) -> dict[str, str]:
    password = conninfo_to_dict(conninfo).get("password")
    known = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"}
    return {**known, "PGPASSWORD": str(password)} if password else known
