"""Keyed hashes by which a heading, a word or a whole row is known again without standing in the database."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

from sapar.sheets.reading.texts import clean, spoken
from sapar.vault.keys import organisation

if TYPE_CHECKING:
    import uuid


def mark(org_id: uuid.UUID, kind: str, text: str) -> bytes:
    """Raises `Locked`."""
    return hmac.digest(organisation.blind(org_id), f"sheet {kind}|{text}".encode(), "sha256")


def of_headings(org_id: uuid.UUID, headings: list[str]) -> bytes:
    return mark(org_id, "headings", "|".join(spoken(heading) for heading in headings))


def content_of(plan: dict[str, Any]) -> str:
    """What makes two rows the same: everything that would be written, however it was typed."""
    told = {name: value for name, value in plan.items() if name != "sapar_id"}
    return clean(json.dumps(told, sort_keys=True, ensure_ascii=False)).casefold()
