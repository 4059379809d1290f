"""The file as rows of cells: XLSX, XLS and ODS by their first bytes, everything else as a table of text."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from sapar.common.errors import Invalid
from sapar.sheets.fields import guessed
from sapar.sheets.reading import child
from sapar.sheets.reading.child import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from sapar.sheets.reading.texts import shown

LARGEST_FILE = 10 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_PATIENCE = 40
_OLE = b"\xd0\xcf\x11\xe0"
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
    table = (
        _of_workbook(content, sheet) if content.startswith((child.ZIP, _OLE)) else Table(_of_text(content))
    )
    rows = _without_the_end(table.rows)
    if not rows:
        raise Invalid({"file": _("There is nothing in this sheet.")})
    if len(rows) > MOST_ROWS:
        raise Invalid({"file": _("The sheet has more than 20,000 rows. Split it into parts.")})
    return Table(rows, table.others)


def _of_workbook(content: bytes, sheet: str) -> Table:
    first, *_rest = _child(content)
    sheets = json.loads(first)["sheets"]
    names = [one["name"] for one in sheets]
    if not sheets:
        raise Invalid({"file": _("There is nothing in this sheet.")})
    if sheet and sheet not in names:
        raise Invalid(
            {"sheet": _("The file has no such sheet. It has: %(names)s") % {"names": ", ".join(names)}}
        )
    best = max(range(len(sheets)), key=lambda at: (_known(sheets[at]["top"]), sheets[at]["rows"]))
    chosen = names.index(sheet) if sheet else best
    _first, *rows = _child(content, chosen)
    others = tuple(one["name"] for at, one in enumerate(sheets) if at != chosen and one["rows"])
    return Table([json.loads(row) for row in rows], others)


def _child(content: bytes, *position: int) -> list[str]:
    """What the reading process answers, by lines. A workbook that brings it down is refused, and harms nobody else. It gets
    nothing of our environment, where the way to the keys and the database may stand."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", child.__name__, *map(str, position)],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False,
            cwd=_ROOT, env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Invalid({"file": _refusal("too-much")}) from None
    found = done.stdout.decode().splitlines()
    if done.returncode or not found:
        raise Invalid({"file": _refusal("too-much")})
    if refused := json.loads(found[0]).get("refused"):
        raise Invalid({"file": _refusal(refused)})
    return found


def _refusal(why: str) -> str:
    if why == "password":
        return _("The file has a password. Save a copy without it and try again.")
    if why == "too-much":
        return _("The file unpacks to more than we can read. Split it into parts.")
    return _("We could not read this file. Save it as XLSX or CSV and try again.")


def _known(rows: list[list[Any]]) -> int:
    """How many headings that we know stand at the top: a list of codes can be longer than the table itself."""
    return max((len({guessed(shown(one)) for one in row} - {""}) for row in rows), default=0)


def _of_text(content: bytes) -> list[list[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise Invalid({"file": _("We could not read this file. Save it as XLSX or CSV and try again.")})
    csv.field_size_limit(LONGEST_CELL * 10)
    try:
        delimiter = max(_DELIMITERS, key=lambda one: _width(text, one))
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
