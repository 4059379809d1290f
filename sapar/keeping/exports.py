"""Putting a whole export together: tables as JSON Lines and CSV, files opened, a list of it all in plain words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q

from sapar.common import tenancy
from sapar.common.errors import NotVisible
from sapar.keeping import archive, contents, dictionary, due
from sapar.vault import files
from sapar.vault.cipher import SealBroken
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator

    from sapar.common.actor import Actor
    from sapar.keeping.contents import Table

BATCH = 200


@dataclass
class Making:
    """One archive in the making. `members` are those named on restricted cases, when these belong in it.

    `progress` is told how many rows have been read; `counts` and `file_names` are what has gone in.
    """

    actor: Actor
    members: list[uuid.UUID]
    progress: Callable[[int], None]
    counts: dict[str, int] = field(default_factory=dict)
    file_names: dict[str, str] = field(default_factory=dict)

    @property
    def org_id(self) -> uuid.UUID:
        return due.org_of(self.actor)


def total(org_id: uuid.UUID) -> int:
    """How many rows there are to go through, once for each of the two forms."""
    return 2 * sum(table.rows(org_id).count() for table in contents.tables())


def named_on_restricted(actor: Actor) -> list[uuid.UUID]:
    """A member for every restricted case who may read it."""
    with transaction.atomic(), tenancy.scope_of(actor, door="export"), connection.cursor() as cursor:
        cursor.execute("select distinct m from keeping_named() m order by m")
        return [row[0] for row in cursor.fetchall()]


def stream(making: Making) -> Iterator[bytes]:
    """The archive's bytes. Tables are read in batches, each in a transaction of its own; nothing readable is kept."""
    return archive.zipped(_members(making))


def _members(making: Making) -> Iterator[tuple[str, Iterator[bytes]]]:
    tables = contents.tables()
    for table in tables:
        yield f"json/{table.name}.jsonl", _json(making, table)
        yield f"csv/{table.name}.csv", _csv(making, table)
    yield from _files(making)
    yield "index.html", iter([dictionary.index(tables, making.counts, making.file_names)])
    yield "dictionary.html", iter([dictionary.words(tables)])
    yield "README.txt", iter([dictionary.readme(restricted=bool(making.members))])


def _json(making: Making, table: Table) -> Iterator[bytes]:
    making.counts[table.name] = 0
    for row in _rows(making, table):
        making.counts[table.name] += 1
        yield archive.json_line(row)


def _csv(making: Making, table: Table) -> Iterator[bytes]:
    yield "\ufeff".encode() + archive.csv_line(table.names)
    for row in _rows(making, table):
        yield archive.csv_line(row[name] for name in table.names)


def _rows(making: Making, table: Table) -> Iterator[dict[str, Any]]:
    """The organisation's rows, then those of restricted cases as the members named on them see them."""
    for batch in _batches(making, table, None, Q()):
        yield from batch
    if table.of_restricted is None:
        return
    seen: set[Any] = set()
    for member in making.members:
        for batch in _batches(making, table, member, table.of_restricted):
            for row in batch:
                key = row[table.key]
                if key not in seen and not _is_open(making, table, key):
                    yield row
                seen.add(key)


def _batches(
    making: Making, table: Table, member: uuid.UUID | None, which: Q
) -> Iterator[list[dict[str, Any]]]:
    last = None
    while True:
        with transaction.atomic(), tenancy.scope(org=making.org_id, member=member):
            rows = table.rows(making.org_id).filter(which)
            found = list((rows.filter(pk__gt=last) if last is not None else rows).distinct()[:BATCH])
            batch = [table.value(making.actor, row) for row in found]
        making.progress(len(found))
        yield batch
        if len(found) < BATCH:
            return
        last = found[-1].pk


def _is_open(making: Making, table: Table, key: Any) -> bool:
    """Whether the job saw this row by itself already."""
    with transaction.atomic(), tenancy.scope(org=making.org_id):
        return table.rows(making.org_id).filter(pk=key).exists()


def _files(making: Making) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file that can still be opened, under its id and its own name."""
    ids = [file_id for member in (None, *making.members) for file_id in _file_ids(making, member)]
    for file_id in dict.fromkeys(ids):
        with transaction.atomic(), tenancy.scope(org=making.org_id):
            file = SealedFile.objects.select_related("data_key").get(pk=file_id)
            try:
                pieces = files.content(file)
            except (NotVisible, SealBroken):
                continue
            name = f"files/{file.pk}/{_safe(str(file.name))}"
        making.file_names[str(file.pk)] = name
        yield name, pieces


def _file_ids(making: Making, member: uuid.UUID | None) -> list[uuid.UUID]:
    """Those that the job sees by itself, or this member."""
    with transaction.atomic(), tenancy.scope(org=making.org_id, member=member):
        rows = contents.Table(SealedFile).rows(making.org_id).filter(state=SealedFile.State.STORED)
        return list(rows.values_list("pk", flat=True))


def _safe(name: str) -> str:
    """A name that no disk refuses and that climbs out of nowhere."""
    kept = "".join("_" if letter in '\\/:*?"<>|' or ord(letter) < 32 else letter for letter in name)
    return kept.strip(". ")[:120] or "file"
