"""Django's sessions in the database, read by a statement that is built once: every page of staff begins with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from sapar.common.ready import Text, ready

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
