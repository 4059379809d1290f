"""Checks of the database: roles, walls, version, tables, jobs, clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import psycopg

from sapar.config import database, prepare, tenancy
from sapar.config.finding import Finding, fault, fine

if TYPE_CHECKING:
    from psycopg import Connection

    Database = Connection[tuple[object, ...]]

_OLDEST = 15
_CLOCK_SECONDS = 5.0
_JOB_WAITS = dt.timedelta(hours=1)

_UNWALLED = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and not (relrowsecurity and relforcerowsecurity)
  and has_table_privilege('sapar_web', oid, 'INSERT, UPDATE, DELETE')
  and not relname = any(%s)
order by relname
"""
_OPEN_POLICY = """
select distinct tablename from pg_policies
where schemaname = 'public' and (qual = 'true' or with_check = 'true') and cmd <> 'SELECT' order by 1
"""


def version(connection: Database) -> list[Finding]:
    """PostgreSQL's version."""
    major = connection.info.server_version // 10000
    if major < _OLDEST:
        return fault(f"PostgreSQL {major} is too old.", f"Sapar needs {_OLDEST} or later.")
    return fine(f"PostgreSQL {major}")


def roles(connection: Database) -> list[Finding]:
    """No role has more rights than it needs."""
    rows = connection.execute(
        "select rolname from pg_roles where rolname like 'sapar\\_%' and (rolsuper or rolcreaterole or rolcreatedb "
        "or rolreplication or (rolbypassrls and rolname not in ('sapar_operator', 'sapar_search'))) order by 1"
    ).fetchall()
    if rows:
        names = ", ".join(str(name) for (name,) in rows)
        return fault(
            f"Roles with more rights than they need: {names}.",
            "As the database's admin: alter role NAME nosuperuser nocreaterole nocreatedb noreplication nobypassrls;",
        )
    return fine("Roles have the rights they need and no others")


def serving_role(_connection: Database) -> list[Finding]:
    """The web server's own role."""
    with psycopg.connect(database.conninfo_for("web"), autocommit=True) as web:
        found = web.execute(
            "select current_user, rolsuper or rolbypassrls or pg_has_role(current_user, 'sapar_owner', 'member') "
            "from pg_roles where rolname = current_user"
        ).fetchone()
    name, sees_all = found or ("", True)
    if sees_all:
        return fault(
            f"The web server signs in to the database as {name}, who sees every organisation's rows.",
            "Let DATABASE_URL name sapar_web, or an admin once and run `sapar migrate`.",
        )
    return fine(f"The web server signs in as {name}, behind the walls")


def walls(connection: Database) -> list[Finding]:
    """Row-level security on every table that the web role writes."""
    rows = connection.execute(_UNWALLED, [list(tenancy.OPEN_TABLES)]).fetchall()
    if rows:
        names = ", ".join(str(name) for (name,) in rows)
        return fault(
            f"Tables without forced row-level security: {names}.",
            "Somebody switched it off: alter table NAME enable row level security, force row level security;",
        )
    wide = connection.execute(_OPEN_POLICY).fetchall()
    if wide:
        names = ", ".join(str(name) for (name,) in wide)
        return fault(
            f"Tables that every organisation may write: {names}.", "Run `sapar migrate`, then check again."
        )
    return fine("Row-level security is forced on every table that is written")


def owners(connection: Database) -> list[Finding]:
    """Tables belong to the role that migrates."""
    rows = connection.execute(
        "select tablename from pg_tables where schemaname = 'public' and tableowner <> 'sapar_owner' order by 1"
    ).fetchall()
    if rows:
        names = ", ".join(str(name) for (name,) in rows)
        return fault(f"Tables of another owner: {names}.", "alter table NAME owner to sapar_owner;")
    return fine("Tables belong to the role that migrates")


def tables(connection: Database) -> list[Finding]:
    """Tables are those of this version."""
    found = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    ).fetchone()
    if found != (prepare.fingerprint(),):
        return fault("The tables are those of another version of Sapar.", "Run `sapar migrate`.")
    return fine("Tables are those of this version")


def clock(connection: Database) -> list[Finding]:
    """Clocks of this machine and of the database."""
    # Ids rise with the time they were made at: the newest is found without reading them all.
    found = connection.execute(
        "select clock_timestamp(), (select at from audit_event order by id desc limit 1)"
    ).fetchone()
    there, newest = found or (None, None)
    here = dt.datetime.now(dt.UTC)
    if isinstance(there, dt.datetime) and abs((there - here).total_seconds()) > _CLOCK_SECONDS:
        return fault(
            f"The clocks of this machine and of the database are {abs((there - here).total_seconds()):.0f} seconds apart.",
            "Switch on time synchronisation (chrony, systemd-timesyncd) on both; sign-in codes depend on it.",
        )
    if isinstance(newest, dt.datetime) and newest > here + dt.timedelta(minutes=1):
        return fault(
            f"The newest audit event is of {newest:%Y-%m-%d %H:%M} UTC, and here it is only {here:%Y-%m-%d %H:%M}: "
            "this clock is behind, or it ran ahead then.",
            "Set it right before anybody works: sign-in codes, consents, deadlines and the nightly erasing go by it. "
            "If it is right now, this ends by itself when that hour has come; what was written ahead keeps its wrong time.",
        )
    return fine("The clock agrees with the database's and with the audit")


# Most jobs have no hour of their own: they wait since the moment they were put there.
_JOBS = """
select count(*) filter (where status = 'failed'),
       count(*) filter (where status = 'todo' and coalesce(scheduled_at, put.at, '-infinity') < now() - %s)
from procrastinate_jobs job
left join lateral (
    select max(at) as at from procrastinate_events where job_id = job.id and type in ('deferred', 'deferred_for_retry')
) put on status = 'todo'
"""


def jobs(connection: Database) -> list[Finding]:
    """Jobs are done."""
    found = connection.execute(_JOBS, [_JOB_WAITS]).fetchone()
    failed, waiting = found or (0, 0)
    if waiting:
        return fault(
            f"Jobs that nobody does: {waiting}.", "The worker does not run: start `sapar run`, see its log."
        )
    if failed:
        return fault(f"Jobs that failed: {failed}.", "The log names each; they are deleted after a month.")
    return fine("No job failed or waits")


CHECKS = (version, roles, serving_role, walls, owners, tables, clock, jobs)
