"""The one guard. Every verb asks it, whoever calls: a page, the API, a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import Denied

if TYPE_CHECKING:
    from sapar.common.actor import Actor


def require(actor: Actor, right: str, subject: object = None) -> None:
    """Raise `Denied` unless the actor's role carries `right`. `subject` is only named in the refusal's record."""
    if actor.may(right):
        return
    raise Denied(
        right,
        subject_kind=type(subject).__name__.lower() if subject is not None else "",
        subject_id=getattr(subject, "pk", None),
    )
