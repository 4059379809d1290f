"""What monitoring does when the directory says that an entry was written, confirmed or judged by a law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.monitoring.actions.reckoning import reckon

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor


def reckon_again(actor: Actor, *, org_id: uuid.UUID) -> None:
    """The rules look at it in the same transaction."""
    reckon(actor, [org_id])


def reckon_loaded(actor: Actor, *, org_ids: list[uuid.UUID]) -> None:
    """The same for entries that an import has brought."""
    reckon(actor, org_ids)
