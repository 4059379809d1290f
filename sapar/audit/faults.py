"""What a verification can find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `kind` is changed, missing, reordered, replaced, unchained, head, truncated or root."""

    kind: str
    org_id: uuid.UUID
    seq: int | None
    event_id: uuid.UUID | None
    verb: str
    says: str

    def __str__(self) -> str:
        return self.says
