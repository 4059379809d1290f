"""Two walls between tenants, tried on every table there is.

A model that declares no tenancy, a table that stands in no list, a tenant's table without a row to try: each fails.
"""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from sapar.common.tenancy import Tenancy, scope
from sapar.config.tenancy import CLOSED_TABLES, OPEN_TABLES, THIRD_PARTY
from tests import world

# Kept by Django and by libraries for themselves; the web role reads what it needs and no person stands in them.
BOOKKEEPING = {"django_migrations", "auth_user_groups", "auth_user_user_permissions"}


def every_model() -> list[type[models.Model]]:
    return sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)


def tenancy_of(model: type[models.Model]) -> Tenancy | None:
    declared = model.__dict__.get("tenancy") or getattr(model, "tenancy", None)
    return declared or THIRD_PARTY.get(model._meta.label)


def ours() -> list[type[models.Model]]:
    return [
        m
        for m in every_model()
        if m.__module__.startswith("sapar.") and m._meta.managed and "tests" not in m.__module__
    ]


TENANTS = [m for m in ours() if tenancy_of(m) in (Tenancy.OWN, Tenancy.SHARED)]


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_every_model_declares_whose_its_rows_are(model):
    assert isinstance(tenancy_of(model), Tenancy), f"{model._meta.label} declares no tenancy"


def test_no_tenancy_is_declared_for_a_model_that_does_not_exist():
    known = {model._meta.label for model in every_model()}
    assert sorted(set(THIRD_PARTY) - known) == []


@pytest.fixture
def tables(superuser) -> dict[str, tuple[bool, bool]]:
    """Every table of the database: (row security on, forced)."""
    rows = superuser.execute(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
    ).fetchall()
    return {name: (enabled, forced) for name, enabled, forced in rows}


@pytest.mark.django_db
def test_every_table_of_ours_forces_its_policies_or_cannot_be_written_at_all(tables):
    bare = [m for m in ours() if tables[m._meta.db_table] != (True, True)]
    writable = [
        m._meta.label for m in bare if tenancy_of(m) is not Tenancy.PUBLIC or _web_writes(m._meta.db_table)
    ]
    assert writable == []


def _web_writes(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege(%s, 'insert, update, delete, truncate')", [table])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_every_table_belongs_to_a_model_or_stands_in_a_list(tables):
    known = {m._meta.db_table for m in ours()} | set(CLOSED_TABLES) | set(OPEN_TABLES) | BOOKKEEPING
    assert sorted(set(tables) - known) == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", CLOSED_TABLES)
def test_the_web_role_cannot_even_read_a_closed_table(table):
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.SQL("select 1 from {}").format(sql.Identifier(table)))


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("sapar_web", False, False)
        cursor.execute("select count(*) from pg_class where pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_every_definer_function_fixes_its_search_path(superuser):
    """The path ends with pg_temp: left out it comes first, and the web role may make temporary tables."""
    loose = superuser.execute(
        "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
        " and not exists (select 1 from unnest(coalesce(proconfig, '{}')) as c where c like 'search_path=%, pg_temp')"
    ).fetchall()
    assert loose == []


@pytest.fixture
def two_worlds(transactional_db) -> world.World:
    """Rows of every kind in one network, and a stranger who has part in none of it."""
    return world.build()


def _row_of(model: type[models.Model], operator: Any) -> dict[str, Any]:
    """One row that the stranger has no part in, read by the role that bypasses the policies."""
    table = sql.Identifier(model._meta.db_table)
    cursor = operator.cursor(row_factory=psycopg.rows.dict_row)
    rows = cursor.execute(sql.SQL("select * from {}").format(table)).fetchall()
    return next((row for row in rows if not _has_part(row, world.stranger_id())), {})


def _has_part(row: dict[str, Any], org: uuid.UUID) -> bool:
    return org in row.values()


def test_nobody_crosses_in_any_table(two_worlds, operator):
    """Each table: read, change, delete and forge, as the web role, in the stranger's scope and in nobody's."""
    without_row, crossed = [], []
    for model in TENANTS:
        row = _row_of(model, operator)
        if not row:
            without_row.append(model._meta.label)
            continue
        for name, org in (("stranger", two_worlds.stranger.org_id), ("nobody", None)):
            crossed += [f"{model._meta.label}: {name} {what}" for what in _crossings(model, row, org)]
    assert without_row == [], "no row to try: let tests/world.py make one"
    assert crossed == []


def _crossings(model: type[models.Model], row: dict[str, Any], org: uuid.UUID | None) -> list[str]:
    table, key = sql.Identifier(model._meta.db_table), model._meta.pk.column
    where = sql.SQL(" where {} = %s").format(sql.Identifier(key))
    statements = {
        "reads": (sql.SQL("select 1 from {}").format(table) + where, [row[key]]),
        "changes": (
            sql.SQL("update {} set {} = {}").format(table, *[sql.Identifier(key)] * 2) + where,
            [row[key]],
        ),
        "deletes": (sql.SQL("delete from {}").format(table) + where, [row[key]]),
        "forges": _forgery(table, key, row),
    }
    return [what for what, (statement, values) in statements.items() if _reaches(statement, values, org)]


def _forgery(table: sql.Identifier, key: str, row: dict[str, Any]) -> tuple[sql.Composed, list[Any]]:
    """The same row again under a new key."""
    forged = dict(row)
    forged[key] = uuid.uuid4() if isinstance(row[key], uuid.UUID) else 10**12
    columns = sql.SQL(", ").join(map(sql.Identifier, forged))
    marks = sql.SQL(", ").join(sql.Placeholder() for _ in forged)
    values = [
        psycopg.types.json.Jsonb(v) if isinstance(v, (dict, list)) and _is_json(v) else v
        for v in forged.values()
    ]
    return sql.SQL("insert into {} ({}) values ({})").format(table, columns, marks), values


def _is_json(value: Any) -> bool:
    return isinstance(value, dict) or any(isinstance(one, (dict, list)) for one in value)


def _reaches(statement: sql.Composed, values: list[Any], org: uuid.UUID | None) -> bool:
    """Whether the statement touched a row. Everything it did is undone."""
    try:
        with transaction.atomic(), scope(org=org), connection.cursor() as cursor:
            cursor.execute(statement, values)
            touched = cursor.rowcount > 0
            transaction.set_rollback(True)
    except Exception as refusal:  # which refusal it was is looked at here
        # 42501: the policy or a missing privilege; "refused": a trigger of ours, which runs before the policy.
        if getattr(refusal.__cause__, "sqlstate", "") != "42501" and not str(refusal).startswith("refused: "):
            raise
        return False
    return touched
