"""`sapar run`: everything that one installation is made of, started in order, watched, and stopped in order.

PostgreSQL → tables → key agent → first content → web server and worker. Stopping goes the other way round: requests and
jobs under way are finished, the keys are forgotten, the database closes last.
"""

from __future__ import annotations

import http.client
import os
import queue
import signal
import socket
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg

from sapar.config import alone, check_database, children, cluster, database, home, prepare
from sapar.config.finding import Level
from sapar.config.words import Trouble, say, step

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WEB_STOP_SECONDS = 25
_WORKER_STOP_SECONDS = 30
# From this size on glibc gives memory back as soon as it is free. Left to itself it learns from the first password that is
# checked (20 MB, and none between two of them) to keep such pieces: 30 MB a worker more, measured.
_LARGE = str(1024 * 1024)
_OPEN_SECONDS = 60
_WATCH_SECONDS = 0.5
_WAITING_CALLERS = 2048
_DATABASE_WATCH_SECONDS = 5


def run() -> None:
    """Run until Ctrl-C or SIGTERM."""
    address, port = where()
    stop = _stop_on_signals()
    with ExitStack() as stack:
        stack.enter_context(alone.only_one_here())
        alone.refuse_half_restored()
        listener = stack.enter_context(_listener(address, port))
        say("Sapar is starting.")
        with step("PostgreSQL"):
            stack.enter_context(prepare.database_at_hand(adopt=True))
        prepare.schema()
        prepare.texts()
        prepare.static_files()
        stack.enter_context(_keys())
        _first_content()
        _tell_clock()
        web, worker = _children(listener)
        stack.callback(_stop, web, worker)
        _open(web, worker, address, port, stop)
        _watch(web, worker, stop)
        say("", "Stopping: requests and jobs under way are finished first.")
    say("Stopped. Nothing is lost.")


def where() -> tuple[str, int]:
    """Address and port to listen on; a demo that would listen beyond this machine is refused."""
    address, port = os.environ.get("SAPAR_BIND", "127.0.0.1"), os.environ.get("PORT") or "8000"
    if home.is_demo() and address not in LOOPBACK:
        raise Trouble(
            "This is a demo with passwords that everybody knows: it listens on this machine only. "
            "Leave SAPAR_BIND out, or set DATABASE_URL and go through docs/operations.md for a real installation."
        )
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Trouble(f"PORT is a number from 1 to 65535, not {port!r}.")
    return address, int(port)


class Stop:
    """Set by a handler of signals, waited for by the program that it interrupts.

    `threading.Event` is no such thing: its lock is held while `wait` begins and ends, and a handler that sets it just then
    waits for the program, which waits for the handler. A `SimpleQueue` may be put into at any moment.
    """

    def __init__(self) -> None:
        self._is_set = False
        self._told: queue.SimpleQueue[None] = queue.SimpleQueue()

    def set(self) -> None:
        self._is_set = True
        self._told.put(None)

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, seconds: float) -> bool:
        """Whether it is set, at the latest after so many seconds."""
        if not self._is_set:
            with suppress(queue.Empty):
                self._told.get(timeout=seconds)
        return self._is_set


def _stop_on_signals() -> Stop:
    stop = Stop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _listener(address: str, port: int) -> socket.socket:
    """The listening socket. It is ours from here on: web servers come and go behind it, callers wait meanwhile."""
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(_WAITING_CALLERS)
    except OSError as refused:
        listener.close()
        raise Trouble(
            f"Port {port} of {address} is not free ({refused.strerror}). Choose another: PORT=8001 make run"
        ) from None
    return listener


@contextmanager
def _keys() -> Iterator[None]:
    """The key agent, in a thread of this program: the only place where the master key stays."""
    import django

    os.environ["SAPAR_DB_POOL"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
    with step("Keys"):
        django.setup()
        from sapar.config import keyholder

        agent: Any = keyholder.open_agent()
    try:
        yield
    finally:
        agent.stop()


def _first_content() -> None:
    """The network of real organisations wherever it is missing or older than this version; in a demo the invented too."""
    with psycopg.connect(database.conninfo_for("operator")) as connection:
        listed, has_members = connection.execute(
            "select exists (select 1 from directory_listing where source <> 'demo'),"
            " exists (select 1 from organisations_organisation where joined_at is not null)"
        ).fetchone() or (False, False)
    prepare.network(force=not listed)
    if home.is_demo() and not has_members:
        prepare.sapar("load", "demo")


def _tell_clock() -> None:
    """A wrong clock stops nobody from working, so it is said at every start."""
    with psycopg.connect(database.conninfo_for("operator")) as connection:
        for one in check_database.clock(connection):
            if one.level is Level.FAULT:
                say("", f"! {one.says}", f"  {one.remedy}", "")


def _children(listener: socket.socket) -> tuple[children.Child, children.Child]:
    to_stderr = os.environ.get("SAPAR_LOG", _usual_log()) == "stderr"
    write = children.to_stderr if to_stderr else children.LogFile(home.path() / "log" / "sapar.log")
    environment = prepare.environment("web")
    environment.pop("SAPAR_DB_POOL", None)
    environment.setdefault("MALLOC_MMAP_THRESHOLD_", _LARGE)
    web = [sys.executable, "-m", "gunicorn", "-c", "python:sapar.config.web"]
    worker = [sys.executable, "-m", "sapar.config.jobs"]
    inherited = (listener.fileno(),)
    serving = {**environment, "SAPAR_LISTENER": str(listener.fileno())}
    return children.Child("web", web, serving, write, inherited), children.Child(
        "worker", worker, environment, write
    )


def _usual_log() -> str:
    return "file" if home.is_demo() else "stderr"


def _open(web: children.Child, worker: children.Child, address: str, port: int, stop: Stop) -> None:
    """Start both and wait until the server answers."""
    with step("Web server and worker"):
        web.start()
        worker.start()
        until = time.monotonic() + _OPEN_SECONDS
        while not _answers(address, port) and not stop.is_set():
            if time.monotonic() > until or not web.is_running():
                raise Trouble(f"The web server did not open. Its last words:\n{web.last_words()}")
            time.sleep(0.1)
    if not stop.is_set():
        say("", f"Sapar is open at http://{_readable(address)}:{port}", "")
        _tell_sign_ins()
        say("Stop with Ctrl-C.")


def _answers(address: str, port: int) -> bool:
    try:
        asked = http.client.HTTPConnection(address, port, timeout=5)
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        return asked.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False


def _readable(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _tell_sign_ins() -> None:
    if home.is_demo():
        from sapar.config import demo

        say(*demo.sign_ins(), "", "The codes again at any time: .venv/bin/sapar sign-ins", "")


def _watch(web: children.Child, worker: children.Child, stop: Stop) -> None:
    """Start again what dies, the database too, until asked to stop."""
    looked = time.monotonic()
    while not stop.wait(_WATCH_SECONDS):
        web.look_after()
        worker.look_after()
        if not database.is_given() and time.monotonic() - looked > _DATABASE_WATCH_SECONDS:
            looked = time.monotonic()
            _revive_database()


def _revive_database() -> None:
    """A database that was killed recovers by itself when it is started; the web server reconnects."""
    try:
        if cluster.here().start():
            say("PostgreSQL had stopped and was started again.")
    except cluster.ClusterFailed as failed:
        say(str(failed))


def _stop(web: children.Child, worker: children.Child) -> None:
    web.ask_to_stop()
    worker.ask_to_stop()
    web.wait(_WEB_STOP_SECONDS)
    worker.wait(_WORKER_STOP_SECONDS)
