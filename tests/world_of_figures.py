"""Rows of the region's figures for `world`: who takes part, a release that is public, and one that waits to be made.

The tables are written by hand as the protection would write them: the protection itself is tested in `sapar.insight`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.insight import actions
from sapar.insight.actions import Wanted
from sapar.insight.models import Release, ReleasePart
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

TOPICS = [
    ["debt", 24, ""],
    ["entry-ban", 61, ""],
    ["unpaid-wages", None, "hidden"],
    ["(other)", None, "hidden"],
]
COUNTRIES = [["KZ", 70, ""], ["RU", 15, ""], ["", None, "hidden"]]


REPORT = {
    "facts": {"tables": 1, "shown": 2, "hidden": 0, "withheld_tables": 0, "share_of_large_cells_hidden": 0.0},
    "attacks": {"releases": [], "pairs": []},
}


def build(staff: dict[str, StaffActor]) -> None:
    for name in ("gulnara", "dana"):
        with acting(staff[name]):
            actions.agree(staff[name])
    rustam, zarina = staff["rustam"], staff["zarina"]
    wanted = Wanted("2026-Q1", {"contacts": ["topic", "country"]})
    with acting(rustam):
        made = actions.ask(rustam, wanted, once=uuid7())
        actions.ask(rustam, wanted, once=uuid7())
    _tables(rustam, made)
    with acting(zarina):
        actions.decide(zarina, made.pk, "publish")
    _research(staff)


def _research(staff: dict[str, StaffActor]) -> None:
    """Approved by two organisations, with a table on its way."""
    asks = staff["gulnara"]
    with acting(staff["asel"]):
        actions.agree(staff["asel"])
    with acting(asks):
        request = actions.ask_to_count(
            asks, "Institute (fictional)", "Wages by season.", timezone.localdate(), once=uuid7()
        )
    for name in ("dana", "asel"):
        with acting(staff[name]):
            actions.answer_request(staff[name], request.pk, "approve")
    with acting(asks):
        made = actions.count_for(asks, request.pk, Wanted("2026-Q1", {"contacts": ["topic"]}), once=uuid7())
    _tables(asks, made)


def _tables(actor: StaffActor, release: Release) -> None:
    with scope_of(actor, door=actions.DOOR):
        rows = Release.objects.filter(pk=release.pk)
        rows.update(state="making")
        part = ReleasePart.objects.create(
            release=release, kind="contacts", report=REPORT, report_words="Nothing came to light.",
            described={
                "mode": "exact", "threshold": 10, "width": 5, "records": {"count": 140, "mark": ""}, "withheld": [],
                "dimensions": [{"name": "topic"}, {"name": "country"}],
                "tables": [
                    {"dimensions": [name], "file": f"tables/{name}.csv", "shown": 2, "hidden": 2}
                    for name in ("topic", "country")
                ],
            },
        )  # fmt: skip
        part.tables.create(dimensions=["topic"], rows=TOPICS)
        part.tables.create(dimensions=["country"], rows=COUNTRIES)
        rows.update(state="ready")
