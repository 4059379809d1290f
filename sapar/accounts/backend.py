"""Django's way of finding the user of a session, read by a statement that is built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend

from sapar.accounts.models import User
from sapar.common.ready import ready

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet


@ready
def _with_id(user_id: uuid.UUID) -> QuerySet[User]:
    return User.objects.filter(pk=user_id)


class Backend(ModelBackend):
    def get_user(self, user_id: uuid.UUID) -> User | None:
        found = _with_id(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
