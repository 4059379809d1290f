"""Statements whose plan is kept, sent straight through libpq, and several of them at once.

A cursor of Django's and one of psycopg's round each statement take 25 of its 33 µs of the program's processor time, three
times as much when their code has left the caches meanwhile, and a page asks twenty. psycopg turns values and rows into what
they are here as there, and says what went wrong; left out is what only a statement that is asked once needs.

Inside `together` a statement whose answer nobody needs is not waited for: the database works on it while the program goes
on, and the next question takes its answer along. What a page is sure to read can be asked `ahead`: the answer is there, or on
its way, when it is wanted. The order of statements stays as it was written.
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
from psycopg.pq import ConnStatus, TransactionStatus

from sapar.common.pipe import FINE, Ahead, Pipe, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from psycopg.abc import Transformer
    from psycopg.pq.abc import PGconn, PGresult

    from sapar.common.pipe import Params

# In a database's settings: plans may be kept on its connections, and nobody but this module keeps any.
KEEPS_PLANS = "SAPAR_KEEPS_PLANS"

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


def ahead(connection: BaseDatabaseWrapper, sql: str, params: Params) -> None:
    """Ask now what `rows` will be asked for with the same values; does nothing outside of `together`. For reads alone.

    It goes out with the next question, or with `post`: one packet for several, as each would wake the database up.
    The answer is of now, for whoever asks first. Anything but a read through `rows` that comes between makes it void, and
    who asks then asks anew. Nobody has to ask. A failure is raised as one of `send` is.
    """
    line = _line(connection)
    if line is not None and line.gathering is not None:
        with connection.wrap_database_errors:
            line.ask_ahead(line.gathering, sql, params)


def post(connection: BaseDatabaseWrapper) -> None:
    """What was asked ahead goes out: the program has other things to do before it asks on."""
    line = _line(connection)
    pipe = line.gathering.pipe if line is not None and line.gathering is not None else None
    if pipe is not None:
        with connection.wrap_database_errors:
            pipe.post()


def count(connection: BaseDatabaseWrapper, sql: str, params: Params) -> int:
    """How many rows a statement wrote. Raises Django's `DatabaseError`."""
    line = _line(connection)
    if line is None:
        with _cursor(connection) as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)
    with connection.wrap_database_errors:
        return line.ask(sql, params)[0].command_tuples or 0


def send(connection: BaseDatabaseWrapper, sql: str, params: Params, *, with_next: bool = False) -> None:
    """A statement that does its work or fails. Inside `together` its failure is raised by a later statement, at the latest
    where the block ends; Django's `DatabaseError` here as there. `with_next`: it goes out with what comes next."""
    line = _line(connection)
    if line is None or line.gathering is None:
        count(connection, sql, params)
        return
    with connection.wrap_database_errors:
        line.send(line.gathering, sql, params, with_next=with_next)


def say(connection: BaseDatabaseWrapper, sql: str, *, wait: bool) -> bool:
    """A statement without values, asked once: a savepoint's. False where a cursor has to say it. With `wait` all that was sent
    before it has been done too."""
    line = _line(connection)
    if line is None or line.gathering is None:
        return False
    with connection.wrap_database_errors:
        line.say(line.gathering, sql, wait=wait)
    return True


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


def commit(connection: BaseDatabaseWrapper) -> bool:
    """Keep what was done, in the packet of what is still on its way. False where nothing is: Django's way costs no more then.

    Raises `InternalError` in a broken transaction, whose commit would be a silent rollback: somebody may have taken the failure
    of something sent before for their own and gone on.
    """
    under: psycopg.Connection[Any] | None = connection.connection
    if under is None:
        return False
    if under.pgconn.transaction_status == TransactionStatus.INERROR:
        raise InternalError
    line = _line(connection)
    if line is None or line.gathering is None or not line.gathering.is_open:
        return False
    with connection.wrap_database_errors:
        line.say(line.gathering, "commit", wait=True)
    return True


