"""A part as files, the way the protection wrote them. No library of numbers is needed."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.insight.models import ReleasePart


def files(part: ReleasePart) -> Iterator[tuple[str, str]]:
    """(name in the folder, text): `release.json`, the reports, a CSV file a table."""
    for name, content in (("release.json", part.described), ("report.json", part.report)):
        yield name, json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    yield "report.txt", part.report_words
    kept = {tuple(one.dimensions): one.rows for one in part.tables.all()}
    for entry in part.described["tables"]:
        out = io.StringIO()
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow([*entry["dimensions"], "count", "mark"])
        sheet.writerows(kept[tuple(entry["dimensions"])])
        yield entry["file"], out.getvalue()
