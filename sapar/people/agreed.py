"""The agreed word: what somebody says on the phone so that we know it is they, and not who has their phone.

For each number of a person the vault keeps a keyed hash of number and word. Whoever answers the phone checks a word
against those hashes and learns "right" or "not right": nothing tells whether the number is known, has a word at all, or
belongs to somebody in a restricted case.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sapar.organisations.guard import require
from sapar.ui.phones import REGIONS, read_number
from sapar.ui.texts import tidy
from sapar.vault import ERASED, blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sapar.common.actor import Actor
    from sapar.people.models import Person
    from sapar.vault.models import BlindEntry

KIND = "agreed"
LONGEST = 60
# All but letters and digits, and the letters that keyboards put for an apostrophe.
_UNSAID = re.compile(r"[\W_ʼʻˈ]+")


def folded(word: str) -> str:
    """The word as it sounds: case, spaces, apostrophes, quotes and the dots of "ё" do not matter."""
    flat = unicodedata.normalize("NFC", tidy(word).casefold()).replace("ё", "е")
    return _UNSAID.sub("", flat)


def put(actor: Actor, person: Person) -> None:
    """Make the person's word fit each of their numbers, and no other. Called when the word changes, or a number goes."""
    if actor.org_id is None:
        return
    blind.forget(person.pk, KIND)
    if _said(person):
        for phone in person.phones.select_related("data_key"):
            put_for(actor, person, phone.number)


def put_for(actor: Actor, person: Person, number: str) -> None:
    """The same for a number that is new."""
    said = _said(person)
    if said and actor.org_id is not None:
        blind.put(actor.org_id, KIND, _value(number, said), "person", person.pk, person.data_key)


def _said(person: Person) -> str:
    word = person.agreed_word
    return folded(word) if word and word is not ERASED else ""


def is_right(actor: Actor, number: str, word: str, regions: Sequence[str] = REGIONS) -> bool:
    """Whether somebody who has this number agreed on this word with us. Raises `Locked`.

    The hashes are the organisation's, so this answers also where the person and the case are hidden from the actor.
    """
    return bool(_entries(actor, number, word, regions))


def holders(actor: Actor, number: str, word: str, regions: Sequence[str] = REGIONS) -> list[uuid.UUID]:
    """The ids of the people whose word it is; for code that writes a notice, never for a page."""
    return [entry.subject_id for entry in _entries(actor, number, word, regions)]


def _entries(actor: Actor, number: str, word: str, regions: Sequence[str]) -> list[BlindEntry]:
    require(actor, "contact.read")
    said = folded(word[:LONGEST])
    # The same work for a text that is no number or no word.
    normal = read_number(number, regions) or "-"
    entries = blind.find(actor.org_id, KIND, _value(normal, said)) if actor.org_id else []
    return entries if said else []


def _value(number: str, said: str) -> str:
    return f"{number}|{said}"
