"""Indexes, foreign keys and row triggers of a few tables, taken off before millions of rows come and put back after.

All within the load's transaction: PostgreSQL undoes both with it. Putting a foreign key back checks every row at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.config.words import Step

_FOREIGN = """
select r.relname, c.conname, pg_get_constraintdef(c.oid), f.relname
from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_class f on f.oid = c.confrelid
    join pg_namespace n on n.oid = r.relnamespace
where c.contype = 'f' and (r.relname = any(%(tables)s) or f.relname = any(%(tables)s)) and n.nspname = 'public'
order by r.relname, c.conname
"""
_UNIQUE = """
select r.relname, c.conname, pg_get_constraintdef(c.oid)
from pg_constraint c join pg_class r on r.oid = c.conrelid
where c.contype = 'u' and r.relname = any(%(tables)s) order by 1, 2
"""
_INDEXES = """
select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class r on r.oid = i.indrelid
where r.relname = any(%(tables)s) and not i.indisprimary
    and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype = 'u')
order by 1
"""
_FORCED = "select relname from pg_class where relforcerowsecurity and relname = any(%(tables)s) order by 1"


@dataclass(frozen=True)
class TakenOff:
    """What has to be put back."""

    silent: list[str]
    foreign: list[Any]
    unique: list[Any]
    indexes: list[Any]


def take_off(cursor: Any, tables: Sequence[str], silent: Sequence[str]) -> TakenOff:
    """From here on the tables take rows at full speed, the `silent` ones without their row triggers.

    The caller is their owner, in a transaction.
    """
    cursor.execute("set local maintenance_work_mem = '512MB'")
    cursor.execute("set local work_mem = '256MB'")
    taken = TakenOff(list(silent), *(_ask(cursor, words, tables) for words in (_FOREIGN, _UNIQUE, _INDEXES)))
    for table, name, _words, _parent in taken.foreign:
        _alter(cursor, table, "drop constraint {}", name)
    for table, name, _words in taken.unique:
        _alter(cursor, table, "drop constraint {}", name)
    for name, _words in taken.indexes:
        cursor.execute(f"drop index {name}")
    for table in silent:
        _alter(cursor, table, "disable trigger user")
    return taken


def put_back(cursor: Any, taken: TakenOff, current: Step) -> None:
    """Everything as it was; raises IntegrityError when the rows do not allow it."""
    cursor.execute("set constraints all immediate")
    for table in taken.silent:
        _alter(cursor, table, "enable trigger user")
    for at, (_name, words) in enumerate(taken.indexes, start=1):
        current.now = f"index {at} of {len(taken.indexes)}"
        cursor.execute(words)
    for table, name, words in taken.unique:
        current.now = name
        _alter(cursor, table, f"add constraint {{}} {words}", name)
    _put_foreign_keys_back(cursor, taken.foreign, current)


def _put_foreign_keys_back(cursor: Any, foreign: list[Any], current: Step) -> None:
    """As an owner who sees every row meanwhile: under FORCE the check would look at none."""
    touched = sorted({table for child, _name, _words, parent in foreign for table in (child, parent)})
    forced = [name for (name,) in _ask(cursor, _FORCED, touched)]
    for table in forced:
        _alter(cursor, table, "no force row level security")
    for at, (table, name, words, _parent) in enumerate(foreign, start=1):
        current.now = f"foreign key {at} of {len(foreign)}"
        _alter(cursor, table, f"add constraint {{}} {words}", name)
    for table in forced:
        _alter(cursor, table, "force row level security")


def _alter(cursor: Any, table: str, words: str, *names: str) -> None:
    """`words` come from the catalogue of the database itself; a name stands for each `{}`."""
    change = sql.SQL("alter table {} " + words).format(*map(sql.Identifier, (table, *names)))
    cursor.execute(change.as_string())


def _ask(cursor: Any, words: str, tables: Sequence[str]) -> list[Any]:
    cursor.execute(words, {"tables": list(tables)})
    rows: list[Any] = cursor.fetchall()
    return rows
