"""Everything that went out about a quarter's records, as the protection reads it; and the budget of all releases ever."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from sapar.insight.disclosure import folder
from sapar.insight.disclosure.protect import Before
from sapar.insight.models import LedgerEntry, ReleasePart
from sapar.insight.releases import archive

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.insight.models import Release


def about(release: Release, kind: str, place: Path) -> list[Before]:
    """Earlier parts about the same records, the oldest first. A record is of one quarter: others do not overlap.

    `place` is an empty folder; the parts are laid out in it as they were published. Needs the door "figures".
    """
    entries = LedgerEntry.objects.filter(quarter=release.quarter, kind=kind).order_by("number")
    found = []
    for entry in entries.select_related("part"):
        here = place / f"release-{entry.number}"
        lay_out(entry.part, here)
        found.append(Before(here.name, folder.read(here), ledger()))
    return found


def ledger() -> dict[str, Any]:
    """What was ever spent, in the shape the core reads."""
    rows = LedgerEntry.objects.order_by("number").values_list("number", "epsilon")
    return {"releases": [{"id": str(number), "epsilon": epsilon} for number, epsilon in rows]}


def lay_out(part: ReleasePart, here: Path) -> None:
    """The folder of a release, for programs that read folders."""
    (here / "tables").mkdir(parents=True)
    for name, text in archive.files(part):
        (here / name).write_text(text, encoding="utf-8", newline="")


def taken_in(release: Release, kind: str, here: Path) -> ReleasePart:
    """The folder that the core wrote, as rows. Nothing is left out of it but the ledger, which the database keeps."""
    described = json.loads((here / "release.json").read_text(encoding="utf-8"))
    part = ReleasePart.objects.create(
        release=release,
        kind=kind,
        described=described,
        report=json.loads((here / "report.json").read_text(encoding="utf-8")),
        report_words=(here / "report.txt").read_text(encoding="utf-8"),
    )
    for entry in described["tables"]:
        with (here / entry["file"]).open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))[1:]
        read = [[*row[:-2], int(row[-2]) if row[-2] else None, row[-1]] for row in rows]
        part.tables.create(dimensions=entry["dimensions"], rows=read)
    return part
