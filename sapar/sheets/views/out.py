"""Tables that go out: the empty one to fill in, and the organisation's own contacts and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.accounts.guard import confirmed
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.sheets import giving_out
from sapar.sheets.forms import PeriodForm
from sapar.sheets.writing import standard_workbook, workbook_answer
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("sheet.load")
def template(request: StaffRequest) -> HttpResponse:  # the guard reads it
    """The standard table without a row, with its codes to choose from."""
    return workbook_answer(standard_workbook([]), "sapar-table.xlsx")


@show_or_send
@staff("sheet.load")
@confirmed
def table(request: StaffRequest) -> HttpResponse:
    """Contacts and cases of a time as the standard table, without names and words. So many rows at once want the password."""
    form = PeriodForm(sent(request))
    if request.method == "POST" and form.is_valid():
        found = giving_out.rows(request.actor, form.cleaned_data["since"], form.cleaned_data["until"])
        return workbook_answer(standard_workbook(found), "contacts-and-cases.xlsx")
    return render(request, "sheets/out.html", {"form": form}, status=REFUSED if form.errors else 200)
