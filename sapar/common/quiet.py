"""Whether the other end of a connection has said anything, seen without waiting and without asking it."""

from __future__ import annotations

import select


def is_quiet(number: int) -> bool:
    """`number` is the descriptor of an open connection. Something unread may be no more than that the other end has gone."""
    look = select.poll()
    look.register(number, select.POLLIN)
    return not look.poll(0)
