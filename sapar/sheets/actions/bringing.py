"""A sheet comes in: read in memory, its cells sealed, the file itself kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.sheets import layout, queries
from sapar.sheets.models import Batch, Row
from sapar.sheets.reading import workbook
from sapar.vault import keys

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

BROUGHT = audit.name("sheet.brought", _("Sheet brought in"))

_LONGEST_NAME = 200
# What an empty cell means until somebody says otherwise; shown and confirmed on the page of columns.
ANSWERS = {"channel": "phone", "outcome": "advised"}


def bring(
    actor: StaffActor, content: bytes, name: str, *, sheet: str = "", once: uuid.UUID | None = None
) -> Batch:
    """Seal a sheet's rows under a key of their own. Raises `Invalid` at "file" or "sheet"."""
    require(actor, "sheet.load")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.batch(actor, earlier.made_id)
    rows = workbook.read(content, sheet.strip()).rows
    batch = Batch(
        org_id=actor.org_id,
        brought_by_id=actor.member_id,
        data_key=keys.new_data_key(actor.org_id, "other"),
        home_country=actor.org.country,
        answers=dict(ANSWERS),
        total=len(rows),
    )
    batch.name = (name or "sheet").replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    _understand(actor, batch, rows, layout.heading_row(rows))
    batch.save(force_insert=True)
    Row.objects.bulk_create(
        [_row(batch, number, cells) for number, cells in enumerate(rows, 1)], batch_size=500
    )
    if once:
        sent.settle(actor, once, batch.pk)
    details = {"rows": len(rows)}
    audit.record(actor, BROUGHT, subject_kind="sheet", subject_id=batch.pk, details=details)
    return batch


def _row(batch: Batch, number: int, cells: list[Any]) -> Row:
    row = Row(org_id=batch.org_id, batch=batch, number=number, data_key=batch.data_key)
    row.cells = cells
    return row


def _understand(actor: StaffActor, batch: Batch, rows: list[list[Any]], index: int) -> None:
    """Headings, and what was said of them last time or else what they are called."""
    found = layout.headings(rows, index)
    batch.heading_row, batch.headings = index + 1, found
    said = queries.remembered_columns(actor, found)
    if said is None or len(said.columns) != len(found):
        batch.columns = layout.guessed_columns(found)
        return
    batch.columns, batch.rows_are, batch.date_order = said.columns, said.rows_are, said.date_order
    batch.home_country, batch.answers, batch.columns_named = said.home_country, said.answers, True
