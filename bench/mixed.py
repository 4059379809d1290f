"""Fifty requests a second, as they come, in a process of its own.

Open loop: a request's time counts from the moment it was due, so a server that falls behind cannot hide it by making the
callers wait (Tene's "coordinated omission").
"""

from __future__ import annotations

import json
import pickle
import queue
import random
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from bench import machine

if TYPE_CHECKING:
    from bench.work import Worker

# What of a hundred requests is what.
MIX = {
    "list": 30,
    "open": 30,
    "desk": 10,
    "log_contact": 12,
    "look_up": 8,
    "list_contacts": 7,
    "create_case": 3,
}


def run(workers: list[Worker], rate: float, seconds: float) -> dict[str, Any]:
    """Figures of one run, in a child of its own so that our own waiting is not the server's."""
    for worker in workers:
        worker.browser.hang_up()
    task = pickle.dumps((workers, rate, seconds))
    done = subprocess.run(
        [sys.executable, "-m", "bench.mixed"], input=task, stdout=subprocess.PIPE, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def drive(workers: list[Worker], rate: float, seconds: float) -> dict[str, Any]:
    due: queue.Queue[tuple[float, str] | None] = queue.Queue()
    times: list[tuple[str, float]] = []
    failures: list[str] = []
    threads = [threading.Thread(target=_serve, args=(worker, due, times, failures)) for worker in workers]
    for thread in threads:
        thread.start()
    chance, begun = random.Random(1), time.perf_counter()
    names, shares = list(MIX), list(MIX.values())
    at, count = 0.0, 0
    while at < seconds:
        at += chance.expovariate(rate)
        time.sleep(max(0.0, begun + at - time.perf_counter()))
        due.put((begun + at, chance.choices(names, shares)[0]))
        count += 1
    for _thread in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return _summed(times, failures, count, time.perf_counter() - begun)


def _serve(worker: Worker, due: Any, times: list[tuple[str, float]], failures: list[str]) -> None:
    while (task := due.get()) is not None:
        moment, name = task
        try:
            getattr(worker, name)()
        except Exception as failure:  # each is counted and shown
            failures.append(f"{name}: {failure}"[:200])
        times.append((name, machine.milliseconds_since(moment)))


def _summed(
    times: list[tuple[str, float]], failures: list[str], count: int, seconds: float
) -> dict[str, Any]:
    figures = machine.quantiles([ms for _name, ms in times])
    by_name = {name: machine.quantiles([ms for one, ms in times if one == name]) for name in MIX}
    return {
        "requests": count,
        "per_second": round(count / seconds, 1),
        "failures": len(failures),
        "first_failures": failures[:3],
        **figures,
        "target_p95_ms": 300,
        "met": figures["p95_ms"] <= 300 and not failures,
        "each": by_name,
    }


if __name__ == "__main__":
    print(json.dumps(drive(*pickle.load(sys.stdin.buffer))))  # noqa: S301 - our own parent wrote it
