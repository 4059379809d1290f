"""Widgets beyond Django's own: choices as cards, a date in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Cards(forms.widgets.ChoiceWidget):
    """Gives each option a hint and an icon, by its value."""

    template_name = "ui/forms/widgets/cards.html"

    def __init__(
        self,
        *args: Any,
        hints: Mapping[str, str] | None = None,
        icons: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})
        self.icons = dict(icons or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["icon"] = self.icons.get(str(value), "")
        return option


class ChoiceCards(_Cards, forms.RadioSelect):
    """One of few, each a card the thumb can hit. `hints` and `icons` map a value to a sentence and an icon's name."""


class CheckCards(_Cards, forms.CheckboxSelectMultiple):
    """Several of few, as cards."""


class DateParts(forms.MultiWidget):
    """Day, month, year in three boxes; with `doubt` also "about" and "not known"."""

    template_name = "ui/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, doubt: bool = True) -> None:
        self.doubt = doubt
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            "month": forms.TextInput({"autocomplete": "off"}),
            "year": forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        }
        if doubt:
            boxes |= {"about": forms.CheckboxInput(), "unknown": forms.CheckboxInput()}
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, dict):
            value = PartialDate.from_json(value)
        if value is None or value == "":
            return [None, None, None, False, False]
        if not isinstance(value, PartialDate):
            value = PartialDate.of(value)
        about, unknown = value.precision is Precision.ABOUT, value.precision is Precision.UNKNOWN
        return [value.day, value.month, value.year, about, unknown]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = [_("Day"), _("Month"), _("Year"), _("About this year"), _("Not known")]
        kinds = ["day", "month", "year", "about", "unknown"]
        for label, kind, part in zip(labels, kinds, context["widget"]["subwidgets"], strict=False):
            part["label"], part["kind"] = label, kind
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return False
