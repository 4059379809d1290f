"""The name and the place in which Django looks for it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.db.backends.postgresql import base

from sapar.common import straight
from sapar.common.quiet import is_quiet

if TYPE_CHECKING:
    import psycopg


class DatabaseWrapper(base.DatabaseWrapper):
    """A commit and savepoints go the way of other statements (`straight`). A connection from the pool is looked at before it is used: a
    server that has gone said so, and its word lies unread.

    The pool's own check asks the server an empty question instead, which takes 0.6 ms of a request. What neither can see at
    once, a machine that fell silent, the first statement finds out.
    """

    # Said by whoever is about to leave a block.
    leaves_unwaited = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        found: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        if self.pool:
            for _try in range(self.pool.max_size):
                if is_quiet(found.fileno()):
                    break
                # The pool throws a closed one away and makes another.
                found.close()
                self.pool.putconn(found)
                found = super().get_new_connection(conn_params)
        return found

    def _commit(self) -> None:
        if not straight.commit(self):
            super()._commit()  # type: ignore[misc] # of Django, missing in its stubs

    def _rollback(self) -> None:
        with suppress(DatabaseError):
            straight.settle(self)
        super()._rollback()  # type: ignore[misc] # of Django, missing in its stubs

    def _savepoint(self, sid: str) -> None:
        # What failed before it is told by what comes next, inside of it.
        if not straight.say(self, self.ops.savepoint_create_sql(sid), wait=False):
            super()._savepoint(sid)  # type: ignore[misc] # of Django, missing in its stubs

    def _savepoint_commit(self, sid: str) -> None:
        # Whoever leaves a block has to know that all in it was done, or says that they need not (`blocks`).
        wait, self.leaves_unwaited = not self.leaves_unwaited, False
        if not straight.say(self, self.ops.savepoint_commit_sql(sid), wait=wait):
            super()._savepoint_commit(sid)  # type: ignore[misc] # of Django, missing in its stubs
