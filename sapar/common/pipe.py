"""Statements on their way to the database, in packets of libpq's pipeline, and the answers that come back in their order."""

from __future__ import annotations

import enum
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from sapar.common import quiet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg.abc import Transformer
    from psycopg.pq.abc import PGresult

    Params = Sequence[Any] | Mapping[str, Any]

FINE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class _End(enum.Enum):
    PACKET = "where a packet ends"


_END = _End.PACKET


class Statement(NamedTuple):
    """As it is sent: `name` of its kept plan, or None; its values as the database reads them."""

    name: bytes | None
    sql: bytes
    values: Sequence[Any]
    types: tuple[int, ...]
    formats: Any


class Ahead(NamedTuple):
    """What was asked before anybody wanted it; `values` reads its rows."""

    sql: str
    params: Params
    values: Transformer

    def is_for(self, sql: str, params: Params) -> bool:
        return self.sql == sql and self.params == params


class Pipe:
    """Statements that were sent and not yet waited for, and answers that came before they were asked for."""

    def __init__(self, under: psycopg.Connection[Any]) -> None:
        self.under, self._pg = under, under.pgconn
        # Until `read_all` the connection itself does not know that a transaction has begun.
        self.is_open = False
        # In the order of sending: what was asked ahead, None for what nobody will ask for, and where a packet ends.
        self._owed: deque[Ahead | _End | None] = deque()
        self._early: list[tuple[Ahead, PGresult]] = []

    def put(self, statement: Statement, ahead: Ahead | None = None) -> None:
        """Add it to what goes out next, after what begins the transaction where nothing has begun it."""
        if not self.is_open:
            self._pg.enter_pipeline_mode()
            self.is_open = True
            if self._pg.transaction_status == TransactionStatus.IDLE and not self.under.autocommit:
                self._pg.send_query_params(b"begin", None)
                self._owed.append(None)
        if statement.name is None:
            self._pg.send_query_params(statement.sql, statement.values, statement.types, statement.formats)
        else:
            self._pg.send_query_prepared(statement.name, statement.values, statement.formats)
        self._owed.append(ahead)
        if ahead is not None:
            # Its answer is to come back when it is ready, not when all is.
            self._pg.send_flush_request()

    def forget(self) -> None:
        """What was asked ahead is of a time before something was written."""
        self._early.clear()
        self._owed = deque(None if isinstance(one, Ahead) else one for one in self._owed)

    def early(self, sql: str, params: Params) -> tuple[PGresult, Transformer] | None:
        """The answer of what was asked ahead, waited for where it is on its way; None for anything else."""
        if not (self._early or self._owed):
            return None
        if any(isinstance(one, Ahead) and one.is_for(sql, params) for one in self._owed):
            self.post()
            while any(isinstance(one, Ahead) and one.is_for(sql, params) for one in self._owed):
                self._take()
            # The end of the packet is in it: nobody has to ask for it later.
            while self._owed and self._owed[0] is _END:
                self._take()
        for number, (one, answer) in enumerate(self._early):
            if one.is_for(sql, params):
                del self._early[number]
                return answer, one.values
        return None

    def post(self) -> None:
        """What was put until now goes out, as a packet that says where it ends."""
        if self._owed and self._owed[-1] is not _END:
            self._pg.pipeline_sync()
            self._owed.append(_END)

    def read_all(self) -> list[PGresult]:
        """Wait for all that was sent, in its order; the connection speaks with one statement at a time again."""
        self.post()
        found = []
        while self._owed:
            one = self._take()
            if one is not None:
                found.append(one)
        return found

    def _take(self) -> PGresult | None:
        """The next answer, None where a packet ends. One that failed is raised, after all others are read."""
        one = self._next()
        asked = self._owed.popleft()
        if asked is _END:
            self._close_if_over()
            return None
        if one.status not in FINE:
            self.forget()
            self.post()
            while self._owed:
                self._next()
                self._owed.popleft()
            self._close_if_over()
            raise error_from_result(one)
        if isinstance(asked, Ahead):
            self._early.append((asked, one))
        return one

    def _close_if_over(self) -> None:
        """Where all was read, and the end of all: what was put since then has begun another packet."""
        if not self._owed:
            self._pg.exit_pipeline_mode()
            self.is_open = False

    def _next(self) -> PGresult:
        while True:
            self._arrive()
            one = self._pg.get_result()
            if one is not None and self._pg.status != ConnStatus.BAD:
                return one
            if self._pg.status == ConnStatus.BAD:
                self.is_open = False
                raise psycopg.OperationalError((one or self._pg).get_error_message())

    def _arrive(self) -> None:
        """Until an answer is here. `get_result` would wait too, but keep every other thread of the process from working, even the
        one that holds what the database is waiting for."""
        try:
            while self._pg.is_busy():
                quiet.wait(self._pg.socket, to_send=self._pg.flush() != 0)
                self._pg.consume_input()
        except psycopg.OperationalError:
            self.is_open = False
            raise
