"""A map of tiles: every country the same room, filled as far as its number reaches towards the largest."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.insight import places
from sapar.insight.sections import number

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZE, GAP = 44, 4
_STEP = SIZE + GAP
# ISO 3166-1, and after a dash the province.
_COUNTRY = re.compile(r"[A-Z]{2}(-|$)")


@dataclass(frozen=True)
class Tile:
    """`x`, `y` are its corner; `level` is the height of its filling, in the units of the drawing. `words` is its number, a dash
    where it is hidden, "" where nothing was counted."""

    code: str
    words: str
    x: int
    y: int
    level: float

    @property
    def name(self) -> str:
        return places.place_name(self.code)

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2

    @property
    def top(self) -> float:
        return round(self.y + SIZE - self.level, 1)


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    width: int
    height: int
    size: int = SIZE


def of(rows: Iterable[tuple[str, int | None]]) -> TileMap | None:
    """`rows`: country or province and its number, None where it is hidden. Provinces are added up to their country.

    The region's other countries are drawn empty, so that each keeps its place. None when there is nothing to draw.
    """
    shown: Counter[str] = Counter()
    hidden = set()
    for code, n in rows:
        if _COUNTRY.match(code):
            shown[code[:2]] += n or 0
            hidden |= {code[:2]} if n is None else set()
    if not shown:
        return None
    spots = places.tiles([*places.TILES, *shown])
    most = max(shown.values()) or 1
    tiles = [
        Tile(code, _words(code, shown, hidden), x * _STEP, y * _STEP, round(SIZE * shown[code] / most, 1))
        for code, (x, y) in spots.items()
    ]
    return TileMap(tiles, max(one.x for one in tiles) + SIZE, max(one.y for one in tiles) + SIZE)


def _words(code: str, shown: Counter[str], hidden: set[str]) -> str:
    """“+” where a part of it is hidden."""
    if code not in shown:
        return ""
    if not shown[code]:
        return "–"
    return number(shown[code]) + ("+" if code in hidden else "")
