"""A table as people read it, and the same as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | None
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """`columns` are its headings, the first one of what the rows are; `code` names it in a file's name."""

    code: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def labelled(self) -> list[list[tuple[str, Any]]]:
        """The rows, each cell with the heading of its column: narrow windows show rows as cards."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads Cyrillic; semicolons, because commas part decimals here."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_plain(one) for one in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(tables: Iterable[Table], about: Sequence[tuple[str, str]]) -> bytes:
    """One XLSX: a first sheet that says what this is (`about`), then a sheet a table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        first = book.add_worksheet("Sapar")
        first.set_column(0, 0, 28)
        first.set_column(1, 1, 70)
        for line, (name, words) in enumerate(about):
            first.write_string(line, 0, name, bold)
            first.write_string(line, 1, words)
        for number, table in enumerate(tables, 1):
            _write(book, f"{number}. {_sheet_name(table.title)}", table, bold)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, name: str, table: Table, bold: object) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, max(len(table.columns) - 1, 1), 16)
    for column, words in enumerate(table.columns):
        sheet.write_string(0, column, words, bold)
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                sheet.write_number(line, column, cell)
            elif cell is not None:
                sheet.write_string(line, column, cell)


def _sheet_name(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)


def _plain(cell: Cell) -> Cell:
    """The cell as a spreadsheet may safely open it: words that look like a formula stay words."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell
