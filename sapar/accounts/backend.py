"""Django's way of finding the user of a session, read by a statement that is built once, or handed over."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend

from sapar.accounts.models import User
from sapar.common.ready import ready

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from django.db.models import QuerySet

_READ: ContextVar[User | None] = ContextVar("user read already", default=None)


@contextmanager
def read_already(user: User | None) -> Iterator[None]:
    """Inside, who asks for this user asks no database: the row came with another question."""
    token = _READ.set(user)
    try:
        yield
    finally:
        _READ.reset(token)


@ready
def _with_id(user_id: uuid.UUID) -> QuerySet[User]:
    return User.objects.filter(pk=user_id)


class Backend(ModelBackend):
    def get_user(self, user_id: uuid.UUID) -> User | None:
        known = _READ.get()
        found = [known] if known is not None and known.pk == user_id else _with_id(user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
