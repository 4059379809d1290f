"""When this installation was last backed up. `sapar backup` writes it down in `SAPAR_HOME/last_backup.json`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from django.conf import settings


def last_backup() -> dt.datetime | None:
    """When the last good backup was finished; None when there never was one, or nobody can tell."""
    try:
        said = json.loads((Path(settings.SAPAR_HOME) / "last_backup.json").read_text())
        return dt.datetime.fromisoformat(said["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
