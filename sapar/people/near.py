"""Who stands near a person, so that a relative can be chosen from a short list. Upper layers say who."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sapar.people import queries

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.people.models import Person

# (actor, person) -> ids of people of the same organisation.
Provider = Callable[[Any, Any], Iterable["uuid.UUID"]]
MOST = 60
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Called by an upper layer at start; registering a name again replaces the provider."""
    _providers[name] = provider


def people_near(actor: Actor, person: Person) -> list[Person]:
    """As far as the actor sees them, in a steady order."""
    ids = {one for provider in _providers.values() for one in provider(actor, person)} - {person.pk}
    return list(queries.visible_to(actor).filter(pk__in=ids, erased_at=None).order_by("pk")[:MOST])
