"""A whole installation, as a person has it: started, killed, backed up, wiped, restored. Slow, and worth it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from bench import kills, speed
from bench.server import Server
from sapar.config import cluster, cluster_places

if TYPE_CHECKING:
    from collections.abc import Iterator

ERASE = """
from django.db import transaction
from sapar.common.tenancy import scope
from sapar.config import keyholder
from sapar.organisations.actor import SystemActor
from sapar.vault import erasure
from sapar.vault.models import DataKey
keyholder.open_here()
key = DataKey.objects.filter(subject_kind="person", wrapped__isnull=False).first()
with transaction.atomic(), scope(org=key.org_id):
    erasure.erase(SystemActor("drill"), [key], "asked")
print(key.pk)
"""
LOOK = """
from sapar.vault.models import BlindEntry, DataKey
print(DataKey.objects.get(pk="{key}").wrapped is None, BlindEntry.objects.filter(data_key="{key}").count(),
      DataKey.objects.filter(subject_kind="person", wrapped__isnull=False).count())
"""
AS_OPERATOR = "from sapar.config import cli_run, prepare\nwith prepare.database_at_hand():\n cli_run.open_django('operator')\n "


# In one process: each would make an installation of its own.
pytestmark = pytest.mark.xdist_group("installation")


class Installation:
    """A home folder and the commands run in it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.log = home / "said"
        self.runs: list[subprocess.Popen[bytes]] = []
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SAPAR_", "DJANGO_", "DATABASE_"))}
        self.environment = kept | {"SAPAR_HOME": str(home), "PORT": str(port), "PYTHONUNBUFFERED": "1"}

    def sapar(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sapar.config.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )

    def as_operator(self, script: str) -> str:
        indented = AS_OPERATOR + "\n ".join(script.strip().splitlines())
        done = subprocess.run(
            [sys.executable, "-c", indented],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return done.stdout.strip()

    def start(self) -> subprocess.Popen[bytes]:
        """`sapar run`, until it says that it is open."""
        with self.log.open("w") as out:
            command = [sys.executable, "-m", "sapar.config.cli", "run"]
            run = subprocess.Popen(
                command, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )
        self.runs.append(run)
        deadline = time.monotonic() + 300
        while "is open at" not in self.log.read_text():
            assert run.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)
        return run

    def end(self) -> None:
        """Nothing of it is left, whatever failed."""
        for run in self.runs:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
        place = cluster_places.folder_in(self.home)
        cluster.Cluster(place).stop()
        shutil.rmtree(place.parent, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    @contextmanager
    def running(self) -> Iterator[psutil.Process]:
        """From open to stopped by Ctrl-C; its last words must say that it stopped well."""
        run = self.start()
        try:
            yield psutil.Process(run.pid)
        finally:
            run.send_signal(signal.SIGINT)
            assert run.wait(90) == 0, self.log.read_text()
        assert "Nothing is lost" in self.log.read_text()

    def asks(self, path: str) -> tuple[int, str]:
        """Status and body; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, ""
        except OSError:
            return 0, ""

    def is_ready(self) -> bool:
        status, body = self.asks("/readyz")
        return status == 200 and json.loads(body)["database"] == "ok"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """Started once, with the demo's content, and stopped."""
    home = Path(tempfile.mkdtemp(prefix="sapar-life-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    found = Installation(home, port)
    with found.running():
        assert found.asks("/ru/")[0] == 200
    yield found
    found.end()


def _until(true: object, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(true())


def _children(run: psutil.Process, words: str) -> list[psutil.Process]:
    return [child for child in run.children() if words in " ".join(child.cmdline())]


def test_a_bad_day_ends_well(installation):
    """Sane at first; a second start is refused; killed parts come back; locked, the public pages go on."""
    with installation.running() as run:
        checked = installation.sapar("check")
        assert checked.returncode == 0, checked.stdout
        second = installation.sapar("run")
        assert second.returncode == 1
        assert "already runs" in second.stderr

        (worker,) = _children(run, "sapar.config.jobs")
        (web,) = _children(run, "gunicorn")
        assert _until(lambda: worker.nice() > web.nice()), "jobs give way to whoever waits for a page"
        postgres = int(
            (cluster_places.folder_in(installation.home) / "postmaster.pid").read_text().split()[0]
        )
        for victim in (worker.pid, web.pid, postgres):
            os.kill(victim, signal.SIGKILL)
        assert _until(installation.is_ready)
        assert _until(lambda: len(_children(run, "sapar.config.jobs")) == 1)

        assert "open" in installation.sapar("keys", "status").stdout
        assert installation.sapar("keys", "lock").returncode == 0
        assert json.loads(installation.asks("/readyz")[1])["vault"] == "locked"
        assert installation.asks("/ky/")[0] == 200


def test_what_was_acknowledged_outlives_kill_9_of_everything(installation):
    """Two of the hundred rounds of `make bench ARGS=kills`, by the same code."""
    said = []
    with Server(installation.home, installation.port) as server:
        seats = server.ask("bench.seats", "2", "5")
        found = kills.rounds(
            server,
            speed.workers(server, seats, 2),
            2,
            said.append,
            ("everything", "database connection"),
        )
    assert found["acknowledged"]["contacts"] > 0, said
    assert found["acknowledged"]["cases"] > 0, said
    assert found["met"], found


def test_what_a_killed_run_leaves_stops_by_itself(installation):
    run = installation.start()
    children = [
        child for child in psutil.Process(run.pid).children(recursive=True) if "python" in child.name()
    ]
    run.kill()
    run.wait()
    _gone, left = psutil.wait_procs(children, timeout=60)
    assert left == []
    with installation.running():
        assert _until(installation.is_ready)
    assert not cluster.Cluster(cluster_places.folder_in(installation.home)).answers()


def test_backup_wipe_restore_and_the_erased_stay_erased(installation, tmp_path):
    before = installation.as_operator("from sapar.audit.models import Event\nprint(Event.objects.count())")
    kept = tmp_path / "backup.tar"
    frozen = installation.home / "snapshot/frozen/2020-Q1/cases.parquet"
    frozen.parent.mkdir(parents=True)
    frozen.write_bytes(b"as it was frozen")
    assert installation.sapar("backup", str(kept)).returncode == 0
    erased = installation.as_operator(ERASE)
    shutil.rmtree(cluster_places.folder_in(installation.home).parent)
    shutil.rmtree(installation.home / "files", ignore_errors=True)
    shutil.rmtree(installation.home / "snapshot")

    restored = installation.sapar("restore", str(kept))

    assert restored.returncode == 0, restored.stderr
    assert "Keys erased again: 1" in restored.stdout
    is_noise, entries, alive = installation.as_operator(LOOK.format(key=erased)).split()
    assert (is_noise, entries) == ("True", "0")
    assert int(alive) > 0
    assert frozen.read_bytes() == b"as it was frozen"
    assert (
        installation.as_operator("from sapar.audit.models import Event\nprint(Event.objects.count())")
        == before
    )
    verified = installation.sapar("audit", "verify")
    assert verified.returncode == 0, verified.stdout
    again = installation.sapar("restore", str(kept))
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_the_master_key_is_not_in_a_backup(installation, tmp_path):
    kept = tmp_path / "backup.tar"
    assert installation.sapar("backup", str(kept)).returncode == 0
    master = (installation.home / "keys" / "master.key").read_text().strip()
    content = kept.read_bytes()
    assert master.encode() not in content
    assert bytes.fromhex(master) not in content
    assert kept.stat().st_mode & 0o077 == 0
