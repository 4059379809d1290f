"""Every write about people."""

from sapar.people.actions.consents import Asked, end_consents, take_consent, withdraw_consent
from sapar.people.actions.erasing import erase
from sapar.people.actions.phones import add_phone, remove_phone
from sapar.people.actions.recording import amend, record

__all__ = [
    "Asked",
    "add_phone",
    "amend",
    "end_consents",
    "erase",
    "record",
    "remove_phone",
    "take_consent",
    "withdraw_consent",
]
