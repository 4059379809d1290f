"""The blind index: finding an exact phone or document number that stands nowhere in the database.

An entry is HMAC-SHA-256 of kind and value under a key of the organisation, so the same number looks different in each.
The caller normalises (E.164 for phones) and decides who may look. A set holds many short hashes of one subject (what
its name sounds like); it is searched by a function of the database that knows who may see whom.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.common import ready
from sapar.vault.keys import organisation
from sapar.vault.marks import lit
from sapar.vault.models import BlindEntry, BlindSet

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from sapar.vault.models import DataKey


def put(
    org_id: uuid.UUID, kind: str, value: str, subject_kind: str, subject_id: uuid.UUID, data_key: DataKey
) -> None:
    """Make a subject findable by a value; once is enough. The entry goes when `data_key` is erased."""
    entry = BlindEntry(
        org_id=org_id,
        kind=kind,
        digest=digest(org_id, kind, value),
        subject_kind=subject_kind,
        subject_id=subject_id,
        data_key=data_key,
    )
    ready.put(entry)


def find(org_id: uuid.UUID, kind: str, value: str) -> list[BlindEntry]:
    """Who is known by exactly this value, oldest first; raises `Locked`."""
    return _entries(org_id, kind, digest(org_id, kind, value))


@ready.ready
def _entries(org_id: uuid.UUID, kind: str, known_as: bytes) -> QuerySet[BlindEntry]:
    return BlindEntry.objects.filter(org_id=org_id, kind=kind, digest=known_as).order_by("id")


def forget(subject_id: uuid.UUID, kind: str | None = None) -> int:
    """Take a subject's entries out (all, or of one kind), as before a changed number is put; returns how many."""
    entries = BlindEntry.objects.filter(subject_id=subject_id)
    if kind is not None:
        entries = entries.filter(kind=kind)
    return entries.delete()[0]


def digest(org_id: uuid.UUID, kind: str, value: str) -> bytes:
    """What an exact value looks like in one organisation's index; raises `Locked`."""
    return hmac.digest(organisation.blind(org_id), f"{kind}|{value}".encode(), "sha256")


_PUT_SET = """
    insert into vault_blindset (subject_id, org_id, data_key_id, digests, marks, size, recipe)
    values (%(subject)s, %(org)s, %(key)s, %(digests)s::int[], %(marks)s, %(size)s, %(recipe)s)
    on conflict (subject_id) do update
    set digests = excluded.digests, marks = excluded.marks, size = excluded.size, recipe = excluded.recipe
    where vault_blindset.org_id = excluded.org_id
"""


@dataclass(frozen=True)
class Findable:
    """What a subject is found by, and what it is then put in order by: plain values, which nobody keeps.

    `size`: of how many parts a name is, say; `recipe`: by which rules the values were made.
    """

    kind: str
    values: frozenset[str]
    traits: frozenset[str]
    size: int
    recipe: int


def put_set(subject_id: uuid.UUID, by: Findable, data_key: DataKey) -> None:
    """Make a subject findable by how many values it shares; replaces what was there. Goes when the key is erased."""
    digests, marks = hashes(organisation.blind(data_key.org_id), by)
    row = {
        "subject": subject_id, "org": data_key.org_id, "key": data_key.pk, "digests": digests, "marks": marks,
        "size": by.size, "recipe": by.recipe,
    }  # fmt: skip
    ready.tell(_PUT_SET, row)


def forget_set(subject_id: uuid.UUID) -> None:
    BlindSet.objects.filter(subject_id=subject_id).delete()


def hashes(key: bytes, by: Findable) -> tuple[list[int], str]:
    """What stands in a row's `digests` and `marks`; `key` is the organisation's blind key."""
    return shorts(key, by.kind, by.values), marks(key, by.kind, by.traits)


def shorts(key: bytes, kind: str, values: Iterable[str]) -> list[int]:
    """Keyed hashes of four bytes, ascending. Among a million values some meet by chance: they find, they prove nothing."""
    found = {hmac.digest(key, f"{kind}|{value}".encode(), "sha256")[:4] for value in values}
    return sorted(int.from_bytes(one, "big", signed=True) for one in found)


def marks(key: bytes, kind: str, traits: Iterable[str]) -> str:
    """The bits that these traits light, as zeros and ones."""
    return lit(shorts(key, f"{kind}-trait", traits))
