"""The key agent: a small server on a unix socket that holds the master key in memory and gives it to our own processes.

`sapar run` starts it as a thread of its supervisor. Nothing of it is written down; when it ends, the vault is locked.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any

from sapar.common.errors import Invalid
from sapar.vault import agent_wire
from sapar.vault.keys import places
from sapar.vault.keys.keeper import Held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class AgentRuns(RuntimeError):
    """Another agent already answers on the socket."""


class Agent:
    """`start()` listens and returns; `stop()` forgets the keys and closes. Usable as a context manager."""

    def __init__(self, held: Held, place: Path) -> None:
        self.held = held
        self.place = place
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        # Those who wait for a change: it is told by hanging up.
        self._watching: set[socket.socket] = set()
        self._guard = threading.Lock()
        held.tell = self._tell

    def __enter__(self) -> Agent:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        if self.place.exists():
            self._remove_stale()
        before = os.umask(0o177)
        try:
            self._listener = agent_wire.at(self.place, "bind")
        finally:
            os.umask(before)
        self._listener.listen(64)
        threading.Thread(target=self._accept, args=(self._listener,), name="key-agent", daemon=True).start()

    def stop(self) -> None:
        self.held.lock()
        with self._guard:
            ends, self._open = [*self._open], set()
        if self._listener is not None:
            self.place.unlink(missing_ok=True)
            ends.append(self._listener)
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._listener = None

    def _remove_stale(self) -> None:
        """A socket that nobody answers on was left by a killed agent."""
        try:
            agent_wire.at(self.place, "connect").close()
        except OSError:
            self.place.unlink(missing_ok=True)
        else:
            raise AgentRuns

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                end, _address = listener.accept()
            except OSError:
                return
            if not _is_ours(end):
                end.close()
                continue
            with self._guard:
                self._open.add(end)
            threading.Thread(target=self._serve, args=(end,), name="key-agent-client", daemon=True).start()

    def _serve(self, end: socket.socket) -> None:
        with contextlib.suppress(OSError), end, end.makefile("rwb") as stream:
            while (question := agent_wire.hear(stream)) is not None:
                if question.get("do") == "watch":
                    # Before the state is read: a change in between is told too.
                    with self._guard:
                        self._watching.add(end)
                agent_wire.say(stream, self.answer(question))
        with self._guard:
            self._open.discard(end)
            self._watching.discard(end)

    def _tell(self) -> None:
        with self._guard:
            ends, self._watching = self._watching, set()
            for end in ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The reply to one message. A refusal carries its sentences; anything unknown is simply refused."""
        verb = self._verbs().get(str(question.get("do")))
        if verb is None:
            return {"refused": {"": ""}}
        try:
            said = verb(question)
        except Invalid as refusal:
            return {"refused": refusal.problems}
        except (KeyError, TypeError, ValueError):
            return {"refused": {"": ""}}
        epoch, locked = self.held.look()
        return {"epoch": epoch, "locked": locked, **(said or {})}

    def _verbs(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]]:
        return {
            "status": lambda _question: None,
            "watch": lambda _question: None,
            "key": lambda _question: {"masters": [key.hex() for key in self.held.masters()]},
            "lock": lambda _question: self.held.lock(),
            "unlock": self._unlock,
            "touch": lambda _question: self.held.touch(),
            "renew": lambda question: self.held.renew(bytes.fromhex(question["master"])),
            "retire": lambda _question: self.held.retire(),
        }

    def _unlock(self, question: dict[str, Any]) -> None:
        """In the asker's language: the sentences of a refusal are read by a person."""
        from django.utils import translation

        with translation.override(question.get("language")):
            self.held.unlock(str(question["share_a"]), str(question["share_b"]))


def _is_ours(end: socket.socket) -> bool:
    """Whether the other end runs as this user or as root, by what the kernel says of it."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # the socket's own mode (0600 in a 0700 folder) is the wall where the kernel cannot say
    size = struct.calcsize("3i")
    _pid, user, _group = struct.unpack("3i", end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return user in (0, os.geteuid())


def for_installation() -> Agent:
    """The agent of this `SAPAR_HOME`: open when the key can be read from its file, locked when keepers must come."""
    held = Held(places.read_masters(), places.mode())
    return Agent(held, places.socket())
