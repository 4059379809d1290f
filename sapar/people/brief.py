"""What a search has to know of many people, opened without making a record of each: dozens are weighed, five are shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sapar.common.ready import ask
from sapar.people import birth as births
from sapar.people.models import Person
from sapar.vault import cipher
from sapar.vault.keys import datakeys

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from sapar.ui.dates import PartialDate
    from sapar.vault.fields import SealedField

# Through the policies, like every read of people; whoever is erased has no key any more. One more condition is to follow.
SEALED = """
    select p.id, p.names, p.birth, p.birth_precision, p.sex, p.citizenships, k.id, k.epoch, k.wrapped
    from people_person p join vault_datakey k on k.id = p.data_key_id
    where p.org_id = %(org)s and p.erased_at is null and k.wrapped is not null
"""
_ROWS = f"{SEALED} and p.id = any(%(people)s::uuid[])"

_NAMES, _BIRTH = (cast("SealedField", Person._meta.get_field(name)) for name in ("names", "birth"))


@dataclass(frozen=True, slots=True)
class Brief:
    """One person, as far as who they are goes; the fields mean what those of `Person` mean."""

    id: uuid.UUID
    names: tuple[str, ...]
    born: PartialDate
    sex: str
    citizenships: list[str]


def briefs(org_id: uuid.UUID, people: list[uuid.UUID]) -> list[Brief]:
    """Of those people who are there and whom the member sees, in no order. Raises `Locked`."""
    return [opened(org_id, row) for row in ask(_ROWS, {"org": org_id, "people": people})]


def opened(org_id: uuid.UUID, row: Sequence[Any]) -> Brief:
    """Of a row that `SEALED` gave. Raises `Locked`."""
    pk, names, birth, precision, sex, citizenships, *key = row
    opener = datakeys.unwrapped(org_id, *key)
    texts = tuple(one["text"] for one in _value(opener, names, _NAMES, pk) or ())
    born = births.opened(_value(opener, birth, _BIRTH, pk), precision)
    return Brief(pk, texts, born, sex, citizenships)


def _value(key: AESGCM, sealed: bytes, field: SealedField, pk: uuid.UUID) -> Any:
    return json.loads(cipher.open_sealed(key, sealed, field.place_of(Person._meta.db_table, pk)))
