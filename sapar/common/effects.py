"""What must flow upward: a lower layer announces, an upper one reacts, in the same transaction.

`announce(actor, "consent.withdrawn", consent_id=...)` calls every effect wired to that name, in the order of wiring.
Wiring happens once, in `sapar.config.effects`; an announcement nobody is wired to is a mistake and raises.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.common.actor import Actor

_wired: dict[str, list[Callable[..., None]]] = defaultdict(list)


def wire(name: str, *effects: Callable[..., None]) -> None:
    """Attach effects to an announcement; none at all says that nobody needs to react."""
    _wired[name].extend(effect for effect in effects if effect not in _wired[name])


def announce(actor: Actor, name: str, **facts: Any) -> None:
    """Call the effects of `name` with the actor and the facts (ids and codes only)."""
    if name not in _wired:
        raise LookupError(name)
    for effect in _wired[name]:
        effect(actor, **facts)


def wired() -> dict[str, list[str]]:
    """The wiring as words, for the documentation and its test."""
    return {name: [f"{e.__module__}.{e.__qualname__}" for e in effects] for name, effects in _wired.items()}
