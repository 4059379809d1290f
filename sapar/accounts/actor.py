"""A user acting on their own account, for no organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid

    from sapar.accounts.models import User


@dataclass(frozen=True)
class AccountActor:
    """Holds no organisation and one right: to use the account."""

    user: User = field(repr=False)
    org_id: None = None
    member_id: None = None
    kind: str = "account"

    @property
    def user_id(self) -> uuid.UUID:
        return self.user.pk

    def may(self, right: str) -> bool:
        return right == "account.use"
