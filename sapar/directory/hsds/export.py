"""The published directory into a folder: the tables of HSDS, and the same as nested JSON; made whole or not at all."""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from sapar.directory.hsds import catalogue, writing
from sapar.directory.hsds.objects import Nest, objects
from sapar.directory.models import Taxonomy, Term

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.directory.hsds.objects import Record

AT_ONCE = 200
DOCUMENT = "directory.json"


def export(folder: Path) -> dict[str, int]:
    """Write everything that is published; return how many records of each object. Runs in a transaction, so that all
    of it is of one moment. `folder` is made; files of an earlier export in it are written anew."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = dict.fromkeys(objects(), 0)
    units: set[str] = set()
    keys = list(writing.published().order_by("org_id").values_list("pk", flat=True))
    with ExitStack() as stack:
        tables = _Tables(stack, folder)
        document = stack.enter_context((folder / DOCUMENT).open("w", encoding="utf-8"))
        document.write("[")
        for first in range(0, len(keys), AT_ONCE):
            some = writing.published().filter(pk__in=keys[first : first + AT_ONCE]).order_by("org_id")
            bundle = writing.bundle_of(writing.whole(some))
            nest = Nest(writing.with_terms(bundle))
            for number, one in enumerate(bundle["organization"], start=first):
                document.write(",\n" if number else "\n")
                json.dump(
                    nest.document("organization", one["id"]), document, ensure_ascii=False, sort_keys=True
                )
            bundle["unit"] = [one for one in bundle.get("unit", []) if one["id"] not in units]
            units.update(one["id"] for one in bundle["unit"])
            _count(counts, tables, bundle)
        document.write("\n]\n")
        _count(counts, tables, {"taxonomy": all_taxonomies(), "taxonomy_term": all_terms()})
    return {name: count for name, count in counts.items() if count}


def all_taxonomies() -> list[Record]:
    return [*catalogue.own_taxonomies(), *(row.given for row in Taxonomy.objects.order_by("pk"))]


def all_terms() -> list[Record]:
    return [*catalogue.own_terms(), *(row.given for row in Term.objects.order_by("pk"))]


def _count(counts: dict[str, int], tables: _Tables, bundle: dict[str, list[Record]]) -> None:
    for name, records in bundle.items():
        counts[name] += len(records)
        tables.write(name, records)


class _Tables:
    """One open file a table, each with HSDS's columns."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.writers: dict[str, csv.DictWriter[str]] = {}
        for one in objects().values():
            stream = stack.enter_context((folder / one.table).open("w", encoding="utf-8", newline=""))
            self.writers[one.name] = csv.DictWriter(stream, list(one.fields), extrasaction="ignore")
            self.writers[one.name].writeheader()

    def write(self, name: str, records: list[dict[str, Any]]) -> None:
        self.writers[name].writerows(records)
