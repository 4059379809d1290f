"""Who waits for an answer now, and whether promises of the period were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sapar.insight import charts
from sapar.insight.sections import Section, number
from sapar.insight.tables import Table
from sapar.intake import facts_waiting

if TYPE_CHECKING:
    from sapar.insight.selection import Selection
    from sapar.organisations.actor import StaffActor


def sections(actor: StaffActor, chosen: Selection) -> list[Section]:
    return [_now(actor), _promises(actor, chosen)]


def _now(actor: StaffActor) -> Section:
    """Today's, whatever period was chosen."""
    found = facts_waiting.waiting(actor)
    rows: list[tuple[str, int, int]] = [
        (_("Calls for help from the public page"), found.requests, found.requests_overdue),
        (_("Calls we promised or missed"), found.calls, found.calls_overdue),
    ]
    late = found.requests_overdue + found.calls_overdue
    total = found.requests + found.calls
    table = Table(
        "waiting", _("Waiting"), [_("Who waits"), _("Waiting"), _("Overdue")], rows if total else []
    )
    finding = _("%(total)s wait for our answer today, %(late)s of them too long") % {
        "total": number(total), "late": number(late),
    }  # fmt: skip
    return Section("waiting", finding, table, bars=charts.bars([(row[0], row[1]) for row in rows]))


def _promises(actor: StaffActor, chosen: Selection) -> Section:
    found = facts_waiting.answered(actor, *chosen.bounds)
    rows = [
        [_("Calls for help from the public page"), found.requests_in_time, found.requests_late],
        [_("Calls we promised or missed"), found.calls_in_time, found.calls_late],
        [_("Given up"), 0, found.given_up],
    ]
    in_time, late = found.requests_in_time + found.calls_in_time, found.requests_late + found.calls_late
    total = in_time + late + found.given_up
    columns = [_("Who waited"), _("Answered in time"), _("Late or never")]
    table = Table("promises", _("Promises"), columns, rows if total else [])
    finding = _("%(in_time)s of %(total)s promises of an answer were kept in time") % {
        "in_time": number(in_time), "total": number(total),
    }  # fmt: skip
    bars = charts.bars([(_("In time"), in_time), (_("Late"), late), (_("Given up"), found.given_up)])
    return Section("promises", finding, table, bars=bars)
