"""The programs that `sapar run` looks after: started, watched, started again, stopped; and where their words go."""

from __future__ import annotations

import logging.handlers
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LONG_ENOUGH_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 30.0
_LOG_BYTES = 10_000_000
_LOGS_KEPT = 5


class _Turning(logging.handlers.RotatingFileHandler):
    """Says once that it cannot write (a full disk), and once that it can again; a line in between is lost, and said to be."""

    _lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        before = self._lost
        super().emit(record)
        if before and self._lost == before:
            self._lost = 0
            to_stderr(f"The log is written again; {before} lines of it were lost.")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        reason = sys.exc_info()[1]
        if not self._lost:
            to_stderr(
                f"The log cannot be written: {reason}. Sapar goes on without it; make room on the disk."
            )
        self._lost += 1


class LogFile:
    """Lines into a file, called with each; it is turned over at ten megabytes, and others cannot read it."""

    def __init__(self, place: Path) -> None:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._turning = _Turning(place, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT)
        self._turning.setFormatter(logging.Formatter("%(message)s"))
        place.chmod(0o600)

    def __call__(self, line: str) -> None:
        self._turning.handle(logging.makeLogRecord({"msg": line, "levelno": logging.INFO}))

    def turn_to(self, stream: Any) -> Any:
        """Write there from now on; returns where it was written before."""
        return self._turning.setStream(stream)

    def close(self) -> None:
        self._turning.close()


def to_stderr(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@dataclass
class Child:
    """One program. It has a session of its own, so that Ctrl-C in the terminal reaches only us."""

    name: str
    command: list[str]
    environment: dict[str, str]
    write: Callable[[str], None]
    inherited: tuple[int, ...] = ()
    """Open files it keeps, such as the listening socket."""
    failures: int = 0
    _running: subprocess.Popen[str] | None = None
    _started: float = 0.0
    _not_before: float = 0.0
    _last_words: list[str] = field(default_factory=list)

    def start(self) -> None:
        self._started = time.monotonic()
        self._running = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            pass_fds=self.inherited,
        )
        if self._running.stdout is not None:
            threading.Thread(target=self._pass_on, args=(self._running.stdout,), daemon=True).start()

    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def look_after(self) -> None:
        """Start again what died, after a pause that grows with each failure in a row."""
        if self.is_running():
            if self.failures and time.monotonic() - self._started > _LONG_ENOUGH_SECONDS:
                self.failures = 0
            return
        if self._running is not None:
            self._running = None
            self.failures += 1
            self._not_before = time.monotonic() + min(2.0**self.failures / 2, _LONGEST_PAUSE_SECONDS)
        if time.monotonic() >= self._not_before:
            self.start()

    def ask_to_stop(self) -> None:
        if self._running is not None and self.is_running():
            self._running.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; kill it when it takes longer."""
        if self._running is None:
            return
        try:
            self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def last_words(self) -> str:
        """The end of what it wrote, for the explanation of a start that failed."""
        return "\n".join(self._last_words[-20:])

    def _pass_on(self, words: IO[str]) -> None:
        with words:
            for line in words:
                self._last_words = [*self._last_words[-40:], line.rstrip("\n")]
                self.write(line.rstrip("\n"))
