"""Adding an event. The row is written here; the database chains it when the transaction commits.

Because the event is a row of the very transaction that did the deed, neither can exist without the other.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from sapar.audit import canonical
from sapar.audit.canonical import NO_ORGANISATION
from sapar.audit.names import NAMES, UnnamedVerb
from sapar.common import tenancy
from sapar.common.ready import insert

if TYPE_CHECKING:
    import uuid
    from contextlib import AbstractContextManager

    from sapar.audit.models import Event
    from sapar.common.actor import Actor


def record(
    actor: Actor,
    verb: str,
    *,
    subject_kind: str,
    subject_id: uuid.UUID,
    about: uuid.UUID | None = None,
    details: dict[str, Any] | None = None,
    org_id: uuid.UUID | None = None,
) -> Event:
    """Write one event at the end of a chain: of `org_id`, else of the actor's organisation, else of nobody's.

    `about` is the case the event concerns. `details` hold ids and codes only; anything else raises `NotACode`.
    """
    if verb not in NAMES:
        raise UnnamedVerb(verb)
    model = apps.get_model("audit", "Event")
    chain = org_id or actor.org_id
    event = model(
        org_id=chain or NO_ORGANISATION,
        verb=verb,
        actor_kind=actor.kind,
        actor_user=actor.user_id,
        actor_member=actor.member_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        about=about,
        details=canonical.coded(details or {}),
    )
    event.digest = canonical.digest(event)
    with _scope(actor, chain):
        insert(event)
    return event


def _scope(actor: Actor, chain: uuid.UUID | None) -> AbstractContextManager[None]:
    """The database lets a scope write to its own chain and to nobody's; another's is entered for this one row."""
    if chain is None or chain == actor.org_id:
        return nullcontext()
    return tenancy.scope(org=chain)


def flush() -> None:
    """Chain now what would be chained at commit; for code that reads the chain in the transaction that wrote it."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints audit_event_chain immediate")
        cursor.execute("set constraints audit_event_chain deferred")
