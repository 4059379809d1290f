"""What sign-in and the account page ask for. Fields that hold a secret have names that error pages never repeat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.ui.forms import SaparForm, problems_into

if TYPE_CHECKING:
    from collections.abc import Mapping

# Argon2 reads every byte of it; nobody types more.
_LONGEST_PASSWORD = 256


def _secret(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=_LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _name(label: Any, help_text: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, help_text=help_text, max_length=60, widget=forms.TextInput(attrs))


def _code(label: Any, help_text: Any, *, longest: int = 40) -> forms.CharField:
    attrs = {
        "autocomplete": "one-time-code",
        "autocapitalize": "none",
        "spellcheck": "false",
        "inputmode": "text",
    }
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, widget=forms.TextInput(attrs)
    )


def _first(field: forms.CharField) -> forms.CharField:
    """Where the cursor stands when the page opens: a colleague takes a shared seat over in seconds."""
    field.widget.attrs["autofocus"] = True
    return field


PASSWORD_ADVICE = _(
    "At least 12 characters. Three or four words that do not belong together are easy to remember."
)


class SignInForm(SaparForm):
    username = _first(_name(_("Sign-in name")))
    password = _secret(_("Password"), autocomplete="current-password")


class CodeForm(SaparForm):
    """The label says which code is wanted; it depends on what the user has."""

    code = _first(_code(_("Code"), ""))


class ConfirmForm(SaparForm):
    password = _secret(_("Your password"), autocomplete="current-password")


class NewPasswordMixin(forms.Form):
    password1 = _secret(_("New password"), autocomplete="new-password", help_text=PASSWORD_ADVICE)
    password2 = _secret(_("The new password again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            raise ValidationError({"password2": _("The two passwords differ.")})
        return given

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put what the verb refused beside the fields: it speaks of the password and the current one."""
        fields = {"password": "password1", "current": "password"}
        problems_into(self, {fields.get(name, name): sentence for name, sentence in problems.items()})


class ResetForm(NewPasswordMixin, SaparForm):
    username = _name(_("Sign-in name"))
    code = _code(
        _("Code from your supervisor"), _("Twelve letters and digits. Dashes and capitals do not matter.")
    )

    field_order = ("username", "code", "password1", "password2")


class ChangePasswordForm(NewPasswordMixin, SaparForm):
    password = _secret(_("Your password now"), autocomplete="current-password")

    field_order = ("password", "password1", "password2")


class ProfileForm(SaparForm):
    display_name = forms.CharField(
        label=_("Name shown to colleagues"),
        help_text=_("It need not be your real name."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the pages"))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_(
            "Only for a short notice when a setting of your account changes. Everything works without it."
        ),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = [pair for pair in settings.LANGUAGES if pair[0] in settings.STAFF_LANGUAGES]


class PasskeyForm(SaparForm):
    """Filled in by `passkey.js` from what the device answers."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        try:
            answer = json.loads(self.cleaned_data["credential"])
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ValidationError(_("The device sent nothing that could be read. Try again."))
        return answer


class NewPasskeyForm(PasskeyForm):
    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("So that you know it again: “blue key”, “office computer”."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