def settle(connection: BaseDatabaseWrapper) -> None:
    """Wait for all that was sent. Raises Django's `DatabaseError` for what failed."""
    for one in connection.execute_wrappers:
        if isinstance(one, _Gathering):
            one.settle()


class _Gathering:
    """What is under way inside `together`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._pipe: Pipe | None = None

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.settle()
        return execute(*statement)

    @property
    def pipe(self) -> Pipe | None:
        """None where nothing was sent, or where the connection is another one by now."""
        known = self._pipe
        return known if known is not None and known.under is self._connection.connection else None

    def piped(self, under: psycopg.Connection[Any]) -> Pipe:
        found = self.pipe
        if found is None:
            found = self._pipe = Pipe(under)
        return found

    @property
    def is_open(self) -> bool:
        pipe = self.pipe
        return pipe is not None and pipe.is_open

    def settle(self) -> None:
        pipe = self.pipe
        if pipe is None:
            return
        pipe.forget()
        if pipe.is_open:
            with self._connection.wrap_database_errors:
                pipe.read_all()


class _Line:
    """The way to a connection's database, for one statement."""

    def __init__(self, under: psycopg.Connection[Any], gathering: _Gathering | None) -> None:
        self._under, self._pg, self.gathering = under, under.pgconn, gathering

    def ask(self, sql: str, params: Params) -> tuple[PGresult, Transformer]:
        pipe = self.gathering.pipe if self.gathering is not None else None
        if pipe is not None:
            if not _only_reads(sql):
                pipe.forget()
            elif (early := pipe.early(sql, params)) is not None:
                return early
        values, statement = self._made(sql, params)
        if self._is_alone():
            return _check(self._pg, self._now(statement)), values
        pipe = Pipe(self._under) if self.gathering is None else self.gathering.piped(self._under)
        pipe.put(statement)
        return pipe.read_all()[-1], values

    def send(self, gathering: _Gathering, sql: str, params: Params, *, with_next: bool) -> None:
        _values, statement = self._made(sql, params)
        pipe = gathering.piped(self._under)
        pipe.forget()
        pipe.put(statement)
        if not with_next:
            self._pg.flush()

    def say(self, gathering: _Gathering, sql: str, *, wait: bool) -> None:
        pipe = gathering.piped(self._under)
        pipe.forget()
        pipe.put(Statement(None, sql.encode(), [], (), None))
        if wait:
            pipe.read_all()

    def ask_ahead(self, gathering: _Gathering, sql: str, params: Params) -> None:
        values, statement = self._made(sql, params)
        gathering.piped(self._under).put(statement, Ahead(sql, params, values))

    def _is_alone(self) -> bool:
        if self.gathering is not None and self.gathering.is_open:
            return False
        return self._pg.transaction_status == TransactionStatus.INTRANS or (
            self._under.autocommit and self._pg.transaction_status == TransactionStatus.IDLE
        )

    def _made(self, sql: str, params: Params) -> tuple[Transformer, Statement]:
        numbered, order = _numbered(sql)
        given: Any = params if order is None else [params[name] for name in order]  # type: ignore[call-overload] # by name
        values: Transformer = adapt.Transformer(self._under)
        sent = values.dump_sequence(given, [PyFormat.AUTO] * len(given))
        types = values.types or ()
        names = _names.get(self._under)
        if names is None:
            names = _names[self._under] = {}
        name = names.get((sql, types)) or self._prepared(names, sql, numbered, types)
        return values, Statement(name, numbered, sent, types, values.formats)

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

    def _now(self, one: Statement) -> PGresult:
        if one.name is None:
            return self._pg.exec_params(one.sql, one.values, one.types, one.formats)
        return self._pg.exec_prepared(one.name, one.values, one.formats)


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


def _check(pg: PGconn, result: PGresult) -> PGresult:
    if result.status in FINE:
        return result
    if pg.status == ConnStatus.BAD:
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)


def _only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].lower() == "select"


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
