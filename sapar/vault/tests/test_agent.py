"""The master key lives in one process' memory; the others ask for it, and no answer means locked."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sapar.common.errors import Invalid, Locked
from sapar.vault import agent, agent_wire, keys
from sapar.vault.agent_client import AgentClient
from sapar.vault.keys import caches, places, ring, setup
from sapar.vault.keys.keeper import Held

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def new() -> Iterator[setup.NewMaster]:
    """An installation whose key only its keepers have."""
    yield setup.initialise(places.KEEPERS)
    keys.use_local(None)


@pytest.fixture
def running(new: setup.NewMaster) -> Iterator[agent.Agent]:
    """Its agent, locked as after every start, and this process as a client of it."""
    with agent.for_installation() as one:
        keys.use_agent()
        yield one


def unlock(new: setup.NewMaster) -> None:
    keys.unlock(new.shares[0], new.shares[2])


def test_it_starts_locked_and_two_keepers_open_it(new: setup.NewMaster, running: agent.Agent) -> None:
    status = keys.status()
    assert (status.initialised, status.locked, status.mode) == (True, True, "keepers")
    unlock(new)
    assert not keys.status().locked
    assert ring.in_use() == new.fingerprint
    keys.lock()
    assert keys.status().locked
    with pytest.raises(Locked):
        ring.require_open()


def test_a_wrong_pair_leaves_it_locked_and_says_why(new: setup.NewMaster, running: agent.Agent) -> None:
    with pytest.raises(Invalid) as refused:
        keys.unlock(new.shares[0], new.shares[0])
    assert set(refused.value.problems) == {"share_b"}
    assert keys.status().locked


def test_a_lock_anywhere_is_noticed_by_the_next_request_everywhere(
    new: setup.NewMaster, running: agent.Agent
) -> None:
    unlock(new)
    caches.DATA_KEYS.put("key", "opened")
    AgentClient(places.socket()).lock()
    keys.begin_request()
    assert caches.DATA_KEYS.get("key") is None
    with pytest.raises(Locked):
        ring.require_open()


def test_a_touch_makes_every_process_forget_but_not_lock(new: setup.NewMaster, running: agent.Agent) -> None:
    unlock(new)
    caches.DATA_KEYS.put("key", "opened")
    keys.begin_request()
    assert caches.DATA_KEYS.get("key") == "opened"
    AgentClient(places.socket()).touch()
    keys.begin_request()
    assert caches.DATA_KEYS.get("key") is None
    ring.require_open()


def test_no_change_is_missed_however_fast_they_follow(new: setup.NewMaster, running: agent.Agent) -> None:
    """Whoever begins after a change is done sees it, while others look all the time."""
    client, others = AgentClient(places.socket()), AgentClient(places.socket())
    over = threading.Event()

    def look_on() -> None:
        while not over.is_set():
            others.look()

    looking = [threading.Thread(target=look_on) for _number in range(3)]
    for one in looking:
        one.start()
    try:
        for number in range(300):
            running.held.touch()
            wanted = running.held.look()
            assert client.look() == wanted, number
            assert others.look() == wanted, number
            assert client.look() == client.look(anew=True) == wanted
    finally:
        over.set()
        for one in looking:
            one.join()


def test_a_fork_listens_for_itself(new: setup.NewMaster, running: agent.Agent) -> None:
    client = AgentClient(places.socket())
    before = client.look()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(write, b"same" if client.look() == before else b"other")
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as heard:
        assert heard.read() == b"same"
    os.waitpid(child, 0)
    assert client.look() == before
    running.held.touch()
    assert client.look() == running.held.look() != before


def test_an_idle_process_forgets_by_itself(
    new: setup.NewMaster, running: agent.Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring, "_WATCH_SECONDS", 0.05)
    unlock(new)
    assert ring._ring.masters
    AgentClient(places.socket()).lock()
    until = time.monotonic() + 10
    while ring._ring.masters and time.monotonic() < until:
        time.sleep(0.05)
    assert not ring._ring.masters


def test_an_agent_that_ends_locks_and_one_that_comes_back_is_found(
    new: setup.NewMaster, running: agent.Agent
) -> None:
    unlock(new)
    before = keys.status().epoch
    running.stop()
    assert keys.status().locked
    assert not places.socket().exists()
    with agent.for_installation():
        assert keys.status().locked
        unlock(new)
        assert keys.status().epoch not in (before, -1)


def test_without_an_agent_it_is_locked(new: setup.NewMaster) -> None:
    keys.use_agent()
    assert keys.status().locked
    with pytest.raises(Invalid):
        unlock(new)
    keys.lock()


def test_two_agents_do_not_share_a_socket_but_a_dead_ones_is_taken_over(running: agent.Agent) -> None:
    with pytest.raises(agent.AgentRuns):
        agent.for_installation().start()
    other = places.socket().with_name("dead.sock")
    agent_wire.at(other, "bind").close()
    with agent.Agent(Held([]), other):
        assert AgentClient(other).look()[1]


def test_the_socket_is_for_this_user_alone(running: agent.Agent) -> None:
    assert places.socket().stat().st_mode & 0o777 == 0o600
    assert places.socket().parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_another_user_gets_nothing_even_through_an_open_door() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with agent.Agent(Held([b"k" * 32]), folder / "s"):
            (folder / "s").chmod(0o777)
            assert _heard_as(65534, folder / "s") == b""


def _heard_as(user: int, place: Path) -> bytes:
    """What the agent answers to a process of another user that asks for the keys."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setresuid(user, user, user)
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as end:
            end.connect(str(place))
            end.sendall(b'{"do": "key"}\n')
            os.write(writer, end.recv(1000))
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        return answer.read()


