"""What staff type about the work in a case: services, other parties, follow-ups, handovers, projects, broken glass."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sapar.cases import work_codes as codes
from sapar.cases.actions.glass import LONGEST
from sapar.cases.actions.words import LONGEST_LINE, LONGEST_STORY
from sapar.cases.forms import MemberChoice
from sapar.directory.taxonomy import Service
from sapar.people import lists
from sapar.ui.forms import ChoiceCards, DayField, OnceMixin, PhoneField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sapar.organisations.models import Membership, Organisation
    from sapar.people.models import Person

TWO_ROWS = forms.Textarea(attrs={"rows": 2})


class RowChoice(forms.ChoiceField):
    """One of some rows, by the words given for each; cleans to the row, or None for the empty choice."""

    def __init__(self, **kwargs: Any) -> None:
        self.known: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, rows: Iterable[tuple[Any, str]], empty: Any = None) -> None:
        pairs = list(rows)
        self.known = {str(row.pk): row for row, _words in pairs}
        first = [] if empty is None else [("", empty)]
        self.choices = [*first, *((str(row.pk), words) for row, words in pairs)]

    def clean(self, value: Any) -> Any:
        return self.known.get(super().clean(value))


def of_person(people: Sequence[Person]) -> list[tuple[Person, str]]:
    return [(one, one.shown_name) for one in people]


class ServiceForm(OnceMixin, SaparForm):
    """One service. What is not needed for the chosen unit or giver is left out of what is read."""

    kind = forms.ChoiceField(label=_("Which service?"), choices=[("", "—"), *Service.choices])
    given_on = DayField(label=_("When?"))
    person = RowChoice(label=_("To whom?"), required=False)
    quantity = forms.DecimalField(
        label=_("How much?"), max_digits=12, decimal_places=2, min_value=Decimal("0.01"), initial=1, localize=True
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Counted in"), choices=codes.Unit.choices, initial=codes.Unit.VISITS)
    currency = forms.CharField(
        label=_("Currency, if it is money"), required=False, max_length=3,
        help_text=_("Three letters, such as KGS, KZT, RUB or USD."),
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"}),
    )  # fmt: skip
    giver = forms.ChoiceField(
        label=_("Who gave it?"), choices=codes.Giver.choices, initial=codes.Giver.MEMBER, widget=ChoiceCards
    )
    member = RowChoice(label=_("Which colleague?"), required=False)
    partner = RowChoice(label=_("Which organisation?"), required=False)
    giver_words = forms.CharField(label=_("Who else?"), required=False, max_length=LONGEST_LINE)
    project = RowChoice(label=_("Project that pays"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_STORY, widget=TWO_ROWS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: ServiceChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices.fill(self.fields)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()


class ServiceChoices:
    """What a service can name: people of the case, colleagues, partners, open projects."""

    def __init__(
        self,
        people: Sequence[Person],
        colleagues: Sequence[Membership],
        partners: Sequence[Organisation],
        projects: Sequence[Any],
    ) -> None:
        self.people, self.colleagues, self.partners, self.projects = people, colleagues, partners, projects

    def fill(self, fields: dict[str, Any]) -> None:
        fields["person"].offer(of_person(self.people), _("To all of them"))
        fields["member"].offer(((one, one.user.display_name) for one in self.colleagues), _("I myself"))
        fields["partner"].offer(((one, one.name) for one in self.partners), "—")
        fields["project"].offer(((one, one.name) for one in self.projects), _("None"))


class PartyForm(OnceMixin, SaparForm):
    role = forms.ChoiceField(label=_("Who are they?"), choices=[("", "—"), *codes.PartyRole.choices])
    name = forms.CharField(label=_("Name"), max_length=LONGEST_LINE)
    unsafe = forms.BooleanField(
        label=_("Not safe to contact"), required=False,
        help_text=_("Whoever calls or writes to them may put the person in danger. Everybody is warned."),
    )  # fmt: skip
    phone = PhoneField(label=_("Phone number"), required=False)
    second_phone = PhoneField(label=_("Second phone number"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=LONGEST_LINE, widget=TWO_ROWS)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=lists.countries)
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_STORY, widget=TWO_ROWS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm(OnceMixin, SaparForm):
    """A day on which to ask again."""

    due_on = DayField(label=_("When do we ask again?"))
    person = RowChoice(label=_("Whom?"), required=False)
    owner = MemberChoice(label=_("Who does it?"))

    def __init__(
        self, *args: Any, people: Sequence[Person], colleagues: Sequence[Membership], me: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].offer(of_person(people), _("Any of them"))
        fields["owner"].offer(colleagues)
        fields["owner"].initial = str(me)
        fields["due_on"].initial = timezone.localdate() + dt.timedelta(days=14)


class FollowUpForm(SaparForm):
    """What came of asking, and the next day."""

    verb = forms.ChoiceField(
        label=_("Did you reach them?"), widget=ChoiceCards,
        choices=[("reach", _("Reached")), ("miss", _("Not reached")), ("drop", _("Not needed any more"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What has changed?"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    next_on = DayField(
        label=_("Next time"), required=False, help_text=_("Leave it empty when there is none.")
    )

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean() or {}
        if typed.get("verb") == "drop":
            typed["next_on"] = None
        return typed


class HandAllForm(SaparForm):
    """All open cases of one colleague to another."""

    giver = MemberChoice(label=_("Whose cases?"))
    member = MemberChoice(label=_("Who takes them?"))
    because = forms.CharField(
        label=_("Why, and what is next?"), max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your colleague reads it with every case."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, givers: Sequence[Membership], colleagues: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["giver"].offer(givers)
        fields["member"].offer(colleagues)

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean() or {}
        if typed.get("giver") is not None and typed.get("giver") == typed.get("member"):
            self.add_error("member", _("Choose another colleague."))
        return typed


class ProjectForm(OnceMixin, SaparForm):
    name = forms.CharField(
        label=_("Name"), max_length=60,
        help_text=_("A short word you know it by. It stands in statistics: no name of a person."),
    )  # fmt: skip
    funder = forms.CharField(label=_("Who pays"), required=False, max_length=120)
    begins_on = DayField(label=_("Begins"), required=False)
    ends_on = DayField(label=_("Ends"), required=False)


class BreakGlassForm(SaparForm):
    number = forms.CharField(
        label=_("Case number"), max_length=20, widget=forms.TextInput(attrs={"class": "short"})
    )
    because = forms.CharField(
        label=_("Why can this not wait for a colleague who is named on it?"), max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A supervisor reads this. Write no names."),
    )  # fmt: skip
    hours = forms.ChoiceField(label=_("For how long?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["hours"]
        field.choices = [
            (str(n), ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}) for n in range(1, LONGEST + 1)
        ]

    def clean_hours(self) -> int:
        return int(self.cleaned_data["hours"])


class ReviewForm(SaparForm):
    verdict = forms.ChoiceField(
        label=_("Was it justified?"), choices=codes.Verdict.choices, widget=ChoiceCards
    )
    words = forms.CharField(
        label=_("In a sentence"), max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 2})
    )
