"""Django's sessions in the database, read and kept by statements that are built once: every page of staff begins with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from sapar.common.ready import Text, ready, tell

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


@ready
def _kept(key: Text, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _kept(Text(self.session_key), timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """A session that exists is written in one statement that nobody waits for; Django's way puts a savepoint round it. One that
        was ended meanwhile stays ended: what was done in it is kept, and the next page asks who is there."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined] # missing in its stubs
        values = {"key": row.session_key, "data": row.session_data, "ends": row.expire_date}
        tell(_SAVE, values)


_SAVE = """
    update django_session set session_data = %(data)s, expire_date = %(ends)s where session_key = %(key)s
"""
