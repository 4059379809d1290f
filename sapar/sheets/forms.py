"""What the pages of sheets ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sapar.people import lists
from sapar.sheets.actions.printing import MOST
from sapar.sheets.codes import DateOrder, RowsAre
from sapar.sheets.fields import BY_KEY, FIELDS
from sapar.sheets.reading import terms
from sapar.sheets.reading.workbook import LARGEST_FILE
from sapar.ui.forms import DayField, OnceMixin, SaparForm

if TYPE_CHECKING:
    from sapar.sheets.actions import Said
    from sapar.sheets.models import Batch

_SHORT = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}


class BringForm(OnceMixin, SaparForm):
    """A spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX, XLS, ODS or CSV, at most 10 MB and 20,000 rows."),
        widget=forms.FileInput({"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    sheet = forms.CharField(
        label=_("Name of the sheet in it"),
        help_text=_("Empty: the one whose headings we know best."),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_file(self) -> Any:
        """Of a file that is far too large nothing was kept but its size."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it into parts."))
        return file


class HeadingForm(SaparForm):
    """Which row holds the headings."""

    heading_row = forms.IntegerField(
        label=_("The headings stand in row"), min_value=1, widget=forms.TextInput(_SHORT)
    )


def _answers(key: str) -> list[tuple[str, Any]]:
    return [("", _("Such rows cannot be loaded")), *terms.choices(key)]


class ColumnsForm(SaparForm):
    """A choice for each column, and what is said once for the whole sheet."""

    rows_are = forms.ChoiceField(label=_("What a row is"), choices=RowsAre.choices, widget=forms.RadioSelect)
    date_order = forms.ChoiceField(
        label=_("Dates like 03/04/2026"), choices=DateOrder.choices, required=False, widget=forms.RadioSelect
    )
    home_country = forms.ChoiceField(
        label=_("Phone numbers without a country's code are of"),
        choices=lambda: lists.countries(str(_("Nobody knows"))),
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("An empty channel means"), choices=lambda: _answers("channel"), required=False
    )
    outcome = forms.ChoiceField(
        label=_("An empty outcome means"), choices=lambda: _answers("outcome"), required=False
    )

    def __init__(self, data: Any = None, *, batch: Batch, samples: list[list[str]]) -> None:
        initial = {
            "rows_are": batch.rows_are,
            "date_order": batch.date_order,
            "home_country": batch.home_country,
            **batch.answers,
        }
        super().__init__(data, initial=initial)
        choices = [("", _("Leave out")), *((field.key, field.label) for field in FIELDS)]
        self._names = []
        for index, (heading, key) in enumerate(zip(batch.headings, batch.columns, strict=True)):
            name = f"column-{index}"
            shown = ", ".join(samples[index]) if index < len(samples) else ""
            self.fields[name] = forms.ChoiceField(
                label=heading or _("Column without a heading"),
                help_text=shown,
                choices=choices,
                initial=key,
                required=False,
            )
            self._names.append(name)

    def columns(self) -> list[Any]:
        """The fields of the columns, bound, in their order."""
        return [self[name] for name in self._names]

    def said(self) -> Said:
        from sapar.sheets.actions import Said

        given = self.cleaned_data
        return Said(
            columns=[given[name] for name in self._names],
            rows_are=given["rows_are"],
            date_order=given["date_order"],
            home_country=given["home_country"],
            answers={key: given[key] for key in ("channel", "outcome")},
        )


NOT_SAID, NOTHING = "", "-"


class WordsForm(SaparForm):
    """A choice for each word that nobody has explained yet."""

    def __init__(self, data: Any = None, *, words: list[tuple[str, str, int]]) -> None:
        super().__init__(data)
        self._words = {f"word-{index}": (key, word) for index, (key, word, _many) in enumerate(words)}
        for index, (key, word, many) in enumerate(words):
            choices = [
                (NOT_SAID, _("Not said: such rows cannot be loaded")),
                (NOTHING, _("Nothing: read as if empty")),
                *terms.choices(key),
            ]
            self.fields[f"word-{index}"] = forms.ChoiceField(
                label=word,
                help_text=_("%(field)s · rows: %(many)d") % {"field": BY_KEY[key].label, "many": many},
                choices=choices,
                required=False,
            )

    def meant(self) -> dict[tuple[str, str], str]:
        """Only what was said; `NOTHING` is an empty code."""
        given = {self._words[name]: code for name, code in self.cleaned_data.items() if code != NOT_SAID}
        return {word: "" if code == NOTHING else code for word, code in given.items()}


class StackForm(SaparForm):
    """Paper forms to print."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST, initial=20, widget=forms.TextInput(_SHORT)
    )


class PeriodForm(SaparForm):
    """Of which time contacts and cases are given out; without days all of them."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
