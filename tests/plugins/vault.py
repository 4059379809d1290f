"""An open vault for every test, with a master key of this run that lies nowhere."""

from __future__ import annotations

import secrets

import pytest

MASTER = secrets.token_bytes(32)


@pytest.fixture(autouse=True)
def _open_vault() -> None:
    """Whatever the last test did to it, the next one begins open and with nothing cached."""
    from sapar.vault import keys

    keys.use_local(MASTER)
