"""A workbook read in a process of its own, which may run out of memory or time without taking the application with it.

`python -m sapar.sheets.reading.child [position]`: the file on stdin. The first line of the answer is JSON: {"sheets": [{"name",
"rows", "top"}]}, or {"refused": why}. With a position that sheet's rows follow, a line each. Neither Django nor the database
is imported here.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import sys
import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from sapar.sheets.reading.broken import broken_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP = b"PK\x03\x04"
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_ANSWER = 100 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
LOOKED_AT = 30
_LIMITS = (
    (resource.RLIMIT_AS, 768 * 1024 * 1024),
    (resource.RLIMIT_CPU, 30),
    # What a fallen process leaves behind would hold people's names in plain.
    (resource.RLIMIT_CORE, 0),
)


class TooMuch(Exception):  # a word to the parent, no fault
    """More than we read."""


def lines(content: bytes, position: int | None) -> Iterator[str]:
    """The answer, line by line."""
    _refuse_bomb(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if position is None:
        yield json.dumps({"sheets": [_told(book, number) for number in range(len(book.sheet_names))]})
        return
    yield json.dumps({"sheets": []})
    errors = broken_cells(content, position)
    for number, row in enumerate(_top(book, position, MOST_ROWS + 1)):
        cells = [cell_of(one) for one in row]
        for column in range(len(cells)):
            cells[column] = errors.get((number, column), cells[column])
        yield json.dumps(cells)


def _told(book: Any, position: int) -> dict[str, Any]:
    sheet = book.get_sheet_by_index(position)
    rows = sheet.to_python(skip_empty_area=False, nrows=LOOKED_AT)
    top = [[cell_of(one) for one in row[:MOST_COLUMNS]] for row in rows]
    return {"name": sheet.name, "rows": sheet.total_height, "top": top}


def _top(book: Any, position: int, most: int) -> Iterator[list[Any]]:
    rows = book.get_sheet_by_index(position).to_python(skip_empty_area=False, nrows=most)
    return (row[:MOST_COLUMNS] for row in rows)


def _refuse_bomb(content: bytes) -> None:
    """A few kilobytes can unpack to gigabytes: what the archive says of itself is asked before it is opened."""
    if not content.startswith(ZIP):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise TooMuch


def cell_of(value: Any) -> Any:
    """What JSON can hold: a text, a number as {"n": …}, a moment as {"d": …}; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return {"n": value}
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return {"d": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"n": value.total_seconds() / 86400}
    return str(value)[:LONGEST_CELL]


def answer(content: bytes, position: int | None) -> str:
    """The whole answer, or why there is none."""
    out = io.StringIO()
    try:
        for line in lines(content, position):
            if out.tell() + len(line) > LARGEST_ANSWER:
                raise TooMuch
            out.write(line + "\n")
    except PasswordError:
        return json.dumps({"refused": "password"})
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError):
        return json.dumps({"refused": "unreadable"})
    except (MemoryError, TooMuch):
        return json.dumps({"refused": "too-much"})
    return out.getvalue()


def main() -> None:
    for what, most in _LIMITS:
        resource.setrlimit(what, (most, most))
    position = int(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.stdout.write(answer(sys.stdin.buffer.read(), position))


if __name__ == "__main__":
    main()
