"""Killing under load: whatever was acknowledged is there afterwards, opens, and the audit is whole.

Callers log contacts and open cases and write down every id that was answered. A killer sends SIGKILL to a web worker, the
web server, the whole of `sapar run`, or PostgreSQL, in turn. A killed process is not a cut of power: what the kernel had
taken for writing still reaches the disk. PostgreSQL runs with fsync on, as always.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import signal
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]

from bench import work

if TYPE_CHECKING:
    from collections.abc import Callable

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

    @property
    def acknowledged(self) -> int:
        return len(self.contacts) + len(self.cases)


class Caller(threading.Thread):
    """Logs contacts and opens cases until told to stop; sends the same form again until it is answered."""

    def __init__(self, worker: work.Worker, notes: Notes, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.worker, self.notes, self.over = worker, notes, over

    def run(self) -> None:
        while not self.over.is_set():
            if self.worker.chance.random() < _CASES:
                self.notes.cases.append(self._answered(self.worker.create_case))
            else:
                self.notes.contacts.append(self._answered(self.worker.log_contact))

    def _answered(self, act: Callable[[uuid.UUID], Answer]) -> str:
        """The id that was acknowledged, at last."""
        once, until = uuid.uuid4(), time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return _ID.findall(act(once).location)[0]
            except (OSError, http.client.HTTPException, work.Unexpected):
                if time.monotonic() > until:
                    raise
                self.notes.unanswered += 1
                self.worker.browser.hang_up()
                time.sleep(0.2)


def rounds(
    server: Server, workers: list[work.Worker], count: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Kill `count` times while the callers work; then look for everything that was acknowledged."""
    notes, over, began = Notes(), threading.Event(), time.time()
    callers = [Caller(worker, notes, over) for worker in workers[:CALLERS]]
    for caller in callers:
        caller.start()
    killed = dict.fromkeys(KILLS, 0)
    chance = random.Random(7)
    for number in range(count):
        _let_them_work(server, notes)
        time.sleep(chance.random())
        name = list(KILLS)[number % len(KILLS)]
        if KILLS[name](server):
            killed[name] += 1
        say(f"{number + 1} of {count}: {name}; {notes.acknowledged} acknowledged")
        server.wait()
    _let_them_work(server, notes)
    over.set()
    for caller in callers:
        caller.join()
    kept: dict[str, Any] = {"kills": count, "killed": killed, "unanswered": notes.unanswered}
    return {
        **kept,
        "acknowledged": {"contacts": len(notes.contacts), "cases": len(notes.cases)},
        **_looked_for(server, notes, began),
    }


def _let_them_work(server: Server, notes: Notes) -> None:
    """Until some more has been acknowledged: a kill of an idle server shows nothing."""
    wanted, until = notes.acknowledged + _LEAST_ACKNOWLEDGED, time.monotonic() + 60
    while notes.acknowledged < wanted:
        if time.monotonic() > until:
            raise RuntimeError("Nothing is acknowledged any more.")
        server.revive()
        time.sleep(0.05)


def _looked_for(server: Server, notes: Notes, began: float) -> dict[str, Any]:
    """Every acknowledged row is there and opens; every chain is whole."""
    place = Path(server.installation) / "acknowledged.json"
    place.write_text(json.dumps({"contacts": notes.contacts, "cases": notes.cases, "since": began}))
    found: dict[str, Any] = server.ask("bench.afterwards", str(place))
    return found | {"met": not any(found.values())}


def _kill(pids: list[int]) -> bool:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(pids)


def _worker(server: Server) -> bool:
    return _kill([one.pid for one in server.web()[1:2]])


def _web(server: Server) -> bool:
    return _kill([one.pid for one in server.web()])


def _jobs(server: Server) -> bool:
    children = psutil.Process(server.pid).children()
    return _kill([one.pid for one in children if "sapar.config.jobs" in " ".join(one.cmdline())])


def _database(server: Server) -> bool:
    return _kill([server.database_pid()])


def _backend(server: Server) -> bool:
    """One connection's process: PostgreSQL throws all others out and recovers."""
    backends = [
        one
        for one in psutil.Process(server.database_pid()).children()
        if "sapar_web" in " ".join(one.cmdline())
    ]
    return _kill([one.pid for one in backends[:1]])


def _everything(server: Server) -> bool:
    """The supervisor, what it started, and the database, all at once."""
    children = [one.pid for one in psutil.Process(server.pid).children(recursive=True)]
    return _kill([server.pid, *children, server.database_pid()])


KILLS: dict[str, Callable[[Any], bool]] = {
    "web worker": _worker,
    "database": _database,
    "web server": _web,
    "database connection": _backend,
    "jobs": _jobs,
    "everything": _everything,
}
