"""Who may change an entry of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.directory.models import Listing
    from sapar.organisations.models import Organisation


def keeps(actor: Actor, organisation: Organisation) -> str:
    """The right by which the actor's role would keep this organisation's entry.

    A member keeps its own; the steward keeps the entries of organisations that have not joined.
    """
    if organisation.pk == actor.org_id:
        return "listing.write"
    return "organisation.invite" if organisation.joined_at is None else "listing.write-of-others"


def may_change(actor: Actor, listing: Listing) -> bool:
    return actor.may(keeps(actor, listing.org))


def require_change(actor: Actor, organisation: Organisation) -> None:
    require(actor, keeps(actor, organisation), organisation)


def may_declare(actor: Actor, organisation: Organisation) -> bool:
    """Who may write down what a law makes of an organisation: itself, and the steward of any."""
    right = "listing.write" if organisation.pk == actor.org_id else "organisation.invite"
    return actor.may(right)


def require_declare(actor: Actor, organisation: Organisation) -> None:
    right = "listing.write" if organisation.pk == actor.org_id else "organisation.invite"
    require(actor, right, organisation)
