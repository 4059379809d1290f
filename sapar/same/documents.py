"""Document numbers, which lie in an upper layer: who holds one, and which numbers somebody holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor

# (actor, number as typed) -> ids of people; (actor, ids of people) -> their numbers. As far as the actor sees the papers.
Holders = Callable[[Any, str], Iterable["uuid.UUID"]]
Numbers = Callable[[Any, list["uuid.UUID"]], dict["uuid.UUID", list[str]]]
_known: list[tuple[Holders, Numbers]] = []


def register(holders: Holders, numbers: Numbers) -> None:
    """Called by an upper layer at start."""
    _known[:] = [(holders, numbers)]


def holders(actor: Actor, numbers: Iterable[str]) -> set[uuid.UUID]:
    return {found for ask, _numbers in _known for number in numbers for found in ask(actor, number)}


def numbers(actor: Actor, people: list[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    return (
        {key: found for _holders, ask in _known for key, found in ask(actor, people).items()}
        if people
        else {}
    )
