"""The test run's PostgreSQL: started once by the first process that needs it, found by the others in the environment."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sapar.config import cluster, roles
from tests.plugins import template as migrated

_PREFIX = "sapar-tests-"


@dataclass
class _Run:
    """What this process made and has to clear away; empty in xdist's workers."""

    folder: Path | None = None
    cluster: cluster.Cluster | None = None
    template: str = ""
    passwords: dict[str, str] = field(default_factory=dict)


_run = _Run()


def admin() -> str:
    """The admin's connection string; starts a server of our own when nobody gave or started one."""
    if "SAPAR_TEST_PASSWORDS" not in os.environ:
        if "SAPAR_TEST_ADMIN" in os.environ:
            # Somebody else's server: its roles need passwords to come in through its own door.
            _run.passwords = roles.new_passwords()
        else:
            _start()
        os.environ["SAPAR_TEST_PASSWORDS"] = json.dumps(_run.passwords)
    return os.environ["SAPAR_TEST_ADMIN"]


def template() -> str:
    """The name of the migrated database that every process copies."""
    if "SAPAR_TEST_TEMPLATE" not in os.environ:
        name = f"sapar_test_{secrets.token_hex(4)}"
        migrated.make(admin(), name, passwords())
        _run.template = os.environ["SAPAR_TEST_TEMPLATE"] = name
    return os.environ["SAPAR_TEST_TEMPLATE"]


def conninfo(role: str | None, dbname: str) -> str:
    """The connection string of a role, or of the admin for None."""
    if role is None:
        return make_conninfo(admin(), dbname=dbname)
    return make_conninfo(admin(), user=role, password=passwords().get(role), dbname=dbname)


def passwords() -> dict[str, str]:
    """Role to password where the server asks for one, else empty."""
    admin()
    known: dict[str, str] = json.loads(os.environ["SAPAR_TEST_PASSWORDS"])
    return known


def close() -> None:
    """Clear away what this process made."""
    if _run.template and _run.cluster is None:
        with psycopg.connect(os.environ["SAPAR_TEST_ADMIN"], autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(_run.template)))
    if _run.folder is not None:
        _clear(_run.folder)
    _run.folder, _run.cluster, _run.template = None, None, ""


def _start() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not _is_in_use(left):
            _clear(left)
    _run.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (_run.folder / "pid").write_text(str(os.getpid()))
    _run.cluster = cluster.throw_away(_run.folder)
    _run.cluster.start()
    os.environ["SAPAR_TEST_ADMIN"] = _run.cluster.conninfo()


def _is_in_use(folder: Path) -> bool:
    """Whether the test run that made the folder still lives, or it cannot be ours to clear."""
    try:
        return folder.stat().st_uid != os.geteuid() or psutil.pid_exists(int((folder / "pid").read_text()))
    except (OSError, ValueError):
        return True


def _clear(folder: Path) -> None:
    left = cluster.throw_away(folder)
    with suppress(cluster.ClusterFailed):
        left.stop()
    shutil.rmtree(left.folder.parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
