"""The first rows as they would be, in words, before anything is checked or written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sapar.sheets import queries, reasons
from sapar.sheets.dry_run import DryRun
from sapar.sheets.fields import BY_KEY
from sapar.sheets.reading import terms
from sapar.ui.dates import PartialDate, written
from sapar.ui.phones import spoken

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.sheets.models import Batch
    from sapar.sheets.planning import Plan

ROWS = 10


@dataclass(frozen=True)
class Shown:
    """One row: what it becomes, its facts (label, words), what is wrong with it or to be minded."""

    number: int
    becomes: str
    facts: list[tuple[str, str]]
    findings: list[reasons.Finding]


def of(actor: StaffActor, batch: Batch) -> list[Shown]:
    rows = list(queries.rows(actor, batch).filter(number__gt=batch.heading_row)[:ROWS])
    run = DryRun(actor, batch, rows)
    found = []
    for row in rows:
        verdict = run.judge(row)
        facts = _facts(verdict.plan) if verdict.plan and verdict.state == "ready" else []
        found.append(Shown(row.number, _becomes(verdict), facts, verdict.findings))
    return found


def _becomes(verdict: Any) -> str:
    if verdict.left_out:
        return str(reasons.LEFT_OUT[verdict.left_out])
    if verdict.state != "ready":
        return _("Cannot be loaded")
    if not verdict.plan.has_case:
        return _("A talk")
    return _("A talk and a case") if verdict.plan.has_talk else _("A case")


def _facts(plan: Plan) -> list[tuple[str, str]]:
    who = plan.person or {}
    birth = PartialDate.from_json(who.get("birth"))
    pairs = [
        ("date", written(dt.datetime.fromisoformat(plan.began_at), with_time=True)),
        ("topic", ", ".join(words("topic", code) for code in plan.topics)),
        ("channel", words("channel", plan.channel)),
        ("outcome", words("outcome", plan.outcome)),
        ("language", words("language", plan.language)),
        ("country", words("country", plan.country)),
        ("industry", words("industry", plan.industry)),
        ("phone", ", ".join(spoken(number) for number in plan.phones) or plan.phone_as_written),
        ("name", who.get("name", "")),
        ("sex", words("sex", who.get("sex", "")) if who.get("sex") != "unknown" else ""),
        ("birth", str(birth) if birth and birth.year else ""),
        ("citizenship", ", ".join(words("citizenship", code) for code in who.get("citizenships", ()))),
        ("document", who.get("document", "")),
        ("words", plan.words[:120]),
    ]
    return [(str(BY_KEY[key].label), value) for key, value in pairs if value]


def words(field: str, code: str) -> str:
    """The code in the reader's words."""
    return str(dict(terms.choices(field)).get(code, code)) if code else ""
