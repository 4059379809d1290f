"""Files of the standard: CSV and JSON, in and out."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from sapar.screening.htcds import crosswalk
from sapar.screening.htcds.model import NotReadable, Problem, Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, list[str]]

FORMATS = ("csv", "json")
MOST_ROWS = 1000
MOST_BYTES = 2_000_000
BETWEEN = ";"


def write(rows: Iterable[Row], form: str) -> bytes:
    return _csv_out(rows) if form == "csv" else _json_out(rows)


def read(content: bytes) -> tuple[list[Row], Report]:
    """Rows of a CSV or a JSON file, with the defects that were set right. Raises `NotReadable`."""
    if len(content) > MOST_BYTES:
        raise _refused("too-large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise _refused("not-utf-8", byte=wrong.start) from None
    if not text.strip():
        raise _refused("empty")
    report = Report()
    raw = _json_in(text) if text.lstrip()[0] in "[{" else _csv_in(text)
    if not raw:
        raise _refused("no-rows")
    if len(raw) > MOST_ROWS:
        raise _refused("too-many-rows", rows=len(raw), most=MOST_ROWS)
    rows = [_tidied(one, report) for one in raw]
    _check_names(rows)
    return rows, report


def _refused(code: str, **values: object) -> NotReadable:
    return NotReadable([Problem(0, "", code, {name: str(value) for name, value in values.items()})])


def _check_names(rows: list[Row]) -> None:
    names = {name for row in rows for name in row}
    if not names & set(crosswalk.fields()):
        raise _refused("no-known-column")


def _csv_out(rows: Iterable[Row]) -> bytes:
    made = io.StringIO(newline="")
    names = crosswalk.columns()
    writer = csv.writer(made)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_harmless(BETWEEN.join(row.get(name, []))) for name in names])
    return made.getvalue().encode("utf-8")


def _harmless(value: str) -> str:
    """A spreadsheet must not take a text for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} and not value[1:].isdigit() else value


def _json_out(rows: Iterable[Row]) -> bytes:
    standard = crosswalk.head()["standards"]["htcds"]
    records = [
        {name: values if name in crosswalk.MULTIPLE else values[0] for name, values in row.items() if values}
        for row in rows
    ]
    whole = {"standard": standard["title"], "attribution": standard["attribution"], "records": records}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def _csv_in(text: str) -> list[dict[str, Any]]:
    first = text.splitlines()[0]
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        head, *rest = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as wrong:
        raise _refused("broken-table", line=reader.line_num, fault=wrong) from None
    names = [name.strip() for name in head]
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise _refused("column-twice", column=twice[0])
    problems = [
        Problem(number, "", "other-width", {"cells": str(len(line)), "wanted": str(len(names))})
        for number, line in enumerate(rest, 1)
        if len(line) != len(names)
    ]
    if problems:
        raise NotReadable(problems)
    return [dict(zip(names, line, strict=True)) for line in rest]


def _json_in(text: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise _refused("broken-json", fault=wrong) from None
    rows = whole.get("records") if isinstance(whole, dict) else whole
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise _refused("no-records")
    return rows


def _tidied(raw: dict[str, Any], report: Report) -> Row:
    row: Row = {}
    for given, value in raw.items():
        name = crosswalk.ALIASES.get(given, given)
        if name != given:
            report.mend(f"{given}: the form's name for {name}")
        values = _values(name, value)
        if values:
            row[name] = [_mended(name, one, report) for one in values]
    return row


def _values(name: str, value: Any) -> list[str]:
    """The texts in a cell. Nothing is taken for "missing" but an empty cell: NA is a country."""
    if isinstance(value, list):
        texts = [_text(one) for one in value]
    elif name in crosswalk.MULTIPLE:
        texts = _split(name, _text(value))
    else:
        texts = [_text(value)]
    return [one for one in texts if one.strip()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = str(value)
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def _split(name: str, text: str) -> list[str]:
    """By “;” or “|”. The form that comes with the standard puts blanks between: taken so where every part is a code."""
    for between in (BETWEEN, "|"):
        if between in text:
            return text.split(between)
    parts = text.split()
    known = crosswalk.values(name)
    return parts if len(parts) > 1 and known and set(parts) <= set(known) else [text]


def _mended(name: str, value: str, report: Report) -> str:
    """Blanks at the ends of a code go (one code of the standard ends in one); names that its definitions use become codes."""
    known = crosswalk.values(name)
    plain = " ".join(value.replace("\xa0", " ").split()) if known else value.strip()
    if not known:
        return plain
    if value != plain:
        report.mend(f"{name} “{value}”: a blank at the end of a code")
    shorter = plain.removeprefix(name.removeprefix("vic_")) or plain
    found = crosswalk.DEFINED_AS.get(shorter, shorter) if name == "vic_MethodsOfControl" else plain
    if found != plain:
        report.mend(f"{name} {plain}: another name for {found}")
    return found
