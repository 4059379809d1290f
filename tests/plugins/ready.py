"""Every ready read of a test run is built anew as well and compared: one whose statement depends on more than it says fails."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def _ready_reads_are_checked() -> None:
    from sapar.common.ready import Ready

    Ready.is_checked = True
