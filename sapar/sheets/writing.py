"""Spreadsheets that we give out. Whatever a cell holds is text to the program that opens it, never a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from sapar.sheets.fields import BY_KEY, FIELDS
from sapar.sheets.reading import terms
from sapar.sheets.reading.texts import shown
from sapar.sheets.reasons import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sapar.sheets.models import Batch, Row

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program would read as the beginning of a formula or of a command.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_LONGEST = 32_767
_WIDEST = 60
_LISTED_ROWS = 2000


class Page:
    """One sheet: headings, then rows of texts."""

    def __init__(self, book: Any, name: str, headings: Sequence[str]) -> None:
        self.sheet = book.add_worksheet(name)
        self._plain = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        # The sign that Excel itself keeps before a text that looks like a formula: it survives editing, and is no letter.
        self._quoted = book.add_format(
            {"num_format": "@", "quote_prefix": True, "valign": "top", "text_wrap": True}
        )
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "text_wrap": True})
        self._row = 1
        for column, heading in enumerate(headings):
            self.sheet.write_string(0, column, heading, bold)
            self.sheet.set_column(column, column, min(max(len(heading) + 2, 14), _WIDEST), self._plain)
        self.sheet.freeze_panes(1, 0)

    def add(self, cells: Iterable[str]) -> None:
        for column, text in enumerate(cells):
            if text:
                live = text.startswith(_LIVE)
                self.sheet.write_string(
                    self._row, column, text[:_LONGEST], self._quoted if live else self._plain
                )
        self._row += 1


def _book() -> tuple[io.BytesIO, Any]:
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return out, xlsxwriter.Workbook(out, options)


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A download that no cache keeps."""
    answer = HttpResponse(content, content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def rejects_workbook(batch: Batch, rows: list[Row]) -> bytes:
    """The rejected rows under the sheet's own headings, so that the columns are known when it comes back. What is wrong
    stands in the last columns, which nobody has to take out."""
    out, book = _book()
    page = Page(book, _("To be mended"), [*batch.headings, _("Row"), _("What is wrong"), _("What to do")])
    for row in rows:
        found = [one for one in Finding.opened(row.findings) if one.rejects]
        cells = [*map(shown, row.cells), *[""] * (len(batch.headings) - len(row.cells))]
        why = "; ".join(f"{one.column}: {one.why}" if one.column else str(one.why) for one in found)
        what = "; ".join(dict.fromkeys(str(one.what_to_do) for one in found))
        page.add([*cells[: len(batch.headings)], str(row.number), why, what])
    book.close()
    return out.getvalue()


def standard_workbook(rows: Iterable[dict[str, str]]) -> bytes:
    """The standard table: one column a field, codes as their codes, with lists to choose from and a page of words."""
    out, book = _book()
    page = Page(book, _("Contacts and cases"), [str(field.label) for field in FIELDS])
    for row in rows:
        page.add([row.get(field.key, "") for field in FIELDS])
    lists = Page(book, _("Codes"), [_("Column"), _("Code"), _("Words")])
    places: dict[str, tuple[int, int]] = {}
    line = 1
    for field in FIELDS:
        if field.coded:
            choices = terms.choices(field.key)
            places[field.key] = (line + 1, line + len(choices))
            for code, words in choices:
                lists.add([str(field.label), code, str(words)])
            line += len(choices)
    for column, field in enumerate(FIELDS):
        if field.key in places:
            _choose_from(page.sheet, column, field.key, _("Codes"), places[field.key])
    book.close()
    return out.getvalue()


def _choose_from(sheet: Any, column: int, key: str, name: str, place: tuple[int, int]) -> None:
    """A drop-down; a cell that takes several codes is only warned about."""
    first, last = place
    options = {
        "validate": "list",
        "source": f"='{name}'!$B${first}:$B${last}",
        "error_type": "warning" if key in terms.SEVERAL else "stop",
        "error_title": str(BY_KEY[key].label)[:32],
    }
    sheet.data_validation(1, column, _LISTED_ROWS, column, options)
