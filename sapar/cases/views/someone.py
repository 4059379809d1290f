"""Whom a form for a new person means: somebody new, or whoever was chosen among those who are written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases.actions import Someone
from sapar.same import asking

if TYPE_CHECKING:
    from sapar.cases.forms import CallerForm, HelpedForm
    from sapar.organisations.guard import StaffRequest


def someone_of(request: StaffRequest, form: CallerForm | HelpedForm, question: asking.Question) -> Someone:
    """What was typed about somebody who is known is added to what stands there."""
    phone, phone_of = form.cleaned_data["phone"], form.cleaned_data["phone_of"]
    known = question.chosen
    if known is None:
        return Someone(form.particulars(), phone, phone_of)
    return Someone(known, asking.add_heard(request, known, form.particulars(), phone), phone_of)
