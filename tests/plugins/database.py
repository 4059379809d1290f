"""One throw-away PostgreSQL a run, migrated once; every test process works on its own copy, as the web role.

With `DATABASE_URL` (an admin of any PostgreSQL from 15 up) that server is used and left as it was found, but for the roles.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.plugins import server, sweep

if TYPE_CHECKING:
    from collections.abc import Iterator


_FIXTURES = {"db", "transactional_db", "database_name", "empty_database", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only the tests that ask the database something, each with one of its examples",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    one_of_each: dict[str, pytest.Item] = {}
    for item in items:
        if _asks_the_database(item):
            one_of_each.setdefault(item.nodeid.split("[")[0], item)
    kept = set(one_of_each.values())
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = one_of_each.values()


def _asks_the_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        _FIXTURES & set(getattr(item, "fixturenames", ()))
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """The controller makes the template before any worker starts; workers find it in their environment."""
    server.template()


def pytest_unconfigure() -> None:
    server.close()


@pytest.fixture(scope="session")
def database_name() -> Iterator[str]:
    """This process' own copy of the migrated database."""
    admin, template = server.admin(), server.template()
    name = f"{template}_{secrets.token_hex(4)}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} owner sapar_owner template {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        connection.execute(sql.SQL("revoke connect on database {} from public").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL(
                "grant connect, temporary on database {} to sapar_owner, sapar_web, sapar_operator"
            ).format(sql.Identifier(name))
        )
    yield name
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(
    database_name: str,
    django_test_environment: None,  # only its order matters
) -> Iterator[None]:
    """Point Django at the copy, as `sapar_web`; transactional tests are swept by the superuser."""
    from django.db import connection
    from django.test import TransactionTestCase

    parts = conninfo_to_dict(server.conninfo("sapar_web", database_name))
    connection.settings_dict.update(
        NAME=database_name,
        USER="sapar_web",
        PASSWORD=parts.get("password") or "",
        HOST=parts["host"],
        PORT=str(parts.get("port") or ""),
    )
    with psycopg.connect(server.conninfo(None, database_name), autocommit=True) as superuser:
        broom = sweep.Broom(superuser)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: broom.sweep())
            yield
    connection.close()


@pytest.fixture
def superuser(database_name: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of the database's superuser, outside of Django and its transaction."""
    with psycopg.connect(server.conninfo(None, database_name), autocommit=True) as connection:
        yield connection


@pytest.fixture
def operator(database_name: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of the role that backs up and restores: it bypasses the policies and owns nothing."""
    with psycopg.connect(server.conninfo("sapar_operator", database_name), autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner(database_name: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of the tables' owner, under FORCE itself."""
    with psycopg.connect(server.conninfo("sapar_owner", database_name), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def empty_database() -> Iterator[str]:
    """The admin's connection string to a database without a single table, with roles and extensions."""
    from sapar.config import roles

    admin = server.admin()
    name = f"empty_{os.getpid()}_{secrets.token_hex(4)}"
    roles.bootstrap(admin, name, server.passwords())
    yield make_conninfo(admin, dbname=name)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
