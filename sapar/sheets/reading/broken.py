"""Cells whose formula ended in an error. The reader of workbooks gives them as empty, which would be a silent loss."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

_SHEET = re.compile(rb"<sheet\b[^<>]*>")
_ID = re.compile(rb'\br:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^<>]*>")
_RELATION_ID, _TARGET = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="([^"]*)"')
# Bounded everywhere: a file made to be slow is read in a time that grows with its length only.
_CELL = re.compile(
    rb'<c\b(?=[^<>]{0,300}\bt="e")[^<>]{0,300}\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,300}>((?:(?!<c\b|</c>).){0,2000}?)</c>',
    re.DOTALL,
)
_VALUE = re.compile(rb"<v>([^<]*)</v>")


def broken_cells(content: bytes, position: int) -> dict[tuple[int, int], str]:
    """(row, column), both from 0, to the error that stands there, in the sheet at this position of an XLSX file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = _part_of(archive, position)
            found = _CELL.finditer(archive.read(part)) if part else iter(())
            return {(int(one[2]) - 1, _column(one[1])): _error(one[3]) for one in found}
    except (KeyError, zipfile.BadZipFile, OSError):
        return {}


def _part_of(archive: zipfile.ZipFile, position: int) -> str:
    if "xl/workbook.xml" not in archive.namelist():
        return ""
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    relations = {
        identity[1]: target[1].decode()
        for one in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
        if (identity := _RELATION_ID.search(one)) and (target := _TARGET.search(one))
    }
    wanted = _ID.search(sheets[position]) if position < len(sheets) else None
    place = relations.get(wanted[1], "") if wanted else ""
    if not place:
        return ""
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(f"xl/{place}")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _error(inside: bytes) -> str:
    found = _VALUE.search(inside)
    return found[1].decode("ascii", "replace") if found else "#VALUE!"
