"""A phone number in any form people type it, stored as E.164."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

# Tried in turn when no country code is typed and the form gives no hint.
REGIONS = ("KG", "KZ", "RU", "UZ", "TJ")
_SHORT = re.compile(r"^\d{3,6}$")
_LONGEST = 40


class PhoneField(forms.CharField):
    """Cleans to E.164 ("+996555123456"), or "" when empty. `regions` are ISO countries, most likely first.

    With `short` a service number of three to six digits ("112", "1433") is kept as its digits.
    """

    default_error_messages = {
        "letters": _("A phone number has digits only. Please check it."),
        "unclear": _(
            "We could not read this as a phone number. Type it with the country code, for example +996 555 123 456."
        ),
    }
    widget = forms.TextInput

    def __init__(self, *, regions: Sequence[str] = REGIONS, short: bool = False, **kwargs: Any) -> None:
        self.regions = tuple(regions)
        self.short = short
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "tel", "autocomplete": "off", "class": "tel"}

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if typed in self.empty_values:
            return ""
        if self.short and _SHORT.match(re.sub(r"[\s\-]", "", typed)):
            return re.sub(r"[\s\-]", "", typed)
        if sum(letter.isalpha() for letter in typed) > 4:  # "доб." and "ext." may stand
            raise ValidationError(self.error_messages["letters"], code="letters")
        number = read_number(typed, self.regions)
        if number is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        return number


def read_number(typed: str, regions: Sequence[str] = REGIONS) -> str | None:
    """E.164 of what was typed, or None. A number with a country code need only be possible: new ranges appear."""
    if len(typed) > _LONGEST:
        return None
    typed = re.sub(r"^\s*00", "+", typed)
    if typed.lstrip(" (").startswith(("+", "＋")):  # the full-width plus is typed on some phones
        return _parsed(typed, None, phonenumbers.is_possible_number)
    for region in regions:
        if found := _parsed(typed, region, phonenumbers.is_valid_number):
            return found
    return _parsed("+" + typed, None, phonenumbers.is_valid_number)


def _parsed(typed: str, region: str | None, accepts: Any) -> str | None:
    try:
        number = phonenumbers.parse(typed, region)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if accepts(number) else None


def spoken(number: str) -> str:
    """A stored number as people read it aloud: "+996 555 123 456". Short numbers stay as they are."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
