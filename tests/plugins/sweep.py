"""Emptying the database after a transactional test, without losing what the migrations put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

if TYPE_CHECKING:
    from psycopg import Connection

_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


class Broom:
    """Knows the tables that were empty when tests began; only those are emptied.

    DELETE, not TRUNCATE: on small tables it is far quicker, and neither triggers nor foreign keys stand in its way when
    the session says it is a replica.
    """

    def __init__(self, superuser: Connection[tuple[object, ...]]) -> None:
        self._connection = superuser
        self._connection.execute("set session_replication_role = replica")
        self._connection.execute("set lock_timeout = '20s'")
        names = [str(name) for (name,) in superuser.execute(_TABLES)]
        seeded = self._filled(names)
        self._swept = [name for name in names if name not in seeded]

    def sweep(self) -> None:
        for name in self._filled(self._swept):
            self._connection.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))

    def _filled(self, names: list[str]) -> list[str]:
        """Which of the tables hold a row, in one question."""
        if not names:
            return []
        question = sql.SQL(" union all ").join(
            sql.SQL("select {} where exists (select 1 from {})").format(
                sql.Literal(name), sql.Identifier(name)
            )
            for name in names
        )
        return [str(name) for (name,) in self._connection.execute(question)]
