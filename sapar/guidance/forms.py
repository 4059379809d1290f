"""What the pages of guidance ask to be typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.guidance.rules.facts import FIRST_DAY, LAST_DAY
from sapar.ui.forms import DayField, SaparForm

MOST = 999_999


class DayForm(SaparForm):
    """A day that a question asks for, or the day of the question itself."""

    day = DayField(label=_("Which day?"), parts=True, earliest=FIRST_DAY, latest=LAST_DAY)


class NumberForm(SaparForm):
    """A whole number that a question asks for."""

    number = forms.IntegerField(
        label=_("Number"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
