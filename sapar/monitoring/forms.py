"""What is asked of monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sapar.directory.trust import Fault
from sapar.monitoring.actions import Seen
from sapar.monitoring.codes import Occupation, Parameter, Verdict, VisitKind
from sapar.monitoring.staff_codes import ReminderHow
from sapar.organisations import lists
from sapar.ui.dates import written
from sapar.ui.fields import today
from sapar.ui.forms import CheckCards, ChoiceCards, DayField, SaparForm

if TYPE_CHECKING:
    import uuid

    from sapar.monitoring.models import Feedback, Visit

_FILES = 3
_MOST_STAFF = 10_000
_NUMBER = {"inputmode": "numeric", "class": "short", "autocomplete": "off"}


class VisitForm(SaparForm):
    """A visit: each standard parameter with a verdict and a line, then what can be counted, then the proof."""

    kind = forms.ChoiceField(label=_("How did you look?"), choices=VisitKind.choices, widget=ChoiceCards())
    on = DayField(label=_("On which day?"), latest=today, initial=today)
    heard = forms.MultipleChoiceField(
        label=_("Languages you heard spoken"), choices=settings.LANGUAGES, widget=CheckCards, required=False
    )
    at_work_since = forms.IntegerField(
        label=_("At work since the year"), min_value=1900, max_value=2100, required=False,
        widget=forms.TextInput(_NUMBER),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Parameter.choices:
            self.fields[code] = forms.ChoiceField(
                label=label, choices=Verdict.choices, initial=Verdict.NOT_SEEN, widget=forms.Select()
            )
            self.fields[f"{code}_words"] = forms.CharField(
                label=_("What you found"), max_length=300, required=False
            )
        for code, label in Occupation.choices:
            self.fields[f"staff_{code}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=_MOST_STAFF,
                required=False,
                widget=forms.TextInput(_NUMBER),
            )
        for number in range(1, _FILES + 1):
            self.fields[f"file{number}"] = forms.FileField(
                label=_("Evidence %(number)s") % {"number": number}, required=False
            )

    @property
    def parameters(self) -> list[tuple[Any, Any]]:
        """Verdict and line of each."""
        return [(self[code], self[f"{code}_words"]) for code in Parameter.values]

    @property
    def occupations(self) -> list[Any]:
        return [self[f"staff_{code}"] for code in Occupation.values]

    @property
    def files_asked(self) -> list[Any]:
        return [self[f"file{number}"] for number in range(1, _FILES + 1)]

    def seen(self) -> Seen:
        given = self.cleaned_data
        return Seen(
            kind=given["kind"],
            on=given["on"],
            findings={code: (given[code], given[f"{code}_words"]) for code in Parameter.values},
            staff_counted={
                code: given[f"staff_{code}"] for code in Occupation.values if given[f"staff_{code}"]
            },
            at_work_since=given["at_work_since"],
            languages=given["heard"],
        )

    def uploads(self) -> list[Any]:
        names = (f"file{number}" for number in range(1, _FILES + 1))
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]


class CountryForm(SaparForm):
    """Whom to look at next, in one country. Sent by GET, so it is never validated."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, country: str) -> None:
        super().__init__(initial={"country": country}, auto_id="n-%s")
        field: Any = self.fields["country"]
        field.choices = [("", _("Every country")), *lists.countries()]


class ConcernForm(SaparForm):
    """What a warning would be about, and what it rests on."""

    fault = forms.ChoiceField(label=_("What is wrong?"), choices=Fault.choices, widget=ChoiceCards())
    words = forms.CharField(
        label=_("What was found, in words that everybody may read"),
        help_text=_("The organisation reads it first and answers. Name no person who was helped."),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
    )
    visits = forms.MultipleChoiceField(
        label=_("The visits it rests on"), widget=CheckCards, required=False,
        help_text=_("None is needed where at least three credible reports tell of the same."),
    )  # fmt: skip

    def __init__(self, visits: list[Visit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in visits}
        field: Any = self.fields["visits"]
        field.choices = [
            (key, f"{one.get_kind_display()}, {written(one.on)}") for key, one in self.known.items()
        ]

    def chosen(self) -> list[uuid.UUID]:
        return [self.known[key].pk for key in self.cleaned_data["visits"]]


class ReviewForm(SaparForm):
    """One question a report: is it credible? What is left open stays for later."""

    def __init__(self, told: list[Feedback], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {str(one.pk): one for one in told}
        for key, one in self.told.items():
            label = f"{one.get_code_display()}. {one.get_when_display()} ({written(one.on)})"
            choices = [("", _("not decided")), ("yes", _("credible")), ("no", _("not credible"))]
            self.fields[f"is-{key}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def verdicts(self) -> dict[uuid.UUID, bool]:
        found = {one.pk: self.cleaned_data[f"is-{key}"] for key, one in self.told.items()}
        return {key: said == "yes" for key, said in found.items() if said}


class RemindForm(SaparForm):
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    how = forms.ChoiceField(
        label=_("How does it get there?"),
        choices=ReminderHow.choices,
        initial=ReminderHow.HAND,
        widget=ChoiceCards(),
    )

    def __init__(self, *args: Any, may_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_mail:
            self.fields.pop("how")

    @property
    def by_mail(self) -> bool:
        return self.cleaned_data.get("how") == ReminderHow.MAIL
