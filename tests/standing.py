"""The world of `tests.world`, built once for a module of tests and undone to the same point after each of them.

Only for modules whose tests all use `db`: one that commits needs the connection for itself.
"""

from __future__ import annotations

import copy
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.test import override_settings
from django.utils import translation

from sapar.vault import keys
from tests import world
from tests.plugins.vault import MASTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker


@contextmanager
def standing(home: Path, blocker: DjangoDbBlocker) -> Iterator[world.World]:
    """Built in a transaction that stays open: each test's own is a savepoint in it. Its sealed files lie in `home`."""
    keys.use_local(MASTER)
    with (
        blocker.unblock(),
        override_settings(SAPAR_HOME=home, SEALED_FILES=home / "files"),
        translation.override("en"),
        transaction.atomic(),
    ):
        built = world.build()
        with blocker.block():
            yield built
        transaction.set_rollback(True)


def lent(built: world.World, theirs: Path, home: Path) -> world.World:
    """For one test: the world's files in a home of its own, and objects that it may change."""
    shutil.copytree(theirs, home, dirs_exist_ok=True)
    return copy.deepcopy(built)
