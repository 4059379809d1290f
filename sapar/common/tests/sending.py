"""What the tests of `straight` send: rows of a table that is there anyway."""

from __future__ import annotations

import datetime as dt

import psycopg
from django.db import connection

from sapar.common import straight

MOMENT = dt.datetime(2026, 11, 23, 3, 10, tzinfo=dt.UTC)
KEYS = "select session_key from django_session order by 1"
ADD = "insert into django_session (session_key, session_data, expire_date) values (%s, %s, %s)"


def keys():
    return [key for (key,) in straight.rows(connection, KEYS, ())]


def add(key):
    straight.send(connection, ADD, (key, "", MOMENT))


def cut(backend):
    with psycopg.connect(dsn(), password=connection.connection.info.password) as other:
        other.execute("select pg_terminate_backend(%s)", (backend,))


def dsn():
    return connection.connection.info.dsn
