"""Whether the other end of a connection has said anything, seen without asking it."""

from __future__ import annotations

import select


def is_quiet(number: int) -> bool:
    """`number` is the descriptor of an open connection. Something unread may be no more than that the other end has gone."""
    look = select.poll()
    look.register(number, select.POLLIN)
    return not look.poll(0)


def wait(number: int, *, to_send: bool) -> None:
    """Until something can be read from the descriptor, or something more be sent; other threads work meanwhile."""
    look = select.poll()
    look.register(number, select.POLLIN | (select.POLLOUT if to_send else 0))
    look.poll()
