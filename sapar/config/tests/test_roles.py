"""The database's roles, and the role that tests themselves run as."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from sapar.config import roles
from tests.plugins import server


@pytest.mark.django_db
def test_tests_run_as_the_web_role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        assert cursor.fetchone() == ("sapar_web", "sapar_web")


def test_no_role_is_superuser_and_only_two_bypass_the_policies(superuser):
    rows = superuser.execute(
        "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname like 'sapar%' order by 1"
    ).fetchall()
    assert rows == [
        ("sapar_operator", False, True, True),
        ("sapar_owner", False, False, True),
        ("sapar_search", False, True, False),
        ("sapar_web", False, False, True),
    ]


def test_bootstrapping_twice_changes_nothing(empty_database):
    dbname = conninfo_to_dict(empty_database)["dbname"]
    roles.bootstrap(empty_database, dbname, server.passwords())
    roles.bootstrap(empty_database, dbname, server.passwords())


def test_many_that_start_at_once_on_one_server_make_its_roles_in_turn(empty_database):
    """A role that two change at the same moment is refused to one of them ("tuple concurrently updated")."""
    dbname = conninfo_to_dict(empty_database)["dbname"]
    with ThreadPoolExecutor(8) as workers:
        made = [
            workers.submit(roles.bootstrap, empty_database, dbname, server.passwords()) for _one in range(8)
        ]
    assert [one.exception() for one in made] == [None] * 8


def test_the_web_role_makes_no_tables(empty_database):
    dbname = conninfo_to_dict(empty_database)["dbname"]
    with (
        psycopg.connect(server.conninfo("sapar_web", dbname)) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute("create table mine (id int)")


def test_what_the_owner_makes_the_web_role_may_use(empty_database):
    dbname = conninfo_to_dict(empty_database)["dbname"]
    with psycopg.connect(server.conninfo("sapar_owner", dbname), autocommit=True) as owner:
        owner.execute("create table things (id int generated always as identity, name text)")
    with psycopg.connect(server.conninfo("sapar_web", dbname)) as web:
        web.execute("insert into things (name) values ('Ң')")
        assert web.execute("select count(*) from things where name ilike 'ң'").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("truncate things")


def test_the_search_role_owns_functions_that_the_owner_hands_over(empty_database):
    dbname = conninfo_to_dict(empty_database)["dbname"]
    with psycopg.connect(server.conninfo("sapar_owner", dbname), autocommit=True) as owner:
        owner.execute("create function found() returns int language sql security definer as 'select 1'")
        owner.execute("alter function found() owner to sapar_search")
    with psycopg.connect(server.conninfo("sapar_web", dbname)) as web:
        assert web.execute("select found()").fetchone() == (1,)


def test_trigrams_know_cyrillic_letters(empty_database):
    with psycopg.connect(empty_database) as admin:
        found = admin.execute(
            "select similarity('Айгүл', 'айгүль') > 0.5, lower('ӨҢ'), 'ҚҒ' ilike 'қғ'"
        ).fetchone()
    assert found == (True, "өң", True)
