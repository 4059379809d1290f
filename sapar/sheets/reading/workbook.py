"""The file as rows of cells: XLSX, XLS and ODS by their first bytes, everything else as a table of text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from sapar.common.errors import Invalid
from sapar.sheets.fields import guessed
from sapar.sheets.reading.broken import broken_cells
from sapar.sheets.reading.texts import shown

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ";,\t|"
_SNIFFED_LINES = 30
# A letter that Russian, Kyrgyz or Tajik text of a single-byte code page is full of.
_COMMON = "оеаинтрсвлкОЕАИНТРСВЛК"


@dataclass(frozen=True)
class Table:
    """One sheet. `rows[0]` is what the spreadsheet program calls row 1; `others` are the names of sheets not read."""

    rows: list[list[Any]]
    others: tuple[str, ...] = ()


def read(content: bytes, sheet: str = "") -> Table:
    """The sheet of the file whose headings we know best, else the biggest, or the one of this name. Raises `Invalid` at "file" or "sheet"."""
    if not content:
        raise Invalid({"file": _("The file is empty.")})
    if len(content) > LARGEST_FILE:
        raise Invalid({"file": _("The file is larger than 10 MB. Split it into parts.")})
    table = _of_workbook(content, sheet) if content.startswith((_ZIP, _OLE)) else Table(_of_text(content))
    rows = _without_the_end(table.rows)
    if not rows:
        raise Invalid({"file": _("There is nothing in this sheet.")})
    if len(rows) > MOST_ROWS:
        raise Invalid({"file": _("The sheet has more than 20,000 rows. Split it into parts.")})
    return Table(rows, table.others)


def _of_workbook(content: bytes, sheet: str) -> Table:
    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except PasswordError:
        raise Invalid({"file": _("The file has a password. Save a copy without it and try again.")}) from None
    except (CalamineError, ValueError, OSError):
        raise Invalid(
            {"file": _("We could not read this file. Save it as XLSX or CSV and try again.")}
        ) from None
    if not tables:
        raise Invalid({"file": _("There is nothing in this sheet.")})
    if sheet and sheet not in tables:
        names = ", ".join(tables)
        raise Invalid({"sheet": _("The file has no such sheet. It has: %(names)s") % {"names": names}})
    chosen = sheet or max(tables, key=lambda name: (_known(tables[name]), len(tables[name])))
    rows = [[_cell(one) for one in row[:MOST_COLUMNS]] for row in tables[chosen][: MOST_ROWS + 1]]
    for (row, column), error in broken_cells(content, list(tables).index(chosen)).items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = error
    return Table(rows, tuple(name for name, found in tables.items() if name != chosen and found))


def _known(rows: list[list[Any]]) -> int:
    """How many headings that we know stand at the top: a list of codes can be longer than the table itself."""
    top = [[_cell(one) for one in row] for row in rows[:_SNIFFED_LINES]]
    return max((len({guessed(shown(one)) for one in row} - {""}) for row in top), default=0)


def _refuse_bomb(content: bytes) -> None:
    """A few kilobytes can unpack to gigabytes: what the archive says of itself is asked before it is opened."""
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Invalid(
            {"file": _("We could not read this file. Save it as XLSX or CSV and try again.")}
        ) from None
    if size > LARGEST_UNPACKED:
        raise Invalid({"file": _("The file unpacks to more than we can read. Split it into parts.")})


def _cell(value: Any) -> Any:
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


def _of_text(content: bytes) -> list[list[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise Invalid({"file": _("We could not read this file. Save it as XLSX or CSV and try again.")})
    csv.field_size_limit(LONGEST_CELL * 10)
    delimiter = max(_DELIMITERS, key=lambda one: _width(text, one))
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Invalid(
            {"file": _("We could not read this file. Save it as XLSX or CSV and try again.")}
        ) from None
    return [[one[:LONGEST_CELL] or None for one in row[:MOST_COLUMNS]] for row in found[: MOST_ROWS + 1]]


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        candidates = [content.decode(name, errors="replace") for name in ("cp1251", "koi8-r", "cp866")]
        return max(candidates, key=lambda text: sum(text.count(letter) for letter in _COMMON))


def _width(text: str, delimiter: str) -> float:
    """How many cells a line has with this delimiter, in the middle of the first lines."""
    lines = [line for line in text.splitlines()[:_SNIFFED_LINES] if line.strip()]
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)] if lines else [0]
    return median(widths)


def _without_the_end(rows: list[list[Any]]) -> list[list[Any]]:
    """Spreadsheet programs keep thousands of formatted empty rows after the last one."""
    last = max((number for number, row in enumerate(rows, 1) if any(_has(one) for one in row)), default=0)
    return rows[:last]


def _has(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
