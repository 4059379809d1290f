"""What somebody without an account types on the page of a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.cases.codes import Outcome
from sapar.directory.taxonomy import Problem
from sapar.referrals.link_codes import DeclineReason
from sapar.ui.forms import ChoiceCards, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_REPORT = 4000


class CodeForm(SaparForm):
    code = forms.CharField(
        label=_("The twelve digits of the code"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("It was given to you apart from this address, usually by phone."),
    )  # fmt: skip


class LinkDeclineForm(SaparForm):
    decline_reason = forms.ChoiceField(label=_("Why?"), choices=DeclineReason.choices, widget=ChoiceCards)


class LinkReportForm(SaparForm):
    words = forms.CharField(
        label=_("What have you done, and what is next?"), required=False, max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    finished = forms.BooleanField(
        label=_("We have finished; you need not read this any more"), required=False
    )

    def __init__(self, *args: Any, problems: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems = list(problems)
        for code in self.problems:
            self.fields[f"outcome-{code}"] = forms.ChoiceField(
                label=Problem(code).label, required=False, choices=[("", _("Nothing to tell yet")), *Outcome.choices],
            )  # fmt: skip

    def outcomes(self) -> dict[str, str]:
        found = {code: self.cleaned_data[f"outcome-{code}"] for code in self.problems}
        return {code: outcome for code, outcome in found.items() if outcome}
