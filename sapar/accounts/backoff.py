"""How long one account waits after wrong tries. Never by address: forty people may sit behind one."""

from __future__ import annotations

from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(hours=24)


def wait_after(tries: int) -> timedelta:
    """Nothing for the first tries, then twice as long each time, up to a quarter of an hour.

    A quarter of an hour leaves a guesser under a hundred tries a day, and a colleague whom somebody shuts out on purpose
    a way in: their passkey, which is never counted, or the supervisor, who clears the count.
    """
    if tries < FREE_TRIES:
        return timedelta(0)
    doublings: int = min(tries - FREE_TRIES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def must_wait(tries: list[datetime], now: datetime) -> bool:
    """Whether the next try comes too early. `tries` are the remembered ones, in any order."""
    if not tries:
        return False
    return now < max(tries) + wait_after(len(tries))
