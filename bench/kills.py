"""Killing under load: whatever was acknowledged is there afterwards, opens, and the audit is whole.

Callers log contacts and open cases and write down every id that was answered. A killer sends SIGKILL to a web worker, the
web server, the jobs, a connection, PostgreSQL, or all of it at once, in turn. A killed process is not a cut of power: what the kernel had
taken for writing still reaches the disk. PostgreSQL runs with fsync on, as always.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from bench import work
from bench.server import children, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.browser import Answer
    from bench.server import Server

CALLERS = 4
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEAST_ACKNOWLEDGED = 3
_CASES = 0.3
_PATIENCE_SECONDS = 120


@dataclass
class Notes:
    """What the callers were told: ids of contacts and cases, how often an answer did not come."""

    contacts: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    unanswered: int = 0
    gave_up: str = ""
    """Why a caller stopped, if one did: what it was refused for so long."""
    lock: Any = field(default_factory=threading.Lock)

    @property
    def acknowledged(self) -> int:
        return len(self.contacts) + len(self.cases)


class Caller(threading.Thread):
    """Logs contacts and opens cases until told to stop; sends the same form again until it is answered."""

    def __init__(self, worker: work.Worker, notes: Notes, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.worker, self.notes, self.over = worker, notes, over

    def run(self) -> None:
        try:
            while not self.over.is_set():
                if self.worker.chance.random() < _CASES:
                    self.notes.cases.append(self._answered(self.worker.create_case))
                else:
                    self.notes.contacts.append(self._answered(self.worker.log_contact))
        except Exception as fault:  # whatever it is, the bench says it and stops
            self.notes.gave_up = f"{type(fault).__name__}: {fault}"

    def _answered(self, act: Callable[[uuid.UUID], Answer]) -> str:
        """The id that was acknowledged, at last."""
        once, until = uuid.uuid4(), time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return _ID.findall(act(once).location)[0]
            except (OSError, http.client.HTTPException, work.Unexpected):
                if time.monotonic() > until:
                    raise
                with self.notes.lock:
                    self.notes.unanswered += 1
                self.worker.browser.hang_up()
                time.sleep(0.2)


def rounds(
    server: Server,
    workers: list[work.Worker],
    count: int,
    say: Callable[[str], None],
    kinds: Sequence[str] = (),
) -> dict[str, Any]:
    """Kill `count` times, of each kind in turn, while the callers work; then look for everything that was acknowledged."""
    notes, over, began = Notes(), threading.Event(), time.time()
    callers = [Caller(worker, notes, over) for worker in workers]
    for caller in callers:
        caller.start()
    chance, names = random.Random(7), list(kinds or KILLS)
    killed, slowest = dict.fromkeys(names, 0), dict.fromkeys(names, 0.0)
    try:
        for number in range(count):
            _let_them_work(server, notes)
            time.sleep(chance.random())
            name = names[number % len(names)]
            _strike(server, name)
            struck = time.monotonic()
            killed[name] += 1
            say(f"{number + 1} of {count}: {name}; {notes.acknowledged} acknowledged")
            _let_them_work(server, notes)
            slowest[name] = round(max(slowest[name], time.monotonic() - struck), 1)
    finally:
        over.set()
        for caller in callers:
            caller.join(_PATIENCE_SECONDS)
            caller.worker.browser.hang_up()
    return {
        "kills": count,
        "killed": killed,
        "longest_until_work_goes_on_s": slowest,
        "unanswered": notes.unanswered,
        "acknowledged": {"contacts": len(notes.contacts), "cases": len(notes.cases)},
        **_looked_for(server, notes, began),
    }


def _let_them_work(server: Server, notes: Notes) -> None:
    """Until some more has been acknowledged: a kill of an idle server shows nothing."""
    wanted, until = notes.acknowledged + _LEAST_ACKNOWLEDGED, time.monotonic() + _PATIENCE_SECONDS
    while notes.acknowledged < wanted:
        if notes.gave_up or time.monotonic() > until:
            raise RuntimeError(f"Nothing is acknowledged any more. {notes.gave_up}\n{server.log()}")
        server.revive()
        time.sleep(0.05)


def _looked_for(server: Server, notes: Notes, began: float) -> dict[str, Any]:
    """Every acknowledged row is there and opens; every chain is whole."""
    place = Path(server.installation) / "acknowledged.json"
    place.write_text(json.dumps({"contacts": notes.contacts, "cases": notes.cases, "since": began}))
    found: dict[str, Any] = server.ask("bench.afterwards", str(place))
    return found | {"met": not any(found.values())}


def _strike(server: Server, name: str) -> None:
    """Kill, as soon as there is something to kill: what was killed before may be starting still."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not _kill(KILLS[name](server)):
        if time.monotonic() > until:
            raise RuntimeError(f"There is no {name} to kill.")
        server.revive()
        time.sleep(0.1)


def _kill(victims: list[psutil.Process]) -> bool:
    """SIGKILL to each; whether the first of them was alive to get it."""
    found = [_is_killed(one) for one in victims]
    return bool(found) and found[0]


def _is_killed(victim: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        victim.kill()
        return True
    return False


def _worker(server: Server) -> list[psutil.Process]:
    return server.web()[1:2]


def _web(server: Server) -> list[psutil.Process]:
    return server.web()


def _jobs(server: Server) -> list[psutil.Process]:
    return server.started("sapar.config.jobs")


def _database(server: Server) -> list[psutil.Process]:
    return [one for one in [server.database()] if one is not None]


def _backend(server: Server) -> list[psutil.Process]:
    """One connection's process: PostgreSQL throws all others out and recovers."""
    found = [one for head in _database(server) for one in children(head) if "sapar_web" in said(one)]
    return found[:1]


def _everything(server: Server) -> list[psutil.Process]:
    """The supervisor, what it started, and the database, all at once."""
    if not server.is_running():
        return []
    supervisor = psutil.Process(server.pid)
    return [supervisor, *children(supervisor, all_below=True), *_database(server)]


KILLS: dict[str, Callable[[Server], list[psutil.Process]]] = {
    "web worker": _worker,
    "database": _database,
    "web server": _web,
    "database connection": _backend,
    "jobs": _jobs,
    "everything": _everything,
}
