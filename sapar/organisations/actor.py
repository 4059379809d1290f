"""The actors that really exist: a member of staff, somebody from the public, the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sapar.organisations.roles import RIGHTS

if TYPE_CHECKING:
    import uuid

    from sapar.accounts.models import User
    from sapar.organisations.models import Membership, Organisation


@dataclass(frozen=True)
class StaffActor:
    """A signed-in user acting for one organisation in one role."""

    user: User = field(repr=False)
    membership: Membership = field(repr=False)
    kind: str = "staff"

    @property
    def org(self) -> Organisation:
        return self.membership.org

    @property
    def org_id(self) -> uuid.UUID:
        return self.membership.org_id

    @property
    def user_id(self) -> uuid.UUID:
        return self.user.pk

    @property
    def member_id(self) -> uuid.UUID:
        return self.membership.pk

    @property
    def role(self) -> str:
        return self.membership.role

    def may(self, right: str) -> bool:
        return right in RIGHTS[self.membership.role]


@dataclass(frozen=True)
class PublicActor:
    """Somebody without an account. Holds no right; `org_id` is set only while a call for help is handed to it."""

    org_id: uuid.UUID | None = None
    user_id: None = None
    member_id: None = None
    kind: str = "public"

    def may(self, right: str) -> bool:
        return right in {"directory.search", "request.leave", "feedback.tell"}


@dataclass(frozen=True)
class SystemActor:
    """A job or a command acting for one organisation (or none). `task` is its name in the audit."""

    task: str
    org_id: uuid.UUID | None = None
    user_id: None = None
    member_id: None = None
    kind: str = "system"

    def may(self, right: str) -> bool:  # the code that makes a SystemActor is itself the permission
        return True
