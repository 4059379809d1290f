"""The agent as every other process sees it. No answer means locked."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapar.common.errors import Invalid, Locked
from sapar.common.quiet import is_quiet
from sapar.vault import agent_wire

if TYPE_CHECKING:
    import socket
    from pathlib import Path

_SECONDS = 3.0


class AgentClient:
    """Keeps one connection a thread, opened anew after a fork or when the agent has been restarted.

    One more of the process only waits: the agent hangs up on it when anything changes, before the change is said to be done,
    and the kernel does so when the agent dies. As long as it is silent, what was said at its beginning is true.
    """

    mode = "agent"

    def __init__(self, place: Path) -> None:
        self._place = place
        self._mine = threading.local()
        self._waiting = _Waiting()

    def look(self, *, anew: bool = False) -> tuple[int, bool]:
        waiting = self._waiting
        if anew:
            said = self._ask({"do": "status"})
            return (-1, True) if said is None else (int(said["epoch"]), bool(said["locked"]))
        with waiting.guard:
            if waiting.is_silent():
                return waiting.said
            waiting.hang_up()
            for _try in range(2):
                with contextlib.suppress(OSError, KeyError, TypeError, ValueError):
                    return waiting.begin(agent_wire.at(self._place, "connect"))
                waiting.hang_up()
        return -1, True

    def masters(self) -> list[bytes]:
        said = self._ask({"do": "key"})
        return [bytes.fromhex(key) for key in said["masters"]] if said else []

    def lock(self) -> None:
        self._ask({"do": "lock"})

    def unlock(self, share_a: str, share_b: str) -> None:
        question = {"do": "unlock", "share_a": share_a, "share_b": share_b, "language": get_language()}
        if self._ask(question) is None:
            raise Invalid({"": _("The key agent does not answer. Start Sapar first, then unlock.")})

    def touch(self) -> None:
        self._ask({"do": "touch"})

    def renew(self, master: bytes) -> None:
        if self._ask({"do": "renew", "master": master.hex()}) is None:
            raise Locked

    def retire(self) -> None:
        self._ask({"do": "retire"})

    def _ask(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """The answer, None when nobody answers; raises `Invalid` for a refusal. A broken connection is tried anew once."""
        said = self._ask_once(question) or self._ask_once(question)
        if said is not None and "refused" in said:
            raise Invalid(said["refused"])
        return said

    def _ask_once(self, question: dict[str, Any]) -> dict[str, Any] | None:
        try:
            stream = self._stream()
            agent_wire.say(stream, question)
            said = agent_wire.hear(stream)
        except OSError:
            said = None
        if said is None:
            self._hang_up()
        return said

    def _stream(self) -> agent_wire.Stream:
        if getattr(self._mine, "process", None) != os.getpid():
            self._hang_up()
        if getattr(self._mine, "stream", None) is None:
            end: socket.socket = agent_wire.at(self._place, "connect")
            with end:
                end.settimeout(_SECONDS)
                self._mine.stream = end.makefile("rwb")
            self._mine.process = os.getpid()
        stream: agent_wire.Stream = self._mine.stream
        return stream

    def _hang_up(self) -> None:
        stream = getattr(self._mine, "stream", None)
        self._mine.stream = None
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


class _Waiting:
    """A process' connection that hears of changes. Use it under its `guard`."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.said = (-1, True)
        self._stream: agent_wire.Stream | None = None
        self._number = self._process = -1

    def begin(self, end: socket.socket) -> tuple[int, bool]:
        """Raises when no fit answer comes."""
        with end:
            end.settimeout(_SECONDS)
            stream: agent_wire.Stream = end.makefile("rwb")
            self._stream, self._number, self._process = stream, end.fileno(), os.getpid()
        agent_wire.say(stream, {"do": "watch"})
        said = agent_wire.hear(stream) or {}
        self.said = int(said["epoch"]), bool(said["locked"])
        return self.said

    def is_silent(self) -> bool:
        if self._stream is None or self._process != os.getpid():
            return False
        return is_quiet(self._number)

    def hang_up(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            # After a fork the parent's goes on: closing is not shutting down.
            with contextlib.suppress(OSError):
                stream.close()
