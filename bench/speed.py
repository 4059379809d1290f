"""One user, one thing at a time; then fifty requests a second, mixed. With encryption and audit on, over HTTP on loopback."""

from __future__ import annotations

import random
import statistics
from typing import TYPE_CHECKING, Any

from bench import machine, work

if TYPE_CHECKING:
    from bench.browser import Answer
    from bench.server import Server

ROUNDS, IN_A_ROUND, WARM = 5, 40, 20
# The cases and numbers that one user meets: each is met once before the rounds begin.
A_DAY = 150


def workers(server: Server, found: dict[str, Any], count: int) -> list[work.Worker]:
    return [
        work.Worker(server.signed_in(seat), found["cases"], found["phones"], random.Random(number))
        for number, seat in enumerate(found["seats"][:count])
    ]


def alone(worker: work.Worker) -> dict[str, Any]:
    """p50 is the median of the rounds' medians, p95 and p99 are over all: one disturbed round does not decide.

    `pace_ms`: what the machine gave beside these very rounds (`machine.pace`).
    """
    acts = worker.acts()
    for act in acts.values():
        for _number in range(WARM):
            act()
    first = met_for_the_first_time(worker)
    rounds: dict[str, list[list[float]]] = {name: [] for name in acts}
    paces: dict[str, list[float]] = {name: [] for name in acts}
    for _round in range(ROUNDS):
        for name, act in acts.items():
            before = machine.pace()
            rounds[name].append([_followed(worker, act()).ms for _number in range(IN_A_ROUND)])
            paces[name] += [before, machine.pace()]
    return {
        name: _figures(name, times)
        | {"pace_ms": round(statistics.median(paces[name]), 1)}
        | first.get(name, {})
        for name, times in rounds.items()
    }


def _followed(worker: work.Worker, answer: Answer) -> Answer:
    """A browser goes where it is sent, and the page there shows what the act left to be said; that is not measured. Forty acts
    in a row would carry forty messages along."""
    if answer.location:
        worker.browser.get(answer.location)
    return answer


def met_for_the_first_time(worker: work.Worker) -> dict[str, dict[str, Any]]:
    """What nobody has looked at since the start comes from the disk. A day's work does so once a case or number; this is
    how long that takes, and afterwards `worker` meets no others."""
    worker.cases, worker.phones = worker.cases[-A_DAY:], worker.phones[-A_DAY:]
    times = {
        "open": [worker.open(case).ms for case in worker.cases],
        "look_up": [worker.look_up(phone).ms for phone in worker.phones],
    }
    return {name: {"first_time": machine.quantiles(ms)} for name, ms in times.items()}


def _figures(name: str, rounds: list[list[float]]) -> dict[str, Any]:
    figures = machine.quantiles([one for times in rounds for one in times])
    figures["p50_ms"] = round(statistics.median(statistics.median(times) for times in rounds), 1)
    target = work.TARGETS.get(name)
    if target is None:
        return figures
    return {
        **figures,
        "target_p50_ms": target,
        "target_p95_ms": 50,
        "met": figures["p50_ms"] <= target and figures["p95_ms"] <= 50,
    }
