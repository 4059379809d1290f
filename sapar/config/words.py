"""What a command says in the terminal: plain lines, and steps that show that they are still at work."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOK_ALIVE_SECONDS = 5.0


class Trouble(Exception):
    """A command cannot go on. The text says what happened and what to do about it."""


class Step:
    """A step under way. `now` may be set to say where it is ("12 of 80")."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.now = ""


def say(*lines: str) -> None:
    """Lines to the terminal, at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """Lines to the terminal's error side."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


@contextmanager
def step(name: str) -> Iterator[Step]:
    """One step of a longer command: its line at the end, and a sign of life every few seconds."""
    current, over = Step(name), Event()
    began = time.monotonic()
    watcher = Thread(target=_show_life, args=(current, over, began), daemon=True)
    watcher.start()
    try:
        yield current
    except BaseException:
        over.set()
        watcher.join()
        say(f"  ✗ {name}")
        raise
    over.set()
    watcher.join()
    say(f"  ✓ {name} ({time.monotonic() - began:.1f} s)")


def _show_life(current: Step, over: Event, began: float) -> None:
    while not over.wait(_LOOK_ALIVE_SECONDS):
        say(f"  … {current.name} {current.now} ({time.monotonic() - began:.0f} s)")
