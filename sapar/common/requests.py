"""A request on its way, as `sapar.config.middleware` sends it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    import uuid

    from sapar.common.errors import Denied


class SaparRequest(HttpRequest):
    """What each layer of the way puts on it; for types only, Django makes the object."""

    id: uuid.UUID
    caller: str | None
    """The address that asks, for counting tries in memory; None when the proxies do not tell."""
    language_from_address: bool
    # An actor of `organisations.actor`, which this layer does not know.
    actor: Any
    refusals: list[tuple[Any, Denied]]
