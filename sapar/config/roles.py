"""The database's roles, made idempotently by somebody who may: the embedded superuser, or the admin in `DATABASE_URL`.

- `sapar_owner` owns every table and runs migrations. Under FORCE it sees no tenant's row either.
- `sapar_web` serves; it neither owns nor bypasses anything.
- `sapar_search` cannot sign in; it owns the SECURITY DEFINER functions and bypasses the policies inside them.
- `sapar_operator` bypasses the policies: backup, restore, data migrations, COPY.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

EXTENSIONS = ("pg_trgm", "btree_gist")
_ATTRIBUTES = {
    "sapar_owner": "login nosuperuser nobypassrls nocreaterole nocreatedb",
    "sapar_web": "login nosuperuser nobypassrls nocreaterole nocreatedb",
    "sapar_operator": "login nosuperuser bypassrls nocreaterole nocreatedb",
    "sapar_search": "nologin nosuperuser bypassrls nocreaterole nocreatedb",
}
_LIMITS = {
    "sapar_web": {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    }
}
# Only a superuser may set these: an error's text repeats what a person typed, the server's log must not.
_QUIET = {"log_min_messages": "fatal", "log_min_error_statement": "panic", "log_error_verbosity": "terse"}

_GRANTS = """
grant sapar_search to sapar_owner;
grant sapar_operator to sapar_owner;
grant usage on schema public to sapar_web, sapar_operator, sapar_search;
grant create on schema public to sapar_owner, sapar_search;
grant all on all tables in schema public to sapar_operator;
alter default privileges for role sapar_owner in schema public
    grant select, insert, update, delete on tables to sapar_web;
alter default privileges for role sapar_owner in schema public grant all on tables to sapar_operator;
alter default privileges for role sapar_owner in schema public grant select on tables to sapar_search;
alter default privileges for role sapar_owner in schema public
    grant usage, select, update on sequences to sapar_web, sapar_operator;
"""


class RolesRefused(RuntimeError):
    """The database's admin may not make the roles, or the database cannot hold our letters."""


def bootstrap(admin: str, dbname: str, passwords: Mapping[str, str] | None = None) -> None:
    """Make roles, database, extensions and default privileges; running it again changes nothing.

    `admin` is a connection string of a superuser (or one with CREATEROLE, CREATEDB and BYPASSRLS) to any database of
    the server. `passwords` maps login roles to passwords; none are set for the embedded cluster.
    """
    with psycopg.connect(make_conninfo(admin, dbname=_lobby(admin, dbname)), autocommit=True) as connection:
        # Two that start at once on one server would change the same roles; it ends with the connection.
        connection.execute("select pg_advisory_lock(hashtextextended('sapar roles', 0))")
        try:
            _make_roles(connection, passwords or {})
            make_database(connection, dbname)
        except psycopg.errors.InsufficientPrivilege as refused:
            raise RolesRefused(
                f"The admin role in DATABASE_URL may not make Sapar's roles ({refused.diag.message_primary}). Give a "
                "superuser, or one with CREATEROLE, CREATEDB and BYPASSRLS."
            ) from None
        with psycopg.connect(make_conninfo(admin, dbname=dbname), autocommit=True) as inside:
            _furnish(inside, dbname)


def new_passwords() -> dict[str, str]:
    """A random password for each role that signs in."""
    return {
        name: secrets.token_urlsafe(32) for name, words in _ATTRIBUTES.items() if words.startswith("login")
    }


def may_make_roles(connection: Connection[tuple[object, ...]]) -> bool:
    """Whether this connection's role can bootstrap."""
    found = connection.execute(
        "select rolsuper or rolcreaterole from pg_roles where rolname = current_user"
    ).fetchone()
    return bool(found and found[0])


def make_database(
    connection: Connection[tuple[object, ...]], dbname: str, template: str = "template0"
) -> None:
    """Make a database owned by `sapar_owner`, as a copy of `template`; from an empty one with Unicode's own rules."""
    if connection.execute("select 1 from pg_database where datname = %s", [dbname]).fetchone():
        return
    words = sql.SQL("create database {} owner sapar_owner template {}").format(
        sql.Identifier(dbname), sql.Identifier(template)
    )
    if template == "template0":
        words += sql.SQL(" encoding 'UTF8' locale 'C.UTF-8'")
        if connection.info.server_version >= 170000:
            words += sql.SQL(" locale_provider builtin builtin_locale 'C.UTF-8'")
    try:
        connection.execute(words)
    except psycopg.errors.WrongObjectType:  # a C library without C.UTF-8: what the cluster was made with
        connection.execute(sql.SQL("create database {} owner sapar_owner").format(sql.Identifier(dbname)))


def _lobby(admin: str, dbname: str) -> str:
    """A database to stand in while the real one may not exist yet."""
    for name in ("postgres", dbname):
        try:
            psycopg.connect(make_conninfo(admin, dbname=name), connect_timeout=10).close()
        except psycopg.OperationalError:
            continue
        return name
    raise RolesRefused(
        "The database server does not answer, or refuses the name or password in DATABASE_URL."
    )


def _make_roles(connection: Connection[tuple[object, ...]], passwords: Mapping[str, str]) -> None:
    superuser = connection.execute(
        "select rolsuper from pg_roles where rolname = current_user"
    ).fetchone() == (True,)
    for name, attributes in _ATTRIBUTES.items():
        role = sql.Identifier(name)
        if not connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create role {} {}").format(role, sql.SQL(attributes)))
        for setting, value in {**_LIMITS.get(name, {}), **(_QUIET if superuser else {})}.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
            )
        if name in passwords:
            # The server is sent a SCRAM verifier, never the password itself.
            verifier = connection.pgconn.encrypt_password(
                passwords[name].encode(), name.encode(), b"scram-sha-256"
            ).decode()
            connection.execute(sql.SQL("alter role {} password {}").format(role, sql.Literal(verifier)))
    if not superuser:
        connection.execute("grant sapar_owner, sapar_search, sapar_operator to current_user")


def _furnish(connection: Connection[tuple[object, ...]], dbname: str) -> None:
    """Extensions, grants and default privileges inside the database, and a look at its letters."""
    if connection.execute("select 'Ң' ilike 'ң'").fetchone() != (True,):
        raise RolesRefused(
            f"The database {dbname} does not know Cyrillic letters. Make it with encoding UTF8 and locale C.UTF-8."
        )
    for name in EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
    database = sql.Identifier(dbname)
    connection.execute(sql.SQL("revoke connect, temporary on database {} from public").format(database))
    connection.execute(
        sql.SQL("grant connect, temporary on database {} to sapar_owner, sapar_web, sapar_operator").format(
            database
        )
    )
    connection.execute(_GRANTS)
