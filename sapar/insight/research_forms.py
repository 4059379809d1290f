"""What is typed to count for research: the request, and one set of tables under it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.insight import places
from sapar.insight.actions import Wanted
from sapar.insight.kinds import BY_CODE, KINDS, OTHER
from sapar.insight.releases import queries
from sapar.ui.forms import CheckCards, DayField, OnceMixin, SaparForm


class RequestForm(OnceMixin, SaparForm):
    researcher = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("The institute or newsroom; no names of people.")
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=2000,
        help_text=_(
            "The question, what will be published, and who pays. Two organisations read it and decide."
        ),
        widget=forms.Textarea({"rows": 5}),
    )
    ends_on = DayField(label=_("Until when"))


class KindForm(SaparForm):
    """First of which quarter and of what kind of record; the rest of the form follows from it."""

    quarter = forms.ChoiceField(label=_("Quarter"))
    kind = forms.ChoiceField(label=_("What is counted"), choices=[(one.code, one.label) for one in KINDS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["quarter"]
        chosen.choices = [(one, places.quarter_name(one)) for one in queries.quarters()]


class TableForm(OnceMixin, SaparForm):
    """Columns of one kind, and perhaps a selection: only what a public table of the quarter names."""

    columns = forms.MultipleChoiceField(
        label=_("Columns, three at most"),
        widget=CheckCards,
        error_messages={"required": _("Choose at least one column.")},
    )
    where = forms.ChoiceField(label=_("Only those with"), required=False)

    def __init__(self, *args: Any, quarter: str, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quarter, self.kind = quarter, BY_CODE[kind]
        fields: Any = self.fields
        fields["columns"].choices = [(one.code, one.label) for one in self.kind.columns]
        fields["where"].choices = [("", _("All")), *self._selections()]

    def _selections(self) -> list[tuple[str, str]]:
        found = []
        for part in queries.parts(queries.published(self.quarter)):
            if part.kind == self.kind.code:
                for table in part.some:  # type: ignore[attr-defined] # prefetched under this name
                    column = self.kind.column(table.dimensions[0])
                    codes = [row[0] for row in table.rows if row[0] and row[0] != OTHER and row[1]]
                    found += [
                        (f"{column.code}={code}", f"{column.label}: {column.say(code)}") for code in codes
                    ]
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        column = given.get("where", "").partition("=")[0]
        if column and column in given.get("columns", []):
            raise ValidationError({"columns": _("What is chosen to one value cannot be a column too.")})
        return given

    def wanted(self) -> Wanted:
        column, _sign, code = self.cleaned_data["where"].partition("=")
        return Wanted(
            self.quarter,
            {self.kind.code: self.cleaned_data["columns"]},
            queries.mode_of(self.quarter),
            where={column: code} if column else {},
        )
