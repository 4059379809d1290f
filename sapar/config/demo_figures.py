"""A living page of figures for the demo: an invented quarter of five invented organisations, really protected and attacked.

The records are drawn by dice, the same at every start; nobody stands behind them, and the page says so.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope, scope_of
from sapar.insight import actions, places
from sapar.insight.actions import Wanted
from sapar.insight.kinds import KINDS
from sapar.insight.models import Cutoff, Release
from sapar.organisations.actor import SystemActor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.insight.kinds import Kind
    from sapar.organisations.actor import StaffActor

OFFICES = 5
RESEARCHER = "Институт труда (вымышлено)"
PURPOSE = "Какие нарушения чаще в каких странах: для отчёта о сезонной работе."
_SEED = 23
SIZES = {
    "contacts": 4200, "cases": 900, "outcomes": 800, "people": 1500, "waiting": 1300, "money": 260, "referrals": 420,
    "screenings": 340,
}  # fmt: skip
# Codes by column, the frequent ones first; a code's weight is its place turned round.
CODES: dict[str, tuple[str, ...]] = {
    "topic": (
        "unpaid-wages",
        "entry-ban",
        "registration",
        "permit",
        "document-taken",
        "no-word",
        "medical",
        "debt",
    ),
    "problem": ("unpaid-wages", "document-taken", "entry-ban", "registration", "medical"),
    "country": ("RU", "KZ", "TR", "KR"),
    "place": ("RU-48", "KZ-02", "RU-66", "KZ-05", "RU", "KZ", "KZ-12", "TR"),
    "industry": ("F", "A", "G", "C", "I", "H", "T"),
    "signs": ("labour-rights", "open", "forced-labour", "nothing", "deceived", "trafficking"),
    "decision": ("none", "possible", "recognised"),
    "language": ("ky", "ru", "uz", "tg"),
    "channel": ("phone", "messenger", "in-person", "web"),
    "result": ("advised", "case", "call-back", "referred"),
    "sex": ("male", "female"),
    "age": ("25-44", "18-24", "45-59", "14-17"),
    "citizenship": ("KG", "UZ", "TJ", "KZ"),
    "outcome": ("solved", "partly", "not-solved", "lost"),
    "waited": ("1-hours", "2-day", "3-days", "4-longer"),
    "promise": ("in-time", "late"),
    "way": ("contact", "request", "missed"),
    "currency": ("RUB", "KZT", "KGS"),
    "sum": ("3-below-100000", "2-below-10000", "4-100000-and-more"),
    "service": ("wage-claim", "legal-advice", "shelter", "papers"),
    "answer": ("in-time", "late", "none"),
    "state": ("completed", "in-work", "accepted"),
    "home": ("KG", "UZ", "TJ"),
    "host": ("RU", "KZ"),
}


def load(staff: Mapping[str, StaffActor]) -> None:
    """Three heads take part and agree on counting for research, one steward asks for a release of drawn records.

    `make` does the rest, once this is committed.
    Where this quarter is frozen already the real records stay, and nothing is asked for.
    """
    for name in ("gulnara", "dana", "asel"):
        with scope_of(staff[name]):
            actions.agree(staff[name])
    _research(staff)
    with scope(door="figures"):
        if Cutoff.objects.filter(quarter=quarter()).exists():
            return
    # In one transaction with the asking: a worker that makes releases finds these records and freezes no others.
    _freeze(quarter())
    steward = staff["rustam"]
    with scope_of(steward, door="figures"):
        wanted = Wanted(quarter(), {kind.code: list(kind.usual) for kind in KINDS})
        asked = actions.ask(steward, wanted, once=uuid7())
        asked.is_fictional = True
        asked.save(update_fields=["is_fictional"])


def _research(staff: Mapping[str, StaffActor]) -> None:
    """One request of a hotline for an invented institute, approved by the two others."""
    with scope_of(staff["gulnara"]):
        until = timezone.localdate() + dt.timedelta(days=180)
        made = actions.ask_to_count(staff["gulnara"], RESEARCHER, PURPOSE, until, once=uuid7())
    for name in ("dana", "asel"):
        with scope_of(staff[name]):
            actions.answer_request(staff[name], made.pk, "approve")


def quarter() -> str:
    """The last one that is closed for late entries."""
    return places.quarter_of(timezone.localdate() - dt.timedelta(days=92 + actions.CUT_OFF_DAYS))


def make(decides: StaffActor, counts: StaffActor) -> None:
    """Protect, attack and publish, then one table for research, unless a worker of a running server has begun with it. Loads libraries of numbers."""
    from sapar.insight.releases import making

    with transaction.atomic(), scope(door="figures"):
        asked = Release.objects.filter(quarter=quarter(), state="asked", is_fictional=True).first()
    if asked is None:
        return
    made = making.make(SystemActor("demo"), asked.pk, seconds=0.3)
    if made.state == "ready":
        with transaction.atomic(), scope_of(decides):
            actions.decide(decides, made.pk, "publish")
        _count(counts)


def _count(actor: StaffActor) -> None:
    from sapar.insight.releases import making, queries

    with transaction.atomic(), scope_of(actor):
        (request,) = queries.requests(actor)
        wanted = Wanted(quarter(), {"contacts": ["topic", "country"]})
        asked = actions.count_for(actor, request.pk, wanted, once=uuid7())
    making.make(SystemActor("demo"), asked.pk, seconds=0.3)


def _freeze(code: str) -> None:
    import pyarrow as pa

    from sapar.insight.snapshot import make as snapshots
    from sapar.insight.snapshot import reduce, store

    dice, hashes = random.Random(_SEED), {}  # noqa: S311 - invented records, no secret
    for kind in KINDS:
        columns = ("org", "quarter", *kind.codes)
        drawn = _drawn(dice, kind, code)
        table = [*zip(*drawn, strict=True), tuple(drawn.values())]
        path = store.frozen(code, kind.code)
        reduce.write(pa.table([pa.array(one) for one in table], names=[*columns, "n"]), columns, path)
        hashes[kind.code] = store.hash_of(path)
    snapshots.keep_frozen(Cutoff(quarter=code, hashes=hashes, organisations=OFFICES, is_fictional=True))


def _drawn(dice: random.Random, kind: Kind, code: str) -> Counter[tuple[str, ...]]:
    """Equal records with how often they were drawn."""
    first = places.bounds(code)[0]
    known = CODES | {"month": tuple(f"{first.year}-{first.month + more:02d}" for more in range(3))}
    size = SIZES[kind.code]
    columns = [
        dice.choices(known[one], [2.0**-place for place in range(len(known[one]))], k=size)
        for one in kind.codes
    ]
    offices = [f"office-{number}" for number in dice.choices(range(OFFICES), k=size)]
    return Counter(zip(offices, [code] * size, *columns, strict=True))
