"""Statements whose plan is kept, sent straight through libpq, and several of them at once.

A cursor of Django's and one of psycopg's round each statement take 25 of its 33 µs of the program's processor time, three
times as much when their code has left the caches meanwhile, and a page asks twenty. psycopg turns values and rows into what
they are here as there, and says what went wrong; left out is what only a statement that is asked once needs.

Inside `together` a statement whose answer nobody needs is not waited for: the database works on it while the program goes
on, and the next question takes its answer along. The order of statements stays as it was written.
"""

from __future__ import annotations

import functools
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DatabaseError, InternalError
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import adapt
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from psycopg.abc import Transformer
    from psycopg.pq.abc import PGconn, PGresult

    Params = Sequence[Any] | Mapping[str, Any]

# In a database's settings: plans may be kept on its connections, and nobody but this module keeps any.
KEEPS_PLANS = "SAPAR_KEEPS_PLANS"

_FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_PLACE = re.compile(r"%(?:(?P<percent>%)|(?:\((?P<name>[^)]+)\))?s)")
# More than a program has; one that makes statements up has them planned each time from here on.
_MOST = 500

# The names of a connection's prepared statements: those of the same words with other types are others.
_Names = dict[tuple[str, tuple[int, ...]], bytes]
_names: WeakKeyDictionary[psycopg.Connection[Any], _Names] = WeakKeyDictionary()


def rows(connection: BaseDatabaseWrapper, sql: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows of a statement with `%s` or `%(name)s` in the places of its values. Raises Django's `DatabaseError`."""
    line = _line(connection)
    if line is None:
        with _cursor(connection) as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    with connection.wrap_database_errors:
        result, values = line.ask(sql, params)
        values.set_pgresult(result)
        return values.load_rows(0, result.ntuples, tuple)


def count(connection: BaseDatabaseWrapper, sql: str, params: Params) -> int:
    """How many rows a statement wrote. Raises Django's `DatabaseError`."""
    line = _line(connection)
    if line is None:
        with _cursor(connection) as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)
    with connection.wrap_database_errors:
        return line.ask(sql, params)[0].command_tuples or 0


def send(connection: BaseDatabaseWrapper, sql: str, params: Params) -> None:
    """A statement that does its work or fails. Inside `together` its failure is raised by a later statement, at the latest
    where the block ends; Django's `DatabaseError` here as there."""
    line = _line(connection)
    if line is None or line.gathering is None:
        count(connection, sql, params)
        return
    with connection.wrap_database_errors:
        line.send(line.gathering, sql, params)


