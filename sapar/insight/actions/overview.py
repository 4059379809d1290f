"""Taking figures out of the office: who took which, of what stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.insight import overview
from sapar.insight.tables import as_csv, as_workbook
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.insight.selection import Selection
    from sapar.organisations.actor import StaffActor

TAKEN = audit.name("overview.taken", _("Figures saved as a file"))


def take_table(actor: StaffActor, chosen: Selection, code: str) -> bytes | None:
    """One table as CSV; None when there is none of this code."""
    table = next((one.table for one in overview.sections(actor, chosen) if one.code == code), None)
    if table is None:
        return None
    _record(actor, chosen, code)
    return as_csv(table)


def take_all(actor: StaffActor, chosen: Selection, about: Sequence[tuple[str, str]]) -> bytes:
    """Every table as one workbook; `about` is what its first sheet says."""
    tables = [one.table for one in overview.sections(actor, chosen)]
    _record(actor, chosen, "all")
    return as_workbook(tables, about)


def _record(actor: StaffActor, chosen: Selection, code: str) -> None:
    require(actor, "overview.read")
    details = {"table": code, "from": str(chosen.period.first), "to": str(chosen.period.last)}
    audit.record(actor, TAKEN, subject_kind="organisation", subject_id=actor.org_id, details=details)
