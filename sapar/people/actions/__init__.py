"""Every write about people."""

from sapar.people.actions.consents import Asked, end_consents, take_consent, withdraw_consent
from sapar.people.actions.deciding import decide, propose_consent, propose_erasure, propose_withdrawal
from sapar.people.actions.erasing import erase
from sapar.people.actions.links import add_link, end_link, mark_link
from sapar.people.actions.needs import set_needs
from sapar.people.actions.phones import add_first_phone, add_phone, remove_phone
from sapar.people.actions.recording import amend, complete, record

__all__ = [
    "Asked",
    "add_link",
    "add_first_phone",
    "add_phone",
    "amend",
    "complete",
    "decide",
    "end_consents",
    "end_link",
    "erase",
    "mark_link",
    "propose_consent",
    "propose_erasure",
    "propose_withdrawal",
    "record",
    "remove_phone",
    "set_needs",
    "take_consent",
    "withdraw_consent",
]
