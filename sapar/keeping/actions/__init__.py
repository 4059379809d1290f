"""Every write of keeping."""

from sapar.keeping.actions.certificates import certify, forget_people
from sapar.keeping.actions.exporting import approve, ask, expire, refuse, take, withdraw
from sapar.keeping.actions.holds import ask_to_lift, keep, lift, place, refuse_held_person, review
from sapar.keeping.actions.nightly import erase_due
from sapar.keeping.actions.terms import confirm, set_terms, stop

__all__ = [
    "approve",
    "ask",
    "ask_to_lift",
    "certify",
    "confirm",
    "erase_due",
    "expire",
    "forget_people",
    "keep",
    "lift",
    "place",
    "refuse",
    "refuse_held_person",
    "review",
    "set_terms",
    "stop",
    "take",
    "withdraw",
]
