"""Which database, as which role. Settings ask here; nothing else reads `DATABASE_URL`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sapar.common import straight
from sapar.config import cluster, home

if TYPE_CHECKING:
    from pathlib import Path

ROLES = ("web", "owner", "operator")
NAME = "sapar"
_OWN_URLS = {"owner": "SAPAR_OWNER_URL", "operator": "SAPAR_OPERATOR_URL"}
# For `common.straight`, which plans each of its statements once on a connection and keeps the plan. All others go with their
# values in them, are planned each time and are not touched by this.
_ONE_PLAN = "-c plan_cache_mode=force_generic_plan"
_PLACES = ("host", "port", "user", "password", "dbname")


def is_given() -> bool:
    """Whether the database is somebody else's to run (`DATABASE_URL`) rather than the embedded one."""
    return bool(os.environ.get("DATABASE_URL"))


def settings_for(role: str) -> dict[str, Any]:
    """Django's `DATABASES["default"]` for one of `ROLES`. Connects to nothing."""
    parts = conninfo_to_dict(conninfo_for(role))
    options: dict[str, Any] = {name: value for name, value in parts.items() if name not in _PLACES}
    pooled = role == "web" and os.environ.get("SAPAR_DB_POOL", "1") == "1"
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": threads() + 1, "timeout": 10}
    keeps_plans = role == "web" and os.environ.get("SAPAR_POOLER", "") != "1"
    if keeps_plans:
        # psycopg drops every prepared statement of a connection after a rollback, also of a savepoint, unless it made none.
        options["prepare_threshold"] = None
        options["options"] = f"{options.get('options', '')} {_ONE_PLAN}".strip()
    return {
        "ENGINE": "sapar.common.postgres",
        "NAME": parts.get("dbname") or NAME,
        "USER": parts.get("user") or "",
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host") or "",
        "PORT": str(parts.get("port") or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": not pooled,
        "DISABLE_SERVER_SIDE_CURSORS": os.environ.get("SAPAR_POOLER", "") == "1",
        "ATOMIC_REQUESTS": False,
        straight.KEEPS_PLANS: keeps_plans,
    }


def threads() -> int:
    """Threads of one web worker, and so the most connections it can use."""
    return int(os.environ.get("SAPAR_THREADS", "8"))


def conninfo_for(role: str) -> str:
    """The libpq connection string of a role: its own variable, the kept password, or the embedded cluster."""
    if role not in ROLES:
        raise ImproperlyConfigured(f"SAPAR_DB_ROLE is one of {', '.join(ROLES)}, not {role!r}")
    own = os.environ.get(_OWN_URLS.get(role, ""), "")
    if own:
        return own
    if not is_given():
        return cluster.here().conninfo(f"sapar_{role}", NAME)
    kept = kept_passwords().get(f"sapar_{role}")
    if kept:
        return make_conninfo(given(), user=f"sapar_{role}", password=kept)
    if role == "web":
        return given()
    raise ImproperlyConfigured(
        f"No way to connect as sapar_{role}: set {_OWN_URLS[role]}, or let DATABASE_URL name a role that may "
        "create roles and run `sapar migrate` once."
    )


def given() -> str:
    """`DATABASE_URL` with a database name, `sapar` when it names none."""
    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    return make_conninfo(os.environ["DATABASE_URL"], dbname=parts.get("dbname") or NAME)


def given_name() -> str:
    """The database's name in `DATABASE_URL`."""
    return str(conninfo_to_dict(given())["dbname"])


def has_own_urls() -> bool:
    """Whether the roles were made by hand: then each is named by its own variable, and `DATABASE_URL` is the web's."""
    return all(os.environ.get(name) for name in _OWN_URLS.values())


def kept_passwords() -> dict[str, str]:
    """Role name to password, as `keep_passwords` left them for this very database; else empty."""
    place = _passwords_file()
    if not place.exists():
        return {}
    passwords: dict[str, str] = json.loads(place.read_text()).get(_target(), {})
    return passwords


def keep_passwords(passwords: dict[str, str]) -> None:
    """Keep the roles' passwords in the home folder, readable by its owner alone."""
    place = _passwords_file()
    all_kept = json.loads(place.read_text()) if place.exists() else {}
    all_kept[_target()] = passwords
    fresh = place.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(all_kept, out)
    fresh.replace(place)


def _passwords_file() -> Path:
    return home.path() / "roles.json"


def _target() -> str:
    parts = conninfo_to_dict(given())
    return f"{parts.get('host', '')}:{parts.get('port', '')}/{parts['dbname']}"
