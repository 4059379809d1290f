"""What is asked about a service: one form, and lists of which a line is taken away by emptying it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sapar.directory.models.offer import OLDEST
from sapar.directory.offer_codes import (
    Group,
    HowSpoken,
    OfferState,
    Papers,
    PhoneKind,
    Sex,
    Standing,
    Unit,
    Way,
)
from sapar.directory.offer_words import weekday_names
from sapar.directory.staff_codes import OFFER_FEES
from sapar.directory.taxonomy import Service
from sapar.directory.week_form import add_week
from sapar.organisations import lists
from sapar.ui.forms import CheckCards, DayField, PhoneField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.directory.models import Site

_MOST_LINES = 30
_LONG = forms.Textarea({"rows": 4})


def _web(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url"}),
    )


def _many(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=CheckCards, required=False)


class OfferForm(SaparForm):
    """A service but for its lists."""

    codes = _many(_("What is it?"), Service.choices)
    language = forms.ChoiceField(
        label=_("In which language do you write?"),
        help_text=_("What is written in other languages stays as it is."),
        choices=settings.LANGUAGES,
    )
    name = forms.CharField(label=_("Its name, if it has one of its own"), max_length=200, required=False)
    about = forms.CharField(label=_("What is done"), max_length=2000, required=False, widget=_LONG)
    apply = forms.CharField(
        label=_("What somebody has to do to get it"), max_length=1000, required=False, widget=_LONG
    )
    status = forms.ChoiceField(label=_("State"), choices=OfferState.choices)
    paused_until = DayField(label=_("Closed until"), required=False)
    ways = _many(_("How does one get it?"), Way.choices)
    by_appointment = forms.BooleanField(label=_("Only by appointment"), required=False)
    sites = forms.MultipleChoiceField(label=_("At which of your places?"), widget=CheckCards, required=False)
    countries = forms.MultipleChoiceField(
        label=_("Where may people be whom you help?"),
        help_text=_("Choose none if they come to your place."),
        widget=forms.SelectMultiple({"size": 6}),
        required=False,
    )
    fee = forms.ChoiceField(label=_("Price"), choices=OFFER_FEES, required=False)
    fee_note = forms.CharField(label=_("About the price"), max_length=200, required=False)
    free_proof = forms.CharField(
        label=_("What shows that it is free?"),
        help_text=_("The statute, a price list, the grant that pays for it."),
        max_length=200,
        required=False,
    )
    sex = forms.ChoiceField(label=_("For women or men"), choices=Sex.choices, required=False)
    minimum_age = forms.IntegerField(
        label=_("From the age of"), min_value=0, max_value=OLDEST, required=False
    )
    maximum_age = forms.IntegerField(
        label=_("Up to the age of"), min_value=0, max_value=OLDEST, required=False
    )
    groups = _many(_("For these people only, or first"), Group.choices)
    standings = _many(_("For people with these papers only"), Standing.choices)
    citizenships = forms.MultipleChoiceField(
        label=_("For citizens of these countries only"),
        widget=forms.SelectMultiple({"size": 6}),
        required=False,
    )
    papers = forms.ChoiceField(label=_("Papers"), choices=Papers.choices)
    website = _web(_("Web page"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, sites: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["sites"].choices = sites
        for name in ("countries", "citizenships"):
            fields[name].choices = lists.countries()
        add_week(self)


class LineForm(SaparForm):
    """One line of a list. A line whose `needed` fields and all others that tell something are empty is no line."""

    needed: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @property
    def is_blank(self) -> bool:
        given = getattr(self, "cleaned_data", {})
        return not any(
            value not in (None, "", []) for name, value in given.items() if name not in ("id", *self.usual)
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.is_blank:
            for name in self.needed:
                if name not in self.errors and given.get(name) in (None, "", []):
                    self.add_error(name, _("Please fill this in."))
        return given


class SpokenForm(LineForm):
    needed, usual = ("code",), ("how",)
    code = forms.ChoiceField(label=_("Language"), required=False)
    how = forms.ChoiceField(label=_("How"), choices=HowSpoken.choices, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days, if not on all"), coerce=int, widget=CheckCards, required=False
    )
    note = forms.CharField(label=_("When, through whom"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = [("", "–"), *settings.LANGUAGES]
        given = str(self.initial.get("code") or "")
        fields["code"].choices = (
            known if given in dict(known) else [*known, (given, lists.language_names([given]))]
        )
        fields["weekdays"].choices = [(str(number), name) for number, name in weekday_names("abbreviated")]


class CostForm(LineForm):
    needed = ("option",)
    option = forms.CharField(label=_("What, for whom"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Sum of money"), min_value=0, max_digits=12, decimal_places=2, required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
    )  # fmt: skip
    currency = forms.CharField(
        label=_("Currency"), help_text=_("Three letters: KGS, RUB, KZT."), max_length=3, required=False
    )
    note = forms.CharField(label=_("About it"), max_length=500, required=False)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("amount") and not given.get("currency"):
            self.add_error("currency", _("Write the currency in three letters: KGS, RUB, KZT."))
        return given


class PaperForm(LineForm):
    needed = ("name",)
    name = forms.CharField(label=_("Paper"), max_length=500, required=False)
    website = _web(_("Web page about this paper"))


class TelephoneForm(LineForm):
    needed, usual = ("number",), ("kind",)
    number = PhoneField(label=_("Telephone"), short=True, required=False)
    extension = forms.CharField(label=_("Extension"), max_length=10, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=PhoneKind.choices, required=False)
    note = forms.CharField(label=_("About this number"), max_length=500, required=False)


class ClosureForm(LineForm):
    """Days on which it is closed though the week says open."""

    needed = ("valid_from", "valid_to")
    valid_from = DayField(label=_("Closed from"), required=False)
    valid_to = DayField(label=_("Closed up to and with"), required=False)
    note = forms.CharField(label=_("Why"), max_length=200, required=False)


class CapacityForm(SaparForm):
    """How many are free at this minute."""

    unit = forms.ChoiceField(label=_("Of what"), choices=Unit.choices)
    free = forms.IntegerField(label=_("Free now"), min_value=0, max_value=100_000)
    in_all = forms.IntegerField(label=_("In all"), min_value=0, max_value=100_000, required=False)


class Lines(forms.BaseFormSet):  # type: ignore[type-arg] # generic in the stubs alone
    """Lines that may all be empty."""

    def _construct_form(self, i: int, **kwargs: Any) -> LineForm:
        form: LineForm = super()._construct_form(i, **kwargs)  # type: ignore[misc] # private in the stubs
        form.empty_permitted = True
        return form

    def rows(self) -> list[dict[str, Any]]:
        """The lines that say something, for a verb."""
        return [dict(form.cleaned_data) for form in self.forms if form.cleaned_data and not form.is_blank]


def lines(form: type[LineForm], extra: int) -> type[Lines]:
    made: type[Lines] = forms.formset_factory(  # type: ignore[assignment] # the factory names the base only
        form, formset=Lines, extra=extra, max_num=_MOST_LINES, absolute_max=_MOST_LINES
    )
    return made


SPOKEN = lines(SpokenForm, 2)
COSTS = lines(CostForm, 2)
PAPERS = lines(PaperForm, 2)
TELEPHONES = lines(TelephoneForm, 1)
CLOSURES = lines(ClosureForm, 1)


def site_choices(sites: list[Site]) -> list[tuple[str, str]]:
    """An organisation's places by name, secret ones by their kind."""
    found = []
    for site in sites:
        words = site.name or ", ".join(part for part in (site.address, site.shown_town) if part)
        found.append((str(site.pk), words or str(site.get_kind_display())))
    return found
