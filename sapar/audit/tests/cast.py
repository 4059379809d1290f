"""Who acts in these tests. Accounts and organisations are above this layer, so an actor is only what the protocol says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sapar.common.ids import uuid7

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class Clerk:
    org_id: uuid.UUID | None = field(default_factory=uuid7)
    user_id: uuid.UUID | None = field(default_factory=uuid7)
    member_id: uuid.UUID | None = field(default_factory=uuid7)
    kind: str = "staff"

    def may(self, _right: str) -> bool:
        return True
