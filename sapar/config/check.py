"""`sapar check`: is this installation sane and safe? Each finding in words, each fault with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from sapar.config import check_database, check_host, database
from sapar.config.finding import Finding, Level
from sapar.config.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

_SIGNS = {Level.FINE: "✓", Level.NOTE: "•", Level.FAULT: "✗"}


@dataclass(frozen=True)
class Chapter:
    """Checks that belong together."""

    name: str
    checks: tuple[Callable[[Connection[tuple[object, ...]]], list[Finding]], ...]


CHAPTERS = (
    Chapter("Database", check_database.CHECKS),
    Chapter("People and keys", check_host.PEOPLE),
    Chapter("Server", check_host.SERVER),
)


def report() -> int:
    """Print every finding; the number of faults, at most 1, is the exit code."""
    faults = 0
    with psycopg.connect(database.conninfo_for("operator"), autocommit=True) as connection:
        for chapter in CHAPTERS:
            say("", chapter.name)
            for finding in findings(chapter, connection):
                say(f"  {_SIGNS[finding.level]} {finding.says}")
                if finding.remedy:
                    say(f"      → {finding.remedy}")
                faults += finding.level is Level.FAULT
    say("", "Everything is as it should be." if not faults else f"Faults: {faults}")
    return min(faults, 1)


def findings(chapter: Chapter, connection: Connection[tuple[object, ...]]) -> Iterator[Finding]:
    """What the chapter's checks find; a check that cannot be made is a fault of its own."""
    for check in chapter.checks:
        try:
            yield from check(connection)
        except psycopg.Error as refused:
            yield Finding(
                Level.FAULT,
                f"{(check.__doc__ or check.__name__).splitlines()[0]} This could not be looked at.",
                f"The database said: {refused.diag.message_primary or type(refused).__name__}. Try `sapar migrate`.",
            )
