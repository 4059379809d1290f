"""The tenancy of models that are not ours, and how the web role stands to their tables."""

from __future__ import annotations

from sapar.common.tenancy import Tenancy

# Models of libraries. None of them holds anything of an assisted person.
THIRD_PARTY: dict[str, Tenancy] = {
    "auth.Permission": Tenancy.SYSTEM,
    "auth.Group": Tenancy.SYSTEM,
    "auth.Group_permissions": Tenancy.SYSTEM,
    "contenttypes.ContentType": Tenancy.SYSTEM,
    "sessions.Session": Tenancy.SYSTEM,
    "pghistory.Context": Tenancy.SYSTEM,
    "pghistory.Events": Tenancy.SYSTEM,
    "pghistory.MiddlewareEvents": Tenancy.SYSTEM,
    "procrastinate.ProcrastinateJob": Tenancy.SYSTEM,
    "procrastinate.ProcrastinateEvent": Tenancy.SYSTEM,
    "procrastinate.ProcrastinatePeriodicDefer": Tenancy.SYSTEM,
    "procrastinate.ProcrastinateWorker": Tenancy.SYSTEM,
}

# Tables that the web role cannot even read.
CLOSED_TABLES = (
    "django_migrations",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "django_content_type",
    "pghistory_context",
)

# Tables without policies that the web role uses by named code: sessions (random keys, signed content, ids only) and the
# job queue (ids only).
OPEN_TABLES = (
    "django_session",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
