"""Connections of the pool: one whose server has gone is not given to a request."""

from __future__ import annotations

import copy

import psycopg
import pytest
from django.db import connection

from sapar.common.postgres.base import DatabaseWrapper


@pytest.fixture
def pooled(db):
    """A wrapper with a pool of its own on the test's database."""
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 3, "timeout": 10}
    settings["CONN_HEALTH_CHECKS"] = False
    wrapper = DatabaseWrapper(settings, "default")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def _backend(wrapper):
    with wrapper.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (found,) = cursor.fetchone()
    wrapper.close()
    return found


def _cut(wrapper, backend):
    """Ends when the server has ended it."""
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 10000)", (backend,))


def test_a_connection_is_used_again(pooled):
    pooled.pool.open()
    pooled.pool.wait()
    used = {_backend(pooled) for _number in range(6)}
    assert len(used) <= 3


def test_those_that_were_cut_are_left_out(pooled):
    pooled.pool.open()
    pooled.pool.wait()
    cut = {_backend(pooled) for _number in range(6)}
    for one in cut:
        _cut(pooled, one)
    assert _backend(pooled) not in cut
