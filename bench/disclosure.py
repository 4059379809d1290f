"""`python -m bench.disclosure [--rows 1000000] [--ten-million]`: safe statistics beside Polars, pac-synth and pycanon. JSON.

Targets: all 92 tables in at most half of Polars' time; protected and audited in 20 s and 2 GB; nothing recovered; at most
12 % of the large cells hidden; noise with a median error of at most 2 %; ten million rows in two minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import machine, place

_PEERS = Path(__file__).resolve().parent / "disclosure_peers"
_COUNT = """
import json, sys, time
from pathlib import Path
from sapar.insight.disclosure import cube, reading
began = time.perf_counter()
records = reading.read(Path(sys.argv[1]))
read = time.perf_counter()
counted = cube.count(records.codes, records.sizes)
done = time.perf_counter()
print(json.dumps({"count_s": done - read, "with_reading_s": done - began,
                  "tables": len(counted.lattice.tables) - 1, "cells": int((counted.counts[1:] > 0).sum())}))
"""


def main() -> int:
    parser = argparse.ArgumentParser("bench.disclosure", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--ten-million", action="store_true", help="and the same command on ten million rows")
    parser.add_argument("--without-peers", action="store_true")
    chosen = parser.parse_args()
    folder = place.cache() / "disclosure"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = _rows(folder, chosen.rows)
    figures: dict[str, Any] = {"rows": chosen.rows, "machine": machine.described(), "before": machine.load()}
    figures["ours"] = _ours(folder, rows)
    if not chosen.without_peers:
        figures["peers"] = _peers(rows)
        figures["ratio"] = _ratios(figures["ours"], figures["peers"])
    if chosen.ten_million:
        rows = _rows(folder, 10_000_000)
        figures["ten_million"] = _command("protect", "--input", rows, "--out", folder / "ten", leave="ten")
    figures["after"] = machine.load()
    print(json.dumps(figures, indent=2))
    return 0


def _rows(folder: Path, amount: int) -> Path:
    path = folder / f"rows-{amount}.csv"
    program = [sys.executable, "-m", "bench.disclosure_rows", str(amount), str(path)]
    subprocess.run(program, cwd=place.ROOT, check=True)
    return path


def _ours(folder: Path, rows: Path) -> dict[str, Any]:
    counted = [_json([sys.executable, "-c", _COUNT, str(rows)]) for _turn in range(3)]
    secret, exact, noise = folder / "secret", folder / "exact", folder / "noise"
    found: dict[str, Any] = {
        "count": min(counted, key=lambda one: float(one["count_s"])),
        "exact": _command("protect", "--input", rows, "--out", exact, leave="exact"),
        "attack": _command("attack", exact, "--truth", rows, "--json", folder / "attack.json"),
    }
    found["attack"]["scores"] = json.loads((folder / "attack.json").read_text())["scores"]
    _command("secret", secret)
    found["noise"] = _command(
        "protect", "--input", rows, "--out", noise, "--mode", "noise", "--secret-file", secret
    )
    found["noise"]["facts"] = json.loads((noise / "report.json").read_text())["facts"]
    found["exact"]["facts"] = json.loads((exact / "report.json").read_text())["facts"]
    return found


def _command(*words: object, leave: str = "") -> dict[str, Any]:
    """One `sapar insight` command in a process of its own: seconds, peak memory, exit code."""
    began = time.perf_counter()
    running = subprocess.Popen(
        place.sapar("insight", *map(str, words)),
        cwd=place.ROOT,
        env={**os.environ, "PYTHONPATH": str(place.ROOT), "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "peak_mb": round(used.ru_maxrss / 1024, 1),
        "exit": running.returncode,
        **({"release": leave} if leave else {}),
    }


def _json(program: list[str]) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(place.ROOT)}
    done = subprocess.run(
        program, cwd=place.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"left_out": (done.stderr.strip().splitlines() or ["failed"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _peers(rows: Path) -> dict[str, Any]:
    """Each in its turn, by an environment with exactly the packages of `disclosure_peers/requirements.txt`."""
    environment = place.cache() / "disclosure-peers"
    mark, wanted = environment / "installed.txt", (_PEERS / "requirements.txt").read_text()
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(environment, ignore_errors=True)
        install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
        ]
        for command in (
            [sys.executable, "-m", "venv", str(environment)],
            [str(environment / "bin" / "python"), *install, str(_PEERS / "requirements.txt")],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                return {"left_out": (done.stderr.strip().splitlines() or ["pip failed"])[-1]}
        mark.write_text(wanted)
    python = str(environment / "bin" / "python")
    programs = {"polars": "polars_tables.py", "pycanon": "canon.py", "pac-synth": "pac.py"}
    return {name: _json([python, str(_PEERS / program), str(rows)]) for name, program in programs.items()}


def _ratios(ours: dict[str, Any], peers: dict[str, Any]) -> dict[str, float]:
    """Our seconds over theirs; counting over counting, and our whole protected release over their aggregates or check."""
    pairs = {
        "tables_over_polars": (ours["count"].get("count_s"), peers.get("polars", {}).get("count_s")),
        "tables_with_reading_over_polars": (
            ours["count"].get("with_reading_s"),
            peers.get("polars", {}).get("with_reading_s"),
        ),
        "release_over_pac_synth_aggregates": (
            ours["exact"]["seconds"],
            peers.get("pac-synth", {}).get("aggregates_s"),
        ),
        "release_over_pycanon_check": (ours["exact"]["seconds"], peers.get("pycanon", {}).get("check_s")),
    }
    return {name: round(one / other, 4) for name, (one, other) in pairs.items() if one and other}


if __name__ == "__main__":
    sys.exit(main())
