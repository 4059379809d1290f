"""The blind index: finding an exact phone or document number that stands nowhere in the database.

An entry is HMAC-SHA-256 of kind and value under a key of the organisation, so the same number looks different in each.
The caller normalises (E.164 for phones) and decides who may look.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from sapar.common.ready import insert, ready
from sapar.vault.keys import organisation
from sapar.vault.models import BlindEntry

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from sapar.vault.models import DataKey


def put(  # noqa: PLR0913
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
    insert(entry, unless_there=True)


def find(org_id: uuid.UUID, kind: str, value: str) -> list[BlindEntry]:
    """Who is known by exactly this value, oldest first; raises `Locked`."""
    return _entries(org_id, kind, digest(org_id, kind, value))


@ready
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
