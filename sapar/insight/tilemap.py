"""A map of tiles: every country the same room, filled as far as its number reaches towards the largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.insight import places
from sapar.insight.sections import number

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZE, GAP = 44, 4
_STEP = SIZE + GAP


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


def of(counts: Mapping[str, int | None]) -> TileMap | None:
    """`counts`: country to number, None where it is hidden. The region's other countries are drawn empty, so that each keeps
    its place. None when there is nothing to draw."""
    countries = [code for code in counts if len(code) == 2 and code.isalpha()]  # noqa: PLR2004 - ISO 3166-1
    if not countries:
        return None
    spots = places.tiles([*places.TILES, *countries])
    most = max((counts[code] or 0 for code in countries), default=0) or 1
    tiles = [
        Tile(
            code, _words(code, counts), x * _STEP, y * _STEP, round(SIZE * (counts.get(code) or 0) / most, 1)
        )
        for code, (x, y) in spots.items()
    ]
    return TileMap(tiles, max(one.x for one in tiles) + SIZE, max(one.y for one in tiles) + SIZE)


def _words(code: str, counts: Mapping[str, int | None]) -> str:
    if code not in counts:
        return ""
    value = counts[code]
    return "–" if value is None else number(value)
