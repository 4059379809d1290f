"""Which day it is. A page counts by its organisation's own clock; what several organisations share needs one for all."""

from __future__ import annotations

import datetime as dt


def shared_day() -> dt.date:
    """Today by UTC, as the database's own rules count: for records that organisations in several zones read, and holds."""
    return dt.datetime.now(dt.UTC).date()
