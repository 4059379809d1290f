"""An open vault with two organisations, and a table with sealed columns that only tests know."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from sapar.common import tenancy

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from sapar.vault.tests.cast import Clerk, Letter

# This file is read before Django is set up, so what needs its models is imported where it is used.


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """A home folder of the test's own: ledger, files and keys."""
    settings.SAPAR_HOME = tmp_path
    settings.SEALED_FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def master() -> Iterator[bytes]:
    """The vault is open in this process."""
    from sapar.vault import keys

    key = secrets.token_bytes(32)
    keys.use_local(key)
    yield key
    keys.use_local(None)


@pytest.fixture
def aigul(master: bytes, db: None) -> Clerk:
    """A clerk of an organisation with keys."""
    return _clerk()


@pytest.fixture
def chen(master: bytes, db: None) -> Clerk:
    """A clerk of another organisation."""
    return _clerk()


def _clerk() -> Clerk:
    from sapar.vault import keys
    from sapar.vault.tests.cast import Clerk

    clerk = Clerk()
    keys.make_organisation_keys(clerk.org_id)
    return clerk


@pytest.fixture
def hers(aigul: Clerk) -> Iterator[uuid.UUID]:
    """The test runs in Aigul's scope; gives her organisation."""
    with tenancy.scope_of(aigul):
        yield aigul.org_id


@pytest.fixture
def letters(db: None) -> Iterator[type[Letter]]:
    """The table of `Letter` and of its versions, for as long as the test's transaction."""
    from sapar.vault.tests.cast import Letter

    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
    return Letter


_TABLES = """
create temporary table test_letter (
    id uuid primary key, org_id uuid not null, data_key_id uuid not null,
    words bytea not null, second bytea not null, aside bytea, place text not null
);
create temporary table test_letterversion (like test_letter);
alter table test_letterversion add column pgh_obj_id uuid;
"""
