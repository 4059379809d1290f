"""Every test process gets a home folder of its own, and none of the caller's settings."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# Read by `tests.plugins.database` only: settings see no DATABASE_URL, as on a fresh machine.
if "DATABASE_URL" in os.environ:
    os.environ["SAPAR_TEST_ADMIN"] = os.environ.pop("DATABASE_URL")
for name in [name for name in os.environ if name.startswith("SAPAR_") and not name.startswith("SAPAR_TEST_")]:
    del os.environ[name]

HOME = Path(tempfile.mkdtemp(prefix="sapar-home-"))
os.environ["SAPAR_HOME"] = str(HOME)
os.environ["SAPAR_DB_POOL"] = "0"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
