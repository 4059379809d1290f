"""What the organisation's page leads to. Upper layers add their tiles and banners; the page knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.guard import StaffRequest

# actor -> (template, context), or None where there is nothing to tell.
Banner = Callable[[Any], tuple[str, dict[str, Any]] | None]


@dataclass(frozen=True)
class Tile:
    """Where to go: an address by name, its words, what is done there, an icon, and the right that opens it."""

    route: str
    title: Any
    text: Any
    icon: str
    right: str

    @property
    def url(self) -> str:
        return reverse(self.route)


_tiles: dict[str, Tile] = {}
_banners: dict[str, Banner] = {}


def add_tile(tile: Tile) -> None:
    """Called once, when the applications are ready; shown in this order."""
    _tiles[tile.route] = tile


def add_banner(name: str, banner: Banner) -> None:
    _banners[name] = banner


def tiles(actor: StaffActor) -> list[Tile]:
    """Those that the actor may open."""
    return [one for one in _tiles.values() if actor.may(one.right)]


def banners(request: StaffRequest) -> list[SafeString]:
    """As markup."""
    told = [banner(request.actor) for banner in _banners.values()]
    return [render_to_string(one[0], one[1], request) for one in told if one is not None]
