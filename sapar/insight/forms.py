"""What the overview can be narrowed to. Sent by GET: a period and codes, nothing else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from sapar.directory.taxonomy import GROUPS, PROBLEM_GROUPS, Problem
from sapar.insight.periods import Period, around
from sapar.insight.selection import Selection
from sapar.people import lists
from sapar.ui.forms import DayField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

OWN_DAYS = "days"
_PERIODS = {
    "quarter": (_("This quarter"), "quarter", 0),
    "last-quarter": (_("Last quarter"), "quarter", 1),
    "month": (_("This month"), "month", 0),
    "last-month": (_("Last month"), "month", 1),
    "year": (_("This year"), "year", 0),
    "last-year": (_("Last year"), "year", 1),
}
# A chart of more months would be slivers, and no report is longer.
_LONGEST = dt.timedelta(days=5 * 366)


def _topics() -> list[tuple[Any, Any]]:
    groups = [
        (GROUPS[name][0], [(code, Problem(code).label) for code in codes])
        for name, codes in PROBLEM_GROUPS.items()
    ]
    return [("", _("All")), *groups]


class OverviewForm(SaparForm):
    """Which stretch of time, and of what."""

    period = forms.ChoiceField(
        label=_("Period"),
        choices=[
            *((code, words) for code, (words, _unit, _ago) in _PERIODS.items()),
            (OWN_DAYS, _("From – to")),
        ],
        required=False,
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=_topics, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [("", _("All")), *lists.languages()[1:]], required=False
    )
    country = forms.ChoiceField(
        label=_("Country it is about"), choices=lambda: lists.countries(str(_("All"))), required=False
    )
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, typed: Mapping[str, Any], *, projects: list[tuple[str, str]]) -> None:
        # What a link leaves out is the present quarter.
        super().__init__({"period": "quarter"} | {name: typed[name] for name in typed})
        cast("forms.ChoiceField", self.fields["project"]).choices = [("", _("All")), *projects]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("period") == OWN_DAYS and not self.errors:
            self._check_days(given.get("since"), given.get("until"))
        return given

    def _check_days(self, since: dt.date | None, until: dt.date | None) -> None:
        if since is None:
            self.add_error("since", _("Say from which day."))
        elif until is None:
            self.add_error("until", _("Say until which day."))
        elif until < since:
            self.add_error("until", _("The period ends before it begins."))
        elif until - since > _LONGEST:
            self.add_error("until", _("Choose at most five years."))

    def chosen_words(self) -> list[tuple[str, str]]:
        """What it was narrowed to, each field with its words."""
        found = []
        for name in ("topic", "language", "country", "project"):
            choices: list[Any] = list(cast("Any", self.fields[name]).choices)
            value = self.cleaned_data.get(name) if self.is_valid() else ""
            if value:
                found.append((str(self[name].label), str(dict(flatten_choices(choices))[value])))
        return found

    def selection(self, actor: StaffActor) -> Selection:
        """What was chosen; the present quarter of everything where something could not be read."""
        given = self.cleaned_data if self.is_valid() else {}
        return Selection(
            period=self._period(given),
            zone=actor.org.time_zone,
            **{name: given.get(name) or "" for name in ("topic", "language", "country", "project")},
        )

    @staticmethod
    def _period(given: dict[str, Any]) -> Period:
        if given.get("period") == OWN_DAYS:
            return Period(given["since"], given["until"])
        _words, unit, ago = _PERIODS[given.get("period") or "quarter"]
        return around(timezone.localdate(), unit, ago)