def test_only_this_user_and_root_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class End:
        def __init__(self, user: int) -> None:
            self.user = user

        def getsockopt(self, _level: int, _name: int, _size: int) -> bytes:
            return b"".join(part.to_bytes(4, "little") for part in (1, self.user, 1))

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert [agent._is_ours(End(user)) for user in (0, 1000, 1001)] == [True, True, False]


def test_nonsense_on_the_socket_does_no_harm(new: setup.NewMaster, running: agent.Agent) -> None:
    unlock(new)
    for words in (
        b"\n",
        b"[]\n",
        b"{}\n",
        b'{"do": "dance"}\n',
        b'{"do": "renew"}\n',
        b"\xff\xfe\n",
        b"x" * 9000,
    ):
        end = agent_wire.at(places.socket(), "connect")
        end.settimeout(2)
        with end:
            end.sendall(words)
            end.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert b"masters" not in end.recv(1000)
    assert not keys.status().locked


def test_a_long_path_is_reached_through_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120)
    folder.mkdir()
    with agent.Agent(Held([b"k" * 32]), folder / "keys.sock"):
        client = AgentClient(folder / "keys.sock")
        assert client.masters() == [b"k" * 32]


def test_many_threads_ask_at_once(new: setup.NewMaster, running: agent.Agent) -> None:
    unlock(new)
    client = AgentClient(places.socket())
    seen: list[bool] = []

    def ask() -> None:
        for _number in range(50):
            seen.append(client.look()[1])

    threads = [threading.Thread(target=ask) for _number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert seen == [False] * 400


@pytest.mark.parametrize("mode", [places.FILE, places.KEYFILE])
def test_a_key_in_a_file_opens_at_the_start(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAPAR_MASTER_KEY_FILE", str(tmp_path / "stick"))
    new = setup.initialise(mode)
    place = places.key_file()
    assert place is not None
    assert place.stat().st_mode & 0o777 == 0o600
    with agent.for_installation():
        keys.use_agent()
        assert not keys.status().locked
        keys.lock()
        unlock(new)
        assert not keys.status().locked
    keys.use_local(None)


def test_a_key_file_that_is_gone_means_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPAR_MASTER_KEY_FILE", str(tmp_path / "stick"))
    setup.initialise(places.KEYFILE)
    (tmp_path / "stick").unlink()
    with agent.for_installation():
        keys.use_agent()
        assert keys.status().locked
    assert not setup.open_from_file()
    keys.use_local(None)


def test_a_second_master_key_is_refused(new: setup.NewMaster) -> None:
    with pytest.raises(setup.AlreadyInitialised):
        setup.initialise(places.FILE)


def test_nothing_of_the_key_is_written_beside_the_database(new: setup.NewMaster, home: Path) -> None:
    files = [place for place in home.rglob("*") if place.is_file()]
    assert [place.name for place in files] == ["master.json"]
    assert not any(share.split()[3] in files[0].read_text() for share in new.shares)
    assert "share" not in repr(new)
