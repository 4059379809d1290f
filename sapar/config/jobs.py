"""The worker and its timetable. Packages put their jobs in `tasks.py`; procrastinate finds them there.

`python -m sapar.config.jobs` is the worker, as `sapar run` starts it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import django


@dataclass(frozen=True)
class Periodic:
    """A job that comes back by itself."""

    name: str
    cron: str
    """Five fields, in UTC."""
    says: str
    """The first line of the task's docstring."""


def periodic() -> list[Periodic]:
    """The timetable, by name."""
    from procrastinate.contrib.django import app

    found = [
        Periodic(one.task.name, one.cron, (one.task.func.__doc__ or "").strip().partition("\n")[0])
        for one in app.periodic_registry.periodic_tasks.values()
    ]
    return sorted(found, key=lambda one: one.name)


# Added to the niceness of the jobs' process: somebody who waits for a page comes first.
_GIVES_WAY = 10


def work() -> None:
    """Work until asked to stop; a job under way gets twenty seconds to finish, then is retried by the next worker."""
    from procrastinate.contrib.django import app

    own: Any = app.connector
    with app.replace_connector(own.get_worker_connector()) as worker:
        worker.run_worker(
            concurrency=int(os.environ.get("SAPAR_JOBS", "2")),
            delete_jobs="successful",
            shutdown_graceful_timeout=20,
        )


def main() -> None:
    from sapar.config import orphans

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
    # The worker keeps a pool of its own.
    os.environ["SAPAR_DB_POOL"] = "0"
    django.setup()
    orphans.stop_with_parent()
    os.nice(_GIVES_WAY)
    work()


if __name__ == "__main__":
    main()
