"""What staff type about keeping."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.keeping.codes import BOUNDS, STARTS, HoldReason, RecordKind
from sapar.ui.forms import ChoiceCards, DayField, OnceMixin, SaparForm

LONGEST_WORDS = 2000


class TermsForm(SaparForm):
    """Months for every kind, each within its bounds."""

    def __init__(self, *args: Any, months: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in RecordKind:
            bounds = BOUNDS[kind]
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                initial=months[kind],
                min_value=bounds.least,
                max_value=bounds.most,
                help_text=_("Months %(since)s. From %(least)s to %(most)s; usual: %(usual)s.")
                % {"since": STARTS[kind], "least": bounds.least, "most": bounds.most, "usual": bounds.usual},
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4}),
            )


class HoldForm(OnceMixin, SaparForm):
    reason = forms.ChoiceField(label=_("Why"), choices=HoldReason.choices, widget=ChoiceCards)
    words = forms.CharField(
        label=_("In words"),
        max_length=LONGEST_WORDS,
        help_text=_("Sealed. Read by those who may hold and lift."),
        widget=forms.Textarea({"rows": 3}),
    )
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it open where the end is not known. It is looked at again every half a year."),
    )


class LiftForm(SaparForm):
    words = forms.CharField(
        label=_("Why nothing has to be held any more"),
        max_length=LONGEST_WORDS,
        help_text=_("Sealed. The second person reads it."),
        widget=forms.Textarea({"rows": 3}),
    )


class ExportForm(OnceMixin, SaparForm):
    words = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_WORDS,
        help_text=_("Sealed. The one who approves reads it."),
        widget=forms.Textarea({"rows": 3}),
    )
    restricted = forms.BooleanField(
        label=_("Restricted cases too"),
        required=False,
        help_text=_("Then only a supervisor can approve it."),
    )


class NumberForm(SaparForm):
    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        help_text=_("Sixteen letters and digits, such as 7K2M-9PQR-4TVW-X1YZ."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
