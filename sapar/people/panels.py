"""Slots on a page that upper layers fill, so that a lower layer's page need not know them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from sapar.common.requests import SaparRequest

# (actor, subject) -> (template, context), or None where there is nothing to show.
Provider = Callable[[Any, Any], tuple[str, dict[str, Any]] | None]


class Panels:
    """The panels of one kind of page, shown in the order of registration."""

    def __init__(self) -> None:
        self._providers: dict[str, Provider] = {}

    def register(self, name: str, provider: Provider) -> None:
        """Called by an upper layer at import; registering a name again replaces the panel."""
        self._providers[name] = provider

    def rendered(self, request: SaparRequest, subject: Any) -> list[SafeString]:
        """Every panel as markup; a template may use `request`, `csrf_token` and what its provider gave."""
        given = [provider(request.actor, subject) for provider in self._providers.values()]
        return [render_to_string(panel[0], panel[1], request) for panel in given if panel is not None]


PERSON = Panels()
register = PERSON.register
