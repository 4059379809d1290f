"""The overview of the organisation's own work, and its tables as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.insight import actions, counts, overview
from sapar.insight.forms import OverviewForm
from sapar.organisations.guard import staff
from sapar.ui import dates

if TYPE_CHECKING:
    from sapar.insight.selection import Selection
    from sapar.organisations.guard import StaffRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff("overview.read")
def page(request: StaffRequest) -> HttpResponse:
    """Findings with their drawings; `?show=tables` lays the tables open, for reading out and for print."""
    form = _form(request)
    chosen = form.selection(request.actor)
    context = {
        "form": form,
        "period": _words(chosen),
        "narrowed": any((chosen.topic, chosen.language, chosen.country, chosen.project)),
        "sections": overview.sections(request.actor, chosen),
        "in_tables": request.GET.get("show") == "tables",
        "query": _query(request),
    }
    return render(request, "insight/overview.html", context)


@require_safe
@staff("overview.read")
def table(request: StaffRequest, code: str) -> HttpResponse:
    """One table for a spreadsheet."""
    chosen = _form(request).selection(request.actor)
    content = actions.take_table(request.actor, chosen, code)
    if content is None:
        raise Http404
    return _file(content, "text/csv; charset=utf-8", f"{code}-{_stamp(chosen)}.csv")


@require_safe
@staff("overview.read")
def workbook(request: StaffRequest) -> HttpResponse:
    """All tables in one file."""
    form = _form(request)
    chosen = form.selection(request.actor)
    content = actions.take_all(request.actor, chosen, _about(request, form, chosen))
    return _file(content, _XLSX, f"overview-{_stamp(chosen)}.xlsx")


def _form(request: StaffRequest) -> OverviewForm:
    return OverviewForm(request.GET.dict(), projects=counts.projects(request.actor))


def _query(request: StaffRequest) -> str:
    kept = request.GET.copy()
    kept.pop("show", None)
    return kept.urlencode()


def _words(chosen: Selection) -> str:
    return _("%(first)s – %(last)s") % {
        "first": dates.written(chosen.period.first), "last": dates.written(chosen.period.last),
    }  # fmt: skip


def _about(request: StaffRequest, form: OverviewForm, chosen: Selection) -> list[tuple[str, str]]:
    warning = _("Small numbers can point at a person. Join or leave out what is under ten.")
    return [
        (_("Organisation"), request.actor.org.name),
        (_("Period"), _words(chosen)),
        *form.chosen_words(),
        (_("Before it leaves the office"), warning),
    ]


def _stamp(chosen: Selection) -> str:
    return f"{chosen.period.first:%Y%m%d}-{chosen.period.last:%Y%m%d}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
