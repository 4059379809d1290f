"""Where a sheet's headings stand, what its columns are, and which of its rows are none. Pure."""

from __future__ import annotations

from typing import Any

from sapar.sheets.fields import guessed
from sapar.sheets.reading.texts import clean, is_empty, shown, spoken

_LOOKED_AT = 15
_MERGED_OVER = 2
_TOTALS = frozenset(
    spoken(word)
    for word in (
        "итого", "всего", "итог", "жыйынтык", "баары", "бардыгы", "жалпы", "jami", "hammasi", "total", "ҷамъ", "ҳамагӣ",
        "барлығы", "жиыны", "jemi",
    )
)  # fmt: skip


def heading_row(rows: list[list[Any]]) -> int:
    """The index of the row with most headings that we know; without any, the first with several cells."""
    counted = [len({guessed(shown(cell)) for cell in row} - {""}) for row in rows[:_LOOKED_AT]]
    if counted and max(counted) > 1:
        return counted.index(max(counted))
    wide = (
        number for number, row in enumerate(rows[:_LOOKED_AT]) if sum(not is_empty(cell) for cell in row) > 1
    )
    return next(wide, 0)


def headings(rows: list[list[Any]], index: int) -> list[str]:
    """The text over each column; under a cell merged over several rows it is the text higher up."""
    width = max(len(row) for row in rows)
    return [_heading(rows, index, column) for column in range(width)]


def _heading(rows: list[list[Any]], index: int, column: int) -> str:
    for above in range(index, max(index - _MERGED_OVER, -1) - 1, -1):
        if above < 0 or (above < index and sum(not is_empty(cell) for cell in rows[above]) < 2):  # a title
            break
        if column < len(rows[above]) and not is_empty(rows[above][column]):
            return " ".join(clean(shown(rows[above][column])).split())
    return ""


def guessed_columns(found: list[str]) -> list[str]:
    """The field of each heading; a field that two headings name belongs to the first."""
    columns: list[str] = []
    for heading in found:
        key = guessed(heading) if heading else ""
        columns.append(key if key not in columns else "")
    return columns


def is_nothing(cells: list[Any]) -> bool:
    return all(is_empty(cell) for cell in cells)


def is_total(cells: list[Any]) -> bool:
    """A row whose first words are "итого" or their like, with little more than numbers beside them."""
    filled = [cell for cell in cells if not is_empty(cell)]
    texts = [cell for cell in filled if isinstance(cell, str) and not _is_number(cell)]
    return bool(texts) and len(texts) <= 2 and any(_totals(text) for text in texts)


def _totals(text: str) -> bool:
    first = clean(text).split(":")[0].split()
    return bool(first) and spoken(first[0]) in _TOTALS


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "").replace(",", "").replace(" ", "").isdigit()


def is_heading(cells: list[Any], found: list[str]) -> bool:
    """The headings again, as on every printed page."""
    pairs = [
        (spoken(shown(cell)), spoken(heading)) for cell, heading in zip(cells, found, strict=False) if heading
    ]
    return len(pairs) > 1 and all(cell == heading for cell, heading in pairs)
