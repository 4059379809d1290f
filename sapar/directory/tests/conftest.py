from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def places(database_name: str, django_db_setup: None) -> Iterator[None]:
    """All towns, for the time of a module: only the operator may write them, so no test's rollback takes them back."""
    from sapar.directory.seeds import load_places

    with psycopg.connect(server.conninfo("sapar_operator", database_name), autocommit=True) as operator:
        load_places(operator)
        with psycopg.connect(server.conninfo(None, database_name), autocommit=True) as superuser:
            # No autovacuum here, and numbers from the time between two modules say that there is no town at all.
            superuser.execute("analyze directory_place, directory_placespelling")
        yield
        operator.execute("delete from directory_placespelling")
        operator.execute("delete from directory_place")


@pytest.fixture
def seeded(db: None, places: None) -> None:
    """The seed's organisations, as the running system holds them."""
    from sapar.directory.seeds import load_organisations

    load_organisations()
