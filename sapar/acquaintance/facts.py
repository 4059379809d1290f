"""What an entry was made with: hashes under the organisation's own key that only say whether a fact was known then."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sapar.acquaintance import tokens
from sapar.vault import blind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.acquaintance.models import Entry
    from sapar.same.sought import Sought

KIND = "acquaintance"
_BYTES = 16
# Readings of three names with two phones, two documents and a date of birth. As many are always stored, the rest noise.
_PLACES = 48


def sealed(entry: Entry, known: Sought) -> bytes:
    """Of the first few facts alone; the same length for whoever is entered. Raises `Locked`."""
    values = sorted(tokens.values(tokens.first(known)))[:_PLACES]
    digests = [_digest(entry, value) for value in values]
    digests += [secrets.token_bytes(_BYTES) for _noise in range(_PLACES - len(digests))]
    return b"".join(sorted(digests))


def known_then(entry: Entry, values: Iterable[str]) -> list[str]:
    """Those of these values with which the entry was made."""
    joined = bytes(entry.facts)
    stored = {joined[start : start + _BYTES] for start in range(0, len(joined), _BYTES)}
    return [value for value in values if _digest(entry, value) in stored]


def _digest(entry: Entry, value: str) -> bytes:
    """Another in every entry, so that two entries of one person have nothing in common."""
    return blind.digest(entry.org_id, KIND, f"{entry.pk}|{value}")[:_BYTES]
