"""Sapar as it runs in earnest, started and stopped by the bench: `sapar run` on an installation of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import psutil

from bench import place
from bench.browser import Browser, Forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_START_SECONDS = 180
_STOP_SECONDS = 60
# A job is under way while the jobs' process takes more than this part of a processor.
_IDLE, _LOOK_SECONDS, _TELL_SECONDS, _MOST_SECONDS = 0.1, 3.0, 15.0, 2400.0


class Server:
    """A context manager. `port` may be 0 for the usual one of the bench."""

    def __init__(self, installation: Path, port: int) -> None:
        self.installation = installation
        self.port = port
        self._running: subprocess.Popen[bytes] | None = None
        self._was_ready = False

    def __enter__(self) -> Server:
        if self.is_ready():
            # Its answers would be taken for ours.
            raise RuntimeError(f"another server answers on port {self.port}")
        self._start()
        self.wait()
        return self

    def _start(self) -> None:
        with (self.installation / "bench.log").open("ab") as log:
            self._running = subprocess.Popen(
                place.sapar("run"),
                env=place.environment(self.installation, PORT=str(self.port)),
                stdout=log,
                stderr=log,
                cwd=place.ROOT,
            )

    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def revive(self) -> None:
        """Start `sapar run` again if it was killed: what a system's service manager does."""
        if not self.is_running():
            self._start()

    def database(self) -> psutil.Process | None:
        """The postmaster, by the number it wrote down itself; None while there is none."""
        for place_of in (self.installation / "postgres").glob("*/postmaster.pid"):
            with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
                found = psutil.Process(int(place_of.read_text().splitlines()[0]))
                # A killed one leaves its number behind, which may be somebody else's by now.
                if found.name() == "postgres" and found.status() != psutil.STATUS_ZOMBIE:
                    return found
        return None

    def __exit__(self, *_error: object) -> None:
        if self._running is not None and self.is_running():
            self._running.send_signal(signal.SIGINT)
            self._running.wait(_STOP_SECONDS)

    @property
    def pid(self) -> int:
        return self._running.pid if self._running else 0

    def wait(self) -> None:
        """Until it answers, database and all."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            if self._was_ready:
                self.revive()
            if self._running is None or self._running.poll() is not None:
                break
            if self.is_ready():
                self._was_ready = True
                return
            time.sleep(0.1)
        raise RuntimeError(self.log())

    def log(self) -> str:
        """The end of what `sapar run` has said."""
        return (self.installation / "bench.log").read_text(errors="replace")[-3000:]

    def is_ready(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/readyz", headers={"Host": "localhost"})
            return asked.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def web(self) -> list[psutil.Process]:
        """The web server's processes: the one that listens, and its workers."""
        heads = self.started("gunicorn")
        return [*heads, *(worker for head in heads for worker in children(head))]

    def jobs_seconds(self) -> float:
        """Processor time that the jobs' process has taken since its start."""
        times = [one.cpu_times() for one in self.started("sapar.config.jobs")]
        return sum(one.user + one.system for one in times)

    def wait_for_jobs(self, say: Callable[[str], None]) -> float:
        """Until no job keeps a processor busy; the seconds that took. A nightly comparison of 200,000 people lasts a while,
        and what it takes from a page is not the page's."""
        began, told = time.monotonic(), 0.0
        before = self.jobs_seconds()
        while True:
            time.sleep(_LOOK_SECONDS)
            now = self.jobs_seconds()
            waited = time.monotonic() - began
            if now - before < _IDLE * _LOOK_SECONDS or waited > _MOST_SECONDS:
                return round(waited, 1)
            if waited - told > _TELL_SECONDS:
                told = waited
                say(f"  a job is under way, {waited:.0f} s …")
            before = now

    def started(self, words: str) -> list[psutil.Process]:
        """What `sapar run` has started and is alive, by words of its command."""
        return [one for one in children(self.pid) if words in said(one)]

    def ask(self, module: str, *arguments: str, role: str = "operator") -> Any:
        """Run one of the bench's modules beside the server, with its database and its keys; what it prints, as JSON."""
        environment = place.environment(
            self.installation,
            SAPAR_DB_ROLE=role,
            SAPAR_DB_POOL="0",
            DJANGO_SETTINGS_MODULE="sapar.config.settings",
        )
        done = subprocess.run(
            [place.sapar()[0], "-m", module, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            cwd=place.ROOT,
            check=True,
        )
        return json.loads(done.stdout)

    def browser(self) -> Browser:
        return Browser(self.port)

    def signed_in(self, seat: dict[str, str]) -> Browser:
        """As a person does it: name, password, the code of this moment."""
        import datetime as dt

        from bench.codes import code_at

        browser = self.browser()
        first = browser.post(
            "/signin/",
            {
                **_fields(browser, "/signin/", "username"),
                "username": seat["name"],
                "password": seat["password"],
            },
        )
        code = code_at(bytes.fromhex(seat["secret"]), dt.datetime.now(dt.UTC))
        second = browser.post(first.location, {**_fields(browser, first.location, "code"), "code": code})
        if second.status != http.HTTPStatus.FOUND:
            raise RuntimeError(f"sign-in: {first.status}, {second.status}")
        return browser


def children(of: psutil.Process | int, *, all_below: bool = False) -> list[psutil.Process]:
    """Processes that one has started; none where it has died meanwhile."""
    with contextlib.suppress(psutil.Error):
        return (psutil.Process(of) if isinstance(of, int) else of).children(recursive=all_below)
    return []


def said(one: psutil.Process) -> str:
    """The command it was started with; nothing of one that has died meanwhile."""
    with contextlib.suppress(psutil.Error):
        return " ".join(one.cmdline())
    return ""


def _fields(browser: Browser, path: str, name: str) -> dict[str, str]:
    return Forms(browser.get(path).body).having(name)
