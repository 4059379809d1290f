"""How the key agent and its clients speak: one JSON object a line over a unix socket, a question and an answer."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

# The kernel's limit for a socket's path is 108 bytes; a longer one is reached through its folder's descriptor.
_LONGEST_PATH = 100
_LONGEST_LINE = 4096


class Stream(Protocol):
    """Both ends of a connection, as `socket.makefile` gives them."""

    def write(self, piece: bytes, /) -> int: ...
    def flush(self) -> None: ...
    def readline(self, limit: int = ..., /) -> bytes: ...
    def close(self) -> None: ...


def say(stream: Stream, message: dict[str, Any]) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def hear(stream: Stream) -> dict[str, Any] | None:
    """The next message; None at the end of the stream or for a line that is no message."""
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        return None
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def at(place: Path, act: str) -> socket.socket:
    """A unix socket on which `act` ("bind" or "connect") has been done at `place`, however long its path is."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = -1
    try:
        address = str(place)
        if len(os.fsencode(address)) > _LONGEST_PATH:
            folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
            address = f"/proc/self/fd/{folder}/{place.name}"
        getattr(end, act)(address)
    except BaseException:
        end.close()
        raise
    finally:
        if folder >= 0:
            os.close(folder)
    return end
