"""Where the bench keeps what is dear to make: loaded databases and the baseline's virtual environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ("full", "small")


def cache() -> Path:
    """`SAPAR_BENCH_HOME`, or a folder of the user's cache. Deleting it costs time and nothing else."""
    place = Path(os.environ.get("SAPAR_BENCH_HOME") or "~/.cache/sapar-bench").expanduser()
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    return place.resolve()


def home(rows: str) -> Path:
    """The installation (`SAPAR_HOME`) that holds the fictional region of one size."""
    place = cache() / rows
    place.mkdir(mode=0o711, exist_ok=True)
    return place


def environment(installation: Path, **more: str) -> dict[str, str]:
    """What our programs run with: an embedded database of that installation, as in the demo, and nothing inherited."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAPAR_", "DATABASE_URL"))
    }
    return {
        **kept,
        "SAPAR_HOME": str(installation),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        **more,
    }


def sapar(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sapar.config.cli", *arguments]
