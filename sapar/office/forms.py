"""What two keepers type to open the vault again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.ui.forms import SaparForm


class UnlockForm(SaparForm):
    """Two shares of the master key, each typed by the keeper who holds it."""

    share_a = forms.CharField(
        label=_("First keeper's words"),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    share_b = forms.CharField(
        label=_("Second keeper's words"),
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
