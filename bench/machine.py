"""The machine that was measured on, how busy it was with other things, and what memory our programs share out."""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
import time
from pathlib import Path
from typing import Any

import psutil

_PIECE = 100_000


def described() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def load() -> dict[str, float]:
    """How busy the machine is before we begin: the average of a minute, and of one second by all that is not us."""
    return {"loadavg_1": round(os.getloadavg()[0], 2), "busy_percent": psutil.cpu_percent(interval=1.0)}


def pace() -> float:
    """Milliseconds that a fixed piece of plain Python takes just now: a shared machine gives twice as much in one minute as in the next."""
    began, total = time.perf_counter(), 0
    for number in range(_PIECE):
        total += number * number
    return milliseconds_since(began)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def memory(processes: list[psutil.Process]) -> dict[str, Any]:
    """Megabytes of some processes together. PSS counts a page that four of them share as a quarter in each."""
    pss = [_pss(one.pid) for one in processes]
    resident = sum(one.memory_info().rss for one in processes)
    return {
        "processes": len(processes),
        "pss_mb": None if None in pss else round(sum(one or 0 for one in pss) / 1024, 1),
        "rss_mb": round(resident / 2**20, 1),
    }


def _pss(pid: int) -> int | None:
    """Kilobytes; None where the system does not tell."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return None


def quantiles(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
        "p99_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 1),
    }


def milliseconds_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
