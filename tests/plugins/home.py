"""Every test process gets a home folder of its own, and none of the caller's settings."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

# Read by `tests.plugins.database` only: settings see no DATABASE_URL, as on a fresh machine.
if "DATABASE_URL" in os.environ:
    os.environ["SAPAR_TEST_ADMIN"] = os.environ.pop("DATABASE_URL")
# But for what tests alone read: where shared data to check against lies.
KEPT = ("SAPAR_TEST_", "SAPAR_SHARED")
for name in [name for name in os.environ if name.startswith("SAPAR_") and not name.startswith(KEPT)]:
    del os.environ[name]

HOME = Path(tempfile.mkdtemp(prefix="sapar-home-"))
os.environ["SAPAR_HOME"] = str(HOME)
os.environ["SAPAR_DB_POOL"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "sapar.config.settings"


def pytest_configure() -> None:
    """Read the settings now that they find the right home; pytest-django's last step starts Django with them."""
    from django.conf import settings

    if HOME.resolve() != settings.SAPAR_HOME:
        raise pytest.UsageError(
            "Unset DJANGO_SETTINGS_MODULE: tests must not read settings of a real home folder."
        )
    # Names with a hash exist only after collectstatic, which no test needs.
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers begin as we began: with this variable they would read the settings before they have a home."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
