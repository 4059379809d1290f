"""A new case: who calls, who needs help, which problems, where, what happened, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sapar.cases import actions
from sapar.cases.actions import Opening
from sapar.cases.forms import CHOSEN, CallerForm, HelpedForm, OpeningForm
from sapar.cases.views.someone import someone_of
from sapar.common.blocks import whole
from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, sent
from sapar.same import asking
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


class Forms:
    """The three forms of the page, and whom two of them may mean."""

    def __init__(self, request: StaffRequest) -> None:
        typed = sent(request)
        self.request = request
        self.caller = CallerForm(typed, prefix="caller")
        self.helped = HelpedForm(typed, prefix="helped")
        self.case = OpeningForm(typed)
        self.of_caller = asking.Question(request, self.caller, "caller-known")
        self.of_helped = asking.Question(request, self.helped, "helped-known")

    @property
    def are_valid(self) -> bool:
        """Every form is asked, so that all of them say what is wrong."""
        valid = [one.is_valid() for one in (self.caller, self.helped, self.case)]
        return all(valid)

    @property
    def is_wrong(self) -> bool:
        return bool(self.caller.errors or self.helped.errors or self.case.errors)

    def opening(self) -> Opening:
        typed = self.case.cleaned_data
        return Opening(
            helped=someone_of(self.request, self.helped, self.of_helped),
            caller=None if self.caller.is_empty else someone_of(self.request, self.caller, self.of_caller),
            caller_is=self.caller.cleaned_data["relation"],
            **{name: typed[name] for name in ("story", "restricted", *CHOSEN)},
            problems=tuple(typed["problems"]),
        )


@show_or_send
@staff("case.open")
def new(request: StaffRequest) -> HttpResponse:
    """Nothing is saved before it was asked whether its people are known."""
    forms = Forms(request)
    questions = (forms.of_caller, forms.of_helped)
    if asking.is_part(request):
        return asking.part(request, *questions)
    if again := asking.again(request, [forms.caller, forms.helped, forms.case], *questions):
        caller, helped, case = again.forms
        return _page(
            request,
            forms,
            again.status,
            caller=caller,
            helped=helped,
            form=case,
            must_answer=again.must_answer,
        )
    if request.method == "POST" and forms.are_valid:
        try:
            with whole():
                made = actions.open_case(request.actor, forms.opening(), once=forms.case.cleaned_data["once"])
        except Invalid as refusal:
            problems_into(forms.case, refusal.problems)
        else:
            messages.success(request, _("The case is open: %(number)s.") % {"number": made.number})
            return redirect("cases:case", made.pk)
    return _page(request, forms, REFUSED if forms.is_wrong else 200)


def _page(request: StaffRequest, forms: Forms, status: int, **shown: Any) -> HttpResponse:
    context = {
        "caller": forms.caller,
        "helped": forms.helped,
        "form": forms.case,
        "wrong": forms.is_wrong,
    } | shown
    context |= {"caller_question": forms.of_caller, "helped_question": forms.of_helped}
    return render(request, "cases/open.html", context, status=status)
