"""The wiring of what flows upward. One line an announcement; none at all says that nobody needs to react."""

from __future__ import annotations

from sapar.common.effects import wire
from sapar.organisations import effects as organisations


def wire_all() -> None:
    """Called once, when the applications are ready."""
    wire("account.event", organisations.record_account_event)
    wire("consent.withdrawn")
    wire("consent.expired")
    wire("person.erased")
    wire("case.closed")
    wire("member.left")
    wire("contact.logged")
    for course in ("offered", "accepted", "declined", "completed", "withdrawn", "expired"):
        wire(f"referral.{course}")
