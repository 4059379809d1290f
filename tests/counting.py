"""How many statements something runs: a list runs the same number for ten rows and for a hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable


def statements(deed: Callable[[], object]) -> int:
    """Once to warm what is cached, once to count."""
    deed()
    with CaptureQueriesContext(connection) as seen:
        deed()
    return len(seen)
