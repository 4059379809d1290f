from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

    from tests.world import World


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """A home folder of the test's own: ledger and files."""
    settings.SAPAR_HOME = tmp_path
    settings.SEALED_FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture(scope="module")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("standing")


@pytest.fixture(scope="module")
def standing(
    first_home: Path,
    django_db_setup: None,  # only its order matters
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    from tests import standing

    with standing.standing(first_home, django_db_blocker) as built:
        yield built


@pytest.fixture
def built(standing: World, first_home: Path, db: None, home: Path) -> World:  # undone after the test
    """The mother's case in Osh, a restricted one, partners, a call for help."""
    from tests.standing import lent

    return lent(standing, first_home, home)