@contextmanager
def together(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, `send` does not wait. Every cursor of Django's first waits for what was sent before it."""
    gathering = _Gathering(connection)
    with connection.execute_wrapper(gathering):
        try:
            yield
        except BaseException:
            # What was raised first is what is told.
            with suppress(DatabaseError):
                gathering.settle()
            raise
        gathering.settle()


def refuse_broken(connection: BaseDatabaseWrapper) -> None:
    """Wait for all that was sent; raises `InternalError` in a broken transaction, whose commit would be a silent rollback:
    somebody may have taken the failure of something sent before for their own and gone on."""
    settle(connection)
    under: psycopg.Connection[Any] | None = connection.connection
    if under is not None and under.pgconn.transaction_status == TransactionStatus.INERROR:
        raise InternalError


def settle(connection: BaseDatabaseWrapper) -> None:
    """Wait for all that was sent. Raises Django's `DatabaseError` for what failed."""
    for one in connection.execute_wrappers:
        if isinstance(one, _Gathering):
            one.settle()


class _Gathering:
    """What was sent on a connection and not yet waited for."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._sent_on: psycopg.Connection[Any] | None = None

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.settle()
        return execute(*statement)

    @property
    def is_open(self) -> bool:
        return self._sent_on is not None and self._sent_on is self._connection.connection

    def opens(self, under: psycopg.Connection[Any]) -> None:
        self._sent_on = under

    def closes(self) -> None:
        self._sent_on = None

    def settle(self) -> None:
        if not self.is_open:
            return
        pg = self._connection.connection.pgconn
        self.closes()
        with self._connection.wrap_database_errors:
            for one in _answers(pg):
                _check(pg, one)


class _Line:
    """The way to a connection's database, for one statement."""

    def __init__(self, under: psycopg.Connection[Any], gathering: _Gathering | None) -> None:
        self._under, self._pg, self.gathering = under, under.pgconn, gathering

    def ask(self, sql: str, params: Params) -> tuple[PGresult, Transformer]:
        values, statement = self._made(sql, params)
        if self._is_alone():
            return _check(self._pg, self._now(*statement)), values
        self._go(*statement)
        if self.gathering is not None:
            self.gathering.closes()
        answers = _answers(self._pg)
        for one in answers:
            _check(self._pg, one)
        return answers[-1], values

    def send(self, gathering: _Gathering, sql: str, params: Params) -> None:
        self._go(*self._made(sql, params)[1])
        gathering.opens(self._under)
        self._pg.flush()

    def _is_alone(self) -> bool:
        return self._pg.transaction_status == TransactionStatus.INTRANS or (
            self._under.autocommit and self._pg.transaction_status == TransactionStatus.IDLE
        )

    def _made(self, sql: str, params: Params) -> tuple[Transformer, tuple[Any, ...]]:
        """The statement with its values as the database reads them."""
        numbered, order = _numbered(sql)
        given: Any = params if order is None else [params[name] for name in order]  # type: ignore[call-overload] # by name
        values: Transformer = adapt.Transformer(self._under)
        sent = values.dump_sequence(given, [PyFormat.AUTO] * len(given))
        types = values.types or ()
        names = _names.get(self._under)
        if names is None:
            names = _names[self._under] = {}
        name = names.get((sql, types)) or self._prepared(names, sql, numbered, types)
        return values, (name, numbered, sent, types, values.formats)

    def _prepared(self, names: _Names, sql: str, numbered: bytes, types: tuple[int, ...]) -> bytes | None:
        """The name of a new statement; None where this connection keeps as many as it may."""
        if len(names) >= _MOST:
            return None
        if self.gathering is not None:
            self.gathering.settle()
        name = b"straight_%d" % len(names)
        _check(self._pg, self._pg.prepare(name, numbered, types))
        names[sql, types] = name
        return name

    def _now(self, name: bytes | None, numbered: bytes, sent: Any, types: Any, formats: Any) -> PGresult:
        if name is None:
            return self._pg.exec_params(numbered, sent, types, formats)
        return self._pg.exec_prepared(name, sent, formats)

    def _go(self, name: bytes | None, numbered: bytes, sent: Any, types: Any, formats: Any) -> None:
        """Send it without waiting, after what begins the transaction where nothing has begun it."""
        begins = self._pg.transaction_status == TransactionStatus.IDLE and not self._under.autocommit
        self._pg.enter_pipeline_mode()
        if begins:
            self._pg.send_query_params(b"begin", None)
        if name is None:
            self._pg.send_query_params(numbered, sent, types, formats)
        else:
            self._pg.send_query_prepared(name, sent, formats)


def _line(connection: Any) -> _Line | None:
    """None where a cursor has to do it: plans are not to be kept, somebody counts statements, the transaction is broken."""
    under: psycopg.Connection[Any] | None = connection.connection
    if (
        under is None
        or not connection.settings_dict.get(KEEPS_PLANS)
        or connection.needs_rollback
        or connection.queries_logged
    ):
        return None
    gathering = None
    for one in connection.execute_wrappers:
        if not isinstance(one, _Gathering):
            return None
        gathering = one
    if gathering is not None and gathering.is_open:
        return _Line(under, gathering)
    if under.pgconn.transaction_status not in {TransactionStatus.IDLE, TransactionStatus.INTRANS}:
        return None
    return _Line(under, gathering)


def _cursor(connection: Any) -> Any:
    """A cursor that sends values apart from the statement, so that its plan can be kept."""
    connection.ensure_connection()
    return connection._prepare_cursor(ServerBindingCursor(connection.connection))  # type: ignore[call-arg] # as `cursor` does


def _answers(pg: PGconn) -> list[PGresult]:
    """Of all that was sent, in its order; afterwards the connection speaks with one statement at a time again."""
    found: list[PGresult] = []
    pg.pipeline_sync()
    while True:
        one = pg.get_result()
        if one is None:
            if pg.status == ConnStatus.BAD:
                raise psycopg.OperationalError(pg.get_error_message())
        elif one.status == ExecStatus.PIPELINE_SYNC:
            break
        else:
            found.append(one)
    pg.exit_pipeline_mode()
    return found


def _check(pg: PGconn, result: PGresult) -> PGresult:
    if result.status in _FINE:
        return result
    if pg.status == ConnStatus.BAD:
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)


@functools.lru_cache(maxsize=1000)
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...] | None]:
    """The statement with `$1`, `$2` … in its places, and what stands there by name; None for places without names."""
    named: dict[str, int] = {}
    nameless = 0

    def place(found: re.Match[str]) -> str:
        nonlocal nameless
        if found["percent"]:
            return "%"
        if found["name"] is None:
            nameless += 1
            return f"${nameless}"
        return f"${named.setdefault(found['name'], len(named) + 1)}"

    words = _PLACE.sub(place, sql)
    return words.encode(), None if nameless else tuple(named)
