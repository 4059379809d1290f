"""The whole way of a snapshot, kind by kind; how far it is stands in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from sapar.common import tenancy
from sapar.insight.kinds import KINDS
from sapar.insight.models import Cutoff, SnapshotRun
from sapar.insight.snapshot import extract, reduce, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.insight.kinds import Kind


class Changed(Exception):
    """A frozen quarter is not as it was: its file is missing or other than when it was frozen."""


def make(tell: Callable[[str], None] = lambda _words: None) -> SnapshotRun:
    """All kinds, each in a transaction of its own. `tell` hears "2 of 7: cases" before each."""
    run = SnapshotRun(total=len(KINDS))
    _keep(run)
    try:
        for number, kind in enumerate(KINDS, start=1):
            tell(f"{number} of {len(KINDS)}: {kind.code}")
            run.records[kind.code] = _one(kind)
            run.done = number
            _keep(run)
    except BaseException as fault:
        run.trouble = type(fault).__name__
        raise
    finally:
        run.ended_at = timezone.now()
        _keep(run)
    return run


def _keep(run: SnapshotRun) -> None:
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        run.save()


def _one(kind: Kind) -> dict[str, int]:
    path = store.nightly(kind.code)
    fresh = path.with_suffix(".new")
    counted = reduce.write(extract.records(kind), ("org", "quarter", *kind.codes), fresh)
    fresh.replace(path)
    return counted


def freeze(quarter: str) -> Cutoff:
    """The quarter's records for good: those of a snapshot made now, or as they were frozen before. Raises `Changed`."""
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        kept = Cutoff.objects.filter(quarter=quarter).first()
    if kept is not None:
        _check(kept)
        return kept
    make()
    hashes = {}
    for kind in KINDS:
        path = store.frozen(quarter, kind.code)
        reduce.freeze(store.nightly(kind.code), quarter, path)
        hashes[kind.code] = store.hash_of(path)
    return keep_frozen(Cutoff(quarter=quarter, hashes=hashes, organisations=_taking_part(quarter)))


def keep_frozen(cutoff: Cutoff) -> Cutoff:
    with transaction.atomic(), tenancy.scope(door=extract.DOOR):
        cutoff.save(force_insert=True)
    return cutoff


def _taking_part(quarter: str) -> int:
    """How many organisations have anything in the quarter."""
    import pyarrow.compute as compute
    import pyarrow.parquet as parquet

    found: set[str] = set()
    for kind in KINDS:
        read = parquet.read_table(store.frozen(quarter, kind.code), columns=["org"])
        found |= set(compute.unique(read["org"]).to_pylist())
    return len(found)


def _check(kept: Cutoff) -> None:
    for kind, expected in kept.hashes.items():
        path = store.frozen(kept.quarter, kind)
        if not path.exists() or store.hash_of(path) != expected:
            raise Changed(kept.quarter, kind)
