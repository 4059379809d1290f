"""What a check finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Level(enum.Enum):
    FINE = "fine"
    NOTE = "note"
    """Worth knowing, and as it has to be here (a demo's key beside its database)."""
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One sentence, and for a fault another one that says what to do."""

    level: Level
    says: str
    remedy: str = ""


def fine(says: str) -> list[Finding]:
    return [Finding(Level.FINE, says)]


def note(says: str, remedy: str = "") -> list[Finding]:
    return [Finding(Level.NOTE, says, remedy)]


def fault(says: str, remedy: str) -> list[Finding]:
    return [Finding(Level.FAULT, says, remedy)]
