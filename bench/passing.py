"""An installation for one part of the bench alone: a PostgreSQL of its own in a passing folder, durable as a real one."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def measured(act: Callable[[], dict[str, Any]]) -> None:
    """Print as JSON what `act` finds there, as the web role with the vault open. All other words go to stderr."""
    with tempfile.TemporaryDirectory(prefix="sapar-bench-") as name:
        os.environ.update(SAPAR_HOME=name, SAPAR_DB_POOL="0", DJANGO_SETTINGS_MODULE="sapar.config.settings")
        os.environ.pop("DATABASE_URL", None)
        Path(name).chmod(0o711)
        with contextlib.redirect_stdout(sys.stderr):
            found = _with_database(act)
    print(json.dumps(found, indent=2, ensure_ascii=False))


def _with_database(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    import django

    from sapar.config import prepare

    with prepare.database_at_hand():
        prepare.schema()
        prepare.static_files()
        django.setup()
        from sapar.vault import keys

        keys.use_local(secrets.token_bytes(32))
        return act()
