"""Who acts. Lower layers know an actor only by this protocol; `organisations.actor` makes the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import uuid


class Actor(Protocol):
    """The one who calls a verb.

    `kind` is "staff", "public" or "system". `org_id` is the organisation acted for, None for nobody's.
    `name` is a short id-like label for the audit, never a person's name.
    """

    @property
    def kind(self) -> str: ...
    @property
    def org_id(self) -> uuid.UUID | None: ...
    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def member_id(self) -> uuid.UUID | None: ...

    def may(self, right: str) -> bool:
        """Whether the role of this actor carries the right (see `organisations.roles`)."""
