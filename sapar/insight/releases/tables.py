"""A released table as people read it: labels in their language, a mark in words, a chart, and as a file with HXL tags.

Reads what the database has; knows neither the protection nor a library of numbers.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sapar.insight import charts, places
from sapar.insight.kinds import BY_CODE, NESTED, OTHER
from sapar.insight.sections import number
from sapar.insight.tables import Table

if TYPE_CHECKING:
    from sapar.insight.charts import Bar
    from sapar.insight.kinds import Column, Kind
    from sapar.insight.models import ReleasedTable

HIDDEN, CARRIED, NOISE = "hidden", "carried", "noise"


@dataclass(frozen=True)
class Shown:
    """One table in words. `rows` are (labels, count or None, mark), the largest first, hidden ones last. `words` are, of each
    column, the labels by code."""

    kind: Kind
    columns: list[Column]
    words: list[dict[str, str]]
    rows: list[tuple[list[str], int | None, str]]
    code: str
    part_id: Any

    @property
    def title(self) -> str:
        return " × ".join(str(one.label) for one in self.columns)

    @property
    def headings(self) -> list[str]:
        return [*(str(one.label) for one in self.columns), str(self.kind.label)]

    @property
    def bars(self) -> list[Bar]:
        """Of what is shown; a hidden cell has no length and stands in the table alone."""
        return charts.bars([(" · ".join(labels), n) for labels, n, _mark in self.rows if n], most=10)

    @property
    def hidden(self) -> int:
        return sum(1 for _labels, _n, mark in self.rows if mark == HIDDEN)

    @property
    def total(self) -> int:
        return sum(n or 0 for _labels, n, _mark in self.rows)

    @property
    def finding(self) -> str:
        """What the table says, in a sentence."""
        if not self.bars:
            return _("%(what)s: too few to be shown") % {"what": self.title}
        labels, n, _mark = next(row for row in self.rows if row[1])
        return _("%(what)s: %(label)s – %(n)s") % {
            "what": self.title, "label": " · ".join(labels), "n": number(n or 0),
        }  # fmt: skip

    @property
    def as_table(self) -> Table:
        rows = [[*labels, cell(n, mark)] for labels, n, mark in self.rows]
        return Table(self.code, f"{self.kind.label}: {self.title}", self.headings, rows)


def cell(n: int | None, mark: str) -> str:
    """The number with its mark: hidden, of an earlier release, or with an error."""
    if n is None:
        return _("hidden")
    words = {CARRIED: _("%(n)s (of an earlier release)"), NOISE: "≈ %(n)s"}
    return words.get(mark, "%(n)s") % {"n": number(n)}


def shown(kind_code: str, kept: ReleasedTable) -> Shown:
    kind = BY_CODE[kind_code]
    columns = [kind.column(code) for code in kept.dimensions]
    words = [_words(column, {row[place] for row in kept.rows}) for place, column in enumerate(columns)]
    rows = [
        ([said[code] for said, code in zip(words, row[:-2], strict=True)], row[-2], row[-1])
        for row in kept.rows
    ]
    rows.sort(key=lambda row: (row[1] is None, -(row[1] or 0), row[0]))
    return Shown(kind, columns, words, rows, "+".join(kept.dimensions), kept.part_id)


def _words(column: Column, codes: set[str]) -> dict[str, str]:
    said = {code: column.say(code) for code in codes}
    if column.code in NESTED:
        said |= places.place_names(codes - {"", OTHER})
    return said


def as_csv(kind: Kind, kept: ReleasedTable) -> bytes:
    """Codes, not words: a second line of HXL tags lets programs read it (hxlstandard.org, 1.1). UTF-8, commas."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow([*kept.dimensions, "count", "mark"])
    sheet.writerow([*(kind.column(code).hxl for code in kept.dimensions), kind.hxl, "#meta+mark"])
    sheet.writerows(["" if one is None else one for one in row] for row in kept.rows)
    return out.getvalue().encode()


def as_json(kind: Kind, kept: ReleasedTable) -> bytes:
    """An object a row, with what everything is called and how it is protected."""
    described = kept.part.described
    names = [*kept.dimensions, "count", "mark"]
    said = {
        "kind": kind.code,
        "quarter": kept.part.release.quarter,
        "dimensions": [
            {"code": code, "hxl": kind.column(code).hxl, "label": str(kind.column(code).label)}
            for code in kept.dimensions
        ],
        "protection": {
            name: described.get(name) for name in ("mode", "threshold", "width", "epsilon", "error_95")
        },
        "rows": [dict(zip(names, row, strict=True)) for row in kept.rows],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def protection_words(mode: str, described: dict[str, Any]) -> str:
    """How the numbers of a part are protected, in plain words."""
    if mode == "noise":
        return _(
            "Every number has a small error, usually 1 or 2 and never more than %(bound)s. Fewer than %(least)s people are not "
            "shown. Parts may not add up to the whole."
        ) % {"bound": described["noise"]["bound"], "least": described["threshold"]}
    if mode == "private":
        return _(
            "Every number may be off by up to %(error)s, in 19 of 20 cases by less. That protects everyone in it."
        ) % {"error": described.get("error_95", "?")}
    return _(
        "The numbers are true. Fewer than %(least)s are not shown, and neither is what would let them be reckoned."
    ) % {"least": described["threshold"]}


def dimensions_of(text: str) -> list[str]:
    """From an address: “topic+country”."""
    return text.split("+")
