"""The dry run: every row is read as it would be loaded, nothing is written but the sheet's own verdicts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.intake import queries as intake
from sapar.organisations.guard import require
from sapar.sheets import queries
from sapar.sheets.actions.held import hold, move
from sapar.sheets.codes import RowState
from sapar.sheets.dry_run import DryRun, Verdict, all_rows
from sapar.sheets.flow import BatchState
from sapar.sheets.reasons import Finding
from sapar.sheets.sameness import gather

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.sheets.models import Batch, Row

CHECKED = audit.name("sheet.checked", _("Sheet checked"))


def begin_check(actor: StaffActor, batch: Batch) -> Batch:
    """Ask for the dry run. Raises `Invalid` while nobody has said what the columns are."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    if not held.columns_named:
        raise Invalid({"": __("Say first what the columns are.")})
    move(held, "check")
    held.done = 0
    held.save()
    return held


def judge(actor: StaffActor, batch: Batch) -> list[tuple[Row, Verdict]]:
    """What is to become of every row; writes nothing."""
    require(actor, "sheet.load", batch)
    rows = all_rows(actor, batch)
    run = DryRun(actor, batch, rows)
    verdicts = [(row, run.judge(row)) for row in rows]
    _leave_out_known(actor, verdicts)
    _gather_people(verdicts)
    return verdicts


def write_verdicts(actor: StaffActor, batch: Batch, verdicts: list[tuple[Row, Verdict]]) -> bool:
    """Write some of them down; False when the sheet was changed meanwhile and the check is over."""
    held = hold(actor, batch)
    if held.state != BatchState.CHECKING:
        return False
    for row, verdict in verdicts:
        _write(row, verdict)
    held.done += len(verdicts)
    held.save(update_fields=["done"])
    return True


def end_check(actor: StaffActor, batch: Batch) -> None:
    held = hold(actor, batch)
    if held.state != BatchState.CHECKING:
        return
    move(held, "end_check")
    held.save()
    counts = queries.counts(actor, held)
    details = {name: counts[name] for name in ("ready", "rejected", "skipped")}
    audit.record(actor, CHECKED, subject_kind="sheet", subject_id=held.pk, details=details)


def _leave_out_known(actor: StaffActor, verdicts: list[tuple[Row, Verdict]]) -> None:
    """What was loaded before is left out: by the same content, or by the number that Sapar itself gave it."""
    ready = [verdict for _row, verdict in verdicts if verdict.state == RowState.READY]
    known = queries.loaded_marks(actor, [one.mark for one in ready if one.mark])
    numbers = {one.plan.sapar_id for one in ready if one.plan and one.plan.sapar_id}
    there = {
        str(one)
        for one in intake.visible_to(actor).filter(pk__in=_uuids(numbers)).values_list("pk", flat=True)
    }
    for verdict in ready:
        if verdict.mark in known:
            verdict.state, verdict.left_out = RowState.SKIPPED, "loaded-before"
        elif verdict.plan and verdict.plan.sapar_id in there:
            verdict.state = RowState.REJECTED
            verdict.findings.append(Finding("known-id", read=verdict.plan.sapar_id))


def _gather_people(verdicts: list[tuple[Row, Verdict]]) -> None:
    """The row that brings a person brings what all rows say of them; what stands in it first is kept."""
    ready = {row.number: verdict for row, verdict in verdicts if verdict.state == RowState.READY}
    for number, verdict in ready.items():
        first = ready.get(verdict.person_row or 0)
        if first is None or first is verdict or first.plan is None or verdict.plan is None:
            continue
        if not gather(first.plan, verdict.plan):
            verdict.findings.append(Finding("differs", other=verdict.person_row or number))


def _uuids(texts: set[str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(str(uuid.UUID(text)))
        except ValueError:
            continue
    return found


def _write(row: Row, verdict: Verdict) -> None:
    row.state = verdict.state
    row.plan = verdict.plan.as_json() if verdict.plan and verdict.state == RowState.READY else None
    row.findings = [one.as_json() for one in verdict.findings] or None
    row.reasons = verdict.reasons
    row.warned = verdict.state == RowState.READY and bool(verdict.findings)
    row.mark, row.person_row, row.case_row = verdict.mark, verdict.person_row, verdict.case_row
    row.save(
        update_fields=["state", "plan", "findings", "reasons", "warned", "mark", "person_row", "case_row"]
    )
