"""Gunicorn's settings (`gunicorn -c python:sapar.config.web`), from the same environment as everything else."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from sapar.config import database, orphans

# Under `sapar run` the socket is the supervisor's; alone, the server opens its own.
_listener = os.environ.get("SAPAR_LISTENER")
bind = (
    f"fd://{_listener}"
    if _listener
    else f"{os.environ.get('SAPAR_BIND', '127.0.0.1')}:{os.environ.get('PORT') or '8000'}"
)
wsgi_app = "sapar.config.wsgi:application"
worker_class = "gthread"
# Loaded once, before the workers are forked: what they read only lies in memory once.
preload_app = True
workers = int(os.environ.get("SAPAR_WORKERS", "2"))
threads = database.threads()
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# Small pages and short addresses: nobody needs more, and what is longer never reaches our code.
limit_request_line = 4094
limit_request_fields = 60
# Forwarded headers are read by our own middleware, which knows how many proxies to trust.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
accesslog = None
loglevel = "warning"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's heartbeat, no content
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sapar.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


def when_ready(server: object) -> None:
    """Before the workers are forked. What is loaded stays until they end: the collector need not look through it again and
    again (a tenth of the time of opening a case went there, now a thirtieth), nor touch it, so that it stays shared."""
    orphans.stop_with_parent()
    gc.collect()
    gc.freeze()
