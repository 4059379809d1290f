"""Moments as PostgreSQL writes them, read by Python's own compiled reader: 0.7 µs each instead of 3.2.

Django's goes through psycopg's regular expression and puts the connection's zone in. A list of 25 cases has 300 moments.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.postgresql import psycopg_any
from psycopg.types.datetime import TimestamptzLoader


class Moment(TimestamptzLoader):
    # Django compares it with the connection's and puts its own reader back where they differ.
    timezone = dt.UTC

    def load(self, data: Any) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            # What no calendar has ("infinity", a year of five digits): psycopg says what is wrong with it.
            return super().load(data)


def read_quickly() -> None:
    """For every connection of a Django that keeps its time in UTC."""
    adapters: Any = psycopg_any.get_adapters_template(True, dt.UTC)  # noqa: FBT003 - as Django asks for it
    adapters.register_loader("timestamptz", Moment)
