"""How a state looks: a tone and a shape for every code the flows use. The word always stands beside it."""

from __future__ import annotations

# tone (a class of the stylesheet), shape (an icon)
OPEN = ("", "ring")
WAITING = ("", "dotted")
MOVING = ("go-on", "half")
GOOD = ("good", "check")
LATE = ("late", "warning")
BAD = ("bad", "cross")
ENDED = ("", "dash")
SHUT = ("bad", "lock")

LOOKS: dict[str, tuple[str, str]] = {
    "new": OPEN,
    "open": OPEN,
    "draft": WAITING,
    "waiting": WAITING,
    "pending": WAITING,
    "unconfirmed": WAITING,
    "unknown": WAITING,
    "invited": WAITING,
    "offered": MOVING,
    "in_work": MOVING,
    "kept": GOOD,
    "known": GOOD,
    "over": ENDED,
    "broken": BAD,
    "overtaken": ENDED,
    "proposed": WAITING,
    "asked": WAITING,
    "making": MOVING,
    "ready": WAITING,
    "published": GOOD,
    "blocked": BAD,
    "failed": BAD,
    "active": MOVING,
    "taken": MOVING,
    "partly": MOVING,
    "accepted": GOOD,
    "given": GOOD,
    "done": GOOD,
    "completed": GOOD,
    "solved": GOOD,
    "confirmed": GOOD,
    "in_force": GOOD,
    "free": GOOD,
    "reached": GOOD,
    "not-reached": BAD,
    "seconded": MOVING,
    "dropped": ENDED,
    "overdue": LATE,
    "soon": LATE,
    "expired": LATE,
    "checking": MOVING,
    "loading": MOVING,
    "undoing": MOVING,
    "checked": WAITING,
    "loaded": GOOD,
    "undone": ENDED,
    "forgotten": ENDED,
    "wanted": OPEN,
    "under_way": MOVING,
    "not_wanted": ENDED,
    "not_to_be_had": BAD,
    "begun": WAITING,
    "finished": GOOD,
    "quarantined": LATE,
    "warning": LATE,
    "raised": WAITING,
    "replied": MOVING,
    "upheld": LATE,
    "declined": BAD,
    "refused": BAD,
    "withdrawn": BAD,
    "unsafe": BAD,
    "not_solved": BAD,
    "suspended": BAD,
    "closed": ENDED,
    "left": ENDED,
    "ended": ENDED,
    "cancelled": ENDED,
    "none": ENDED,
    "restricted": SHUT,
    "locked": SHUT,
}


def look_of(code: str) -> tuple[str, str]:
    """(tone, shape) of a state's code; a code we do not know is an open ring without a tone."""
    return LOOKS.get(str(code).lower().replace("-", "_"), OPEN)
