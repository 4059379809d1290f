"""The base of every form: Sapar's look, texts tidied before they are read, errors that can be jumped to."""

from __future__ import annotations

import copy
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import renderers
from django.template.backends.django import DjangoTemplates
from django.template.exceptions import TemplateDoesNotExist
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sapar.ui.fields import DayField, FlexibleDate
from sapar.ui.phones import PhoneField
from sapar.ui.texts import tidy_all
from sapar.ui.widgets import CheckCards, ChoiceCards, DateParts
from sapar.ui.written_widgets import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping

_Copied = TypeVar("_Copied", forms.Field, forms.Widget)

__all__ = [
    "CheckCards",
    "ChoiceCards",
    "DateParts",
    "DayField",
    "FlexibleDate",
    "OnceMixin",
    "PhoneField",
    "SaparForm",
    "SaparModelForm",
    "SaparRenderer",
]

_TOO_LONG = ngettext_lazy(
    "Please shorten this to %(limit_value)d letter; it has %(show_value)d.",
    "Please shorten this to %(limit_value)d letters; it has %(show_value)d.",
    "limit_value",
)


class SaparRenderer(renderers.BaseRenderer):
    """Takes `ui/forms/...` where we drew a template of our own, Django's `django/forms/...` elsewhere."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/components/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        of_pages: Any = settings.TEMPLATES[0]["OPTIONS"]
        return DjangoTemplates(
            {
                "APP_DIRS": False,
                "DIRS": [Path(renderers.__file__).parent / "templates"],
                "NAME": "saparforms",
                "OPTIONS": {name: of_pages[name] for name in ("builtins", "loaders")},
            }
        )

    def get_template(self, template_name: str) -> Any:
        if template_name in WRITTEN:
            return WRITTEN[template_name]
        if template_name.startswith("django/forms/"):
            try:
                return self.engine.get_template("ui/forms/" + template_name.removeprefix("django/forms/"))
            except TemplateDoesNotExist:
                pass
        return self.engine.get_template(template_name)


class _Fields(dict[str, forms.Field]):
    """The fields of a class of forms, in our words. Their copies share the lists of choices, which nobody changes in place: to
    copy each word of each list for every form was a tenth of the time of opening a case."""

    def __init__(self, fields: Mapping[str, forms.Field]) -> None:
        super().__init__(fields)
        for field in self.values():
            _explain(field)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: _field_like(field, memo) for name, field in self.items()}


def _field_like(field: forms.Field, memo: dict[int, Any]) -> forms.Field:
    """A copy as Django makes it, but for the lists of choices."""
    if type(field).__deepcopy__ not in _PLAIN_FIELDS:
        choices = getattr(field, "_choices", None)
        memo[id(choices)] = choices
        return copy.deepcopy(field, memo)
    made = _twin(field)
    made.widget = _widget_like(field.widget, memo)
    made.error_messages = field.error_messages.copy()
    made.validators = field.validators[:]
    return made


def _widget_like(widget: forms.Widget, memo: dict[int, Any]) -> forms.Widget:
    if type(widget).__deepcopy__ not in _PLAIN_WIDGETS:
        return copy.deepcopy(widget, memo)
    made = _twin(widget)
    made.attrs = widget.attrs.copy()
    return made


def _twin(one: _Copied) -> _Copied:
    """`copy.copy` of what has nothing of its own to say about it, at a fifth of its time."""
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__)
    return made


# Whose own way of being copied adds nothing to that of others but the lists of choices.
_PLAIN_FIELDS = (forms.Field.__deepcopy__, forms.ChoiceField.__deepcopy__)
_PLAIN_WIDGETS = (forms.Widget.__deepcopy__, forms.widgets.ChoiceWidget.__deepcopy__)


class FormManners(forms.BaseForm):
    """What plain and model forms share. Errors are ours, in the reader's language, never the browser's."""

    use_required_attribute = False
    base_fields: dict[str, forms.Field]

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        if not isinstance(self.base_fields, _Fields):
            type(self).base_fields = _Fields(self.base_fields)
        super().__init__(tidy_all(data) if data is not None else None, *args, **kwargs)

    def error_links(self) -> list[tuple[str, str]]:
        """(anchor, message) of every error in the order of the page; the anchor is "" for the form's own."""
        found = [("", str(message)) for message in self.non_field_errors()]
        for bound in self:
            anchor = "" if bound.is_hidden else anchor_of(bound)
            between = " " if str(bound.label).endswith("?") else ": "
            found += [(anchor, f"{bound.label}{between}{message}") for message in bound.errors]
        return found


class SaparForm(FormManners, forms.Form):
    """Base of every form in Sapar."""

    def unsent(self, **filled: Any) -> SaparForm:
        """The same form with everything that was typed, before anything is asked of it; `filled` stands instead."""
        typed = {name: self[name].data for name in self.fields}
        kept = {name: value for name, value in typed.items() if value is not None}
        return type(self)(initial=kept | filled, prefix=self.prefix)


class SaparModelForm(FormManners, forms.ModelForm):  # type: ignore[type-arg] # generic in its stubs only
    """Base of the few forms that are one row of one table."""


class OnceInput(forms.HiddenInput):
    """Never empty: a form that comes back without its token gets a new one."""

    def format_value(self, value: Any) -> str:
        return str(value or uuid.uuid4())


class OnceMixin(forms.Form):
    """A hidden token made when the form is shown: the same token twice is the same sending.

    `cleaned_data["once"]` is a UUID. The verb stores it under a unique constraint, so a double click does nothing new.
    """

    once = forms.CharField(widget=OnceInput, required=False, initial=uuid.uuid4)

    def clean_once(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["once"])
        except ValueError:
            return uuid.uuid4()


def anchor_of(bound: forms.BoundField) -> str:
    """The id that a link to this field must jump to: the first box of a group, else the field itself."""
    if bound.field.widget.use_fieldset:
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


def _explain(field: forms.Field) -> None:
    """Django's words become plainer; and a text too long is refused with a count, where a browser would cut it."""
    # The very object, not what it says: to compare words is to translate them.
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _words_for_empty(field)
    field.widget.attrs.pop("maxlength", None)
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = _TOO_LONG


def _words_for_empty(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return _("Please tick this if it is so; without it we cannot go on.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Please choose one.")
    if isinstance(field, forms.FileField):
        return _("Please choose a file.")
    return _("Please fill this in.")


def problems_into(form: forms.BaseForm, problems: Mapping[str, str]) -> None:
    """Puts the sentences of `common.errors.Invalid` beside their fields; unknown names go to the top of the form."""
    for name, sentence in problems.items():
        form.add_error(name if name in form.fields else None, ValidationError(sentence))
