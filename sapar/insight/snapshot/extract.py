"""One kind of record out of the database: codes with numbers, by the function that sees restricted cases too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from django.db import connection, transaction
from psycopg import sql

from sapar.common import tenancy

if TYPE_CHECKING:
    from sapar.insight.kinds import Kind

DOOR = "figures"
_AT_ONCE = 50_000


def records(kind: Kind) -> pa.Table:
    """The columns of the kind, `org` and `quarter` as text, `n` as a number. "" is not known."""
    names = ("org", "quarter", *kind.codes)
    columns = sql.SQL(", ").join(sql.SQL("coalesce({}, '')").format(sql.Identifier(one)) for one in names)
    asked = sql.SQL("select {}, n from {}()").format(columns, sql.Identifier(f"insight_records_{kind.code}"))
    with transaction.atomic(), tenancy.scope(door=DOOR), connection.cursor() as cursor:
        cursor.execute(asked)
        parts = []
        while rows := cursor.fetchmany(_AT_ONCE):
            parts.append(_table(names, list(zip(*rows, strict=True))))
    return pa.concat_tables(parts) if parts else _table(names, [()] * (len(names) + 1))


def _table(names: tuple[str, ...], columns: list[tuple[object, ...]]) -> pa.Table:
    texts = [pa.array(column, pa.string()) for column in columns[:-1]]
    return pa.table([*texts, pa.array(columns[-1], pa.int64())], names=[*names, "n"])
