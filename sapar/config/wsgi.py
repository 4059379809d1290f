"""The application that gunicorn serves. It refuses to open as a role that sees through the walls."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from sapar.config import ahead
from sapar.config.supervisor import LOOPBACK
from sapar.config.words import Trouble

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
application = get_wsgi_application()


def refuse_unsafe_role() -> None:
    """Raise `Trouble` when the database role is a superuser, bypasses the policies or owns the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls or pg_has_role(current_user, 'sapar_owner', 'member') "
            "from pg_roles where rolname = current_user"
        )
        (unsafe,) = cursor.fetchone()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's backend has it; workers are forked after this
    if unsafe:
        raise Trouble("The web server would see every organisation's rows: it must connect as sapar_web.")


def refuse_plain_http() -> None:
    """Raise `Trouble` when names and sessions would travel in the clear over a network."""
    bind = os.environ.get("SAPAR_BIND", "127.0.0.1")
    if bind not in LOOPBACK and not settings.HTTPS:
        raise Trouble(
            f"The server would listen on {bind} without HTTPS. Put a proxy with HTTPS before it and set SAPAR_HTTPS=1, "
            "or leave SAPAR_BIND out."
        )


refuse_unsafe_role()
refuse_plain_http()
ahead.read()
