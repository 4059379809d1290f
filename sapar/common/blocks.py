"""What is done whole or not at all, without waiting for it at its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.common.postgres.base import DatabaseWrapper


@contextmanager
def whole() -> Iterator[None]:
    """For a page that says what a verb refused: what the verb wrote before it did is undone.

    `transaction.atomic` waits at its end until all in it was done. Here what is still on its way when the verb ends well and
    then fails is told by what comes next, at the latest by the request's commit, and undoes the request. So it is not for
    whoever catches a refusal of the database.
    """
    with transaction.atomic():
        yield
        cast("DatabaseWrapper", connection).leaves_unwaited = bool(
            connection.savepoint_ids and connection.savepoint_ids[-1]
        )
