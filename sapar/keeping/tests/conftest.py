from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """A home folder of the test's own: ledger and files."""
    settings.SAPAR_HOME = tmp_path
    settings.SEALED_FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def built(db: None, home: Path) -> World:  # noqa: ARG001 - its files lie there
    """The mother's case in Osh, a restricted one, partners, a call for help."""
    from tests import world

    return world.build()
