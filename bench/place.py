"""Where the bench keeps what is dear to make: loaded databases and the baseline's virtual environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ("full", "small")


def cache() -> Path:
    """`SAPAR_BENCH_HOME`, or a folder of the user's cache. Deleting it costs time and nothing else."""
    place = Path(os.environ.get("SAPAR_BENCH_HOME") or "~/.cache/sapar-bench").expanduser()
    place.mkdir(mode=0o711, parents=True, exist_ok=True)
    return place.resolve()


class NotHere(RuntimeError):
    """A baseline could not be installed: without the registry of packages there is none."""


def environment_of(name: str, requirements: Path) -> Path:
    """The Python of a virtual environment with exactly the packages of a hashed list."""
    wanted, folder = requirements.read_text(), cache() / name
    mark = folder / "installed.txt"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        for command in (
            [sys.executable, "-m", "venv", str(folder)],
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "--requirement", str(requirements)],
        ):  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise NotHere((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        mark.write_text(wanted)
    return folder / "bin" / "python"


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
