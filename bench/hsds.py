"""The directory as HSDS at 5,000 organisations with 20,000 services: `python -m bench.hsds [rounds]`, as JSON.

Answers of the API are taken inside the process, over the whole way of a request. Beside them, in the same run, stands
Django's own JSON serializer over the same rows: no standard, no nesting, no checks.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import machine, passing

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 20


def directory(rounds: int) -> dict[str, Any]:
    from django.db import transaction

    from sapar.directory import lines
    from sapar.directory.models import Listing
    from sapar.directory.tests import test_hsds_at_size as size

    with transaction.atomic():
        size.fill()
        lines.write(Listing.objects.values_list("pk", flat=True))
    _sized()
    figures: dict[str, Any] = {
        "machine": machine.described(),
        "before": machine.load(),
        "organisations": size.ORGANISATIONS,
        "services": size.OFFERS,
        "answers": _answers(rounds),
    }
    with tempfile.TemporaryDirectory(prefix="sapar-hsds-") as folder:
        figures["export"] = _export(Path(folder))
        figures["import_again"] = _import(Path(folder))
    figures["after"] = machine.load()
    return figures


def _sized() -> None:
    """What autovacuum does within a minute of a large import: without it the first answers alone would be measured."""
    import psycopg

    from sapar.config import cluster, database

    admin = psycopg.conninfo.make_conninfo(cluster.here().conninfo(), dbname=database.NAME)
    with psycopg.connect(admin, autocommit=True) as superuser:
        superuser.execute("analyze")


def _answers(rounds: int) -> dict[str, Any]:
    from django.test import Client

    from sapar.directory.hsds import catalogue
    from sapar.directory.models import Offer

    client = Client(SERVER_NAME="localhost")
    service = Offer.objects.order_by("pk").values_list("pk", flat=True)[10_000]
    asked = {
        "list_of_50": "/services?per_page=50",
        "list_of_50_far_page": "/services?per_page=50&page=390",
        "list_of_50_full": "/services?per_page=50&full=true",
        "by_term_and_language": f"/services?taxonomy_term_id={catalogue.term_id('jobs')}&language=ky",
        "by_language": "/services?language=ky",
        "by_country": "/services?country=KZ",
        "organizations_near": "/organizations?latitude=40.5&longitude=72.8&distance_km=100",
        "organizations_full": "/organizations?full=true&per_page=50",
        "at_locations_far_page": "/service_at_locations?page=390",
        "at_locations_by_term_and_language": f"/service_at_locations?taxonomy_term_id={catalogue.term_id('jobs')}&language=ky",
        "near": "/service_at_locations?latitude=40.5&longitude=72.8&distance_km=20",
        "words": "/services?search=invented organisation 4321",
        "one_service": f"/services/{service}",
    }
    found = {
        name: _timed(lambda path=path: _ok(client.get("/api/hsds" + path)), rounds)
        for name, path in asked.items()
    }
    plain = _timed(_serialized_page, rounds)
    times = round(found["list_of_50_full"]["p50_ms"] / plain["p50_ms"], 1)
    return {**found, "django_serializer_50_with_parts": plain, "list_of_50_full_times_as_long": times}


def _ok(answer: Any) -> None:
    if answer.status_code != 200:
        raise RuntimeError(answer.content)


def _serialized_page() -> str:
    from django.core import serializers

    from sapar.directory.models import Hours, Offer, OfferAt

    rows = list(Offer.objects.order_by("pk").select_related("org")[:50])
    parts = [row for model in (Hours, OfferAt) for row in model.objects.filter(offer__in=rows)]
    return serializers.serialize("json", [*rows, *parts])


def _export(folder: Path) -> dict[str, Any]:
    from django.core import serializers
    from django.db import transaction

    from sapar.directory.hsds.export import export
    from sapar.directory.models import Hours, Listing, Offer, OfferAt, Site

    with transaction.atomic():
        began = time.perf_counter()
        counts = export(folder)
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        with (folder.parent / f"{folder.name}.plain").open("w") as stream:
            for model in (Listing, Offer, Site, OfferAt, Hours):
                serializers.serialize("json", model.objects.iterator(2000), stream=stream)
        plain = time.perf_counter() - began
    (folder.parent / f"{folder.name}.plain").unlink()
    return {
        "records": sum(counts.values()),
        "seconds": round(seconds, 1),
        "django_serializer_seconds": round(plain, 1),
        "times_as_long": round(seconds / plain, 1),
        "document_mb": round((folder / "directory.json").stat().st_size / 1e6, 1),
    }


def _import(folder: Path) -> dict[str, Any]:
    """The same again: every record read, checked, and compared with what stands here."""
    import json

    from sapar.directory.hsds import files
    from sapar.directory.hsds.storing import Terms, take_in

    began = time.perf_counter()
    report = take_in(files.read(folder / "directory.json"), Terms(is_own=True))
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    json.loads((folder / "directory.json").read_text())
    plain = time.perf_counter() - began
    return {
        "seconds": round(seconds, 1),
        "same": report.same,
        "problems": len(report.problems),
        "json_loads_alone_seconds": round(plain, 1),
        "times_as_long": round(seconds / plain, 1),
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


def _timed(act: Callable[[], object], rounds: int) -> dict[str, float]:
    act()
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return {
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[int(rounds * 0.95)], 1),
    }


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    passing.measured(lambda: directory(given))
