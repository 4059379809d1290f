"""What the directory's pages ask for. The public search takes codes only; a typed line is turned into codes at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.directory import queries
from sapar.directory.countries import COUNTRIES, country_name
from sapar.directory.models import Listing
from sapar.directory.places import find_places, one_meant
from sapar.directory.taxonomy import GROUPS, Problem, Service
from sapar.directory.terms import SearchTerms
from sapar.organisations import lists
from sapar.organisations.models import Circle, Kind
from sapar.ui.forms import CheckCards, PhoneField, SaparForm

_THIS_YEAR_AT_MOST = 2100


class FindForm(SaparForm):
    """The search by choosing. Shown with `initial`, read by `SearchTerms.read`: it is never validated, so no field is "optional"."""

    what = forms.ChoiceField(label=_("What is it about?"))
    where = forms.ChoiceField(label=_("Where are you?"))
    language = forms.ChoiceField(label=_("Language of help"))
    free = forms.BooleanField(label=_("Only free help"), widget=forms.CheckboxInput({"value": "1"}))

    def __init__(self, terms: SearchTerms) -> None:
        super().__init__(initial=terms.parameters() | {"free": terms.free_only}, auto_id="f-%s")
        fields: dict[str, Any] = self.fields
        fields["what"].choices = _needs(terms)
        fields["where"].choices = _places(terms)
        fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]


class WordsForm(SaparForm):
    """The search by typing: a need, a town or an organisation. Sent by POST, so that it stands in no address or log."""

    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("A town, a need or a name. What you type is not stored."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"}),
        error_messages={"required": _("Type a town, a need or a name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="w-%s", **kwargs)


class ListingForm(SaparForm):
    """One organisation's entry, whole."""

    services = forms.MultipleChoiceField(
        label=_("What do you help with?"), choices=Service.choices, widget=CheckCards, required=False
    )
    fee = forms.ChoiceField(label=_("Price"), choices=Listing.Fee.choices)
    fee_note = forms.CharField(label=_("About the price"), max_length=200, required=False)
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    place_is_secret = forms.BooleanField(
        label=_("The place is kept secret"),
        help_text=_("For shelters. The town is not stored; people see the country only."),
        required=False,
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    website = forms.URLField(
        label=_("Web page"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url"}),
    )
    around_the_clock = forms.BooleanField(label=_("Open day and night"), required=False)
    status = forms.ChoiceField(label=_("State"), choices=Listing.Status.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, country: str, *args: Any, **kwargs: Any) -> None:
        self.country = country
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["place_id"] = None
        if given.get("place_is_secret"):
            return given
        if typed := given.get("town", ""):
            given["place_id"] = self._place(typed, given.get("country") or self.country)
        return given

    def _place(self, typed: str, country: str) -> int | None:
        towns = find_places(typed, country=country)
        meant = one_meant(towns) or (towns[0] if towns and towns[0].likeness == 1 else None)
        if meant is None:
            near = ", ".join(town.name for town in towns[:3])
            raise ValidationError(
                {
                    "town": _alike(near)
                    if near
                    else _("We do not know this town. Write the nearest larger one.")
                }
            )
        return meant.id

    def facts(self) -> dict[str, Any]:
        """For the verb: everything but what only the form needs."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"town", "version", *_OF_THE_ORGANISATION}
        }


class StewardListingForm(ListingForm):
    """The entry of an organisation that has not joined: the steward says where it comes from and how old it is."""

    described_in = forms.IntegerField(
        label=_("Year of the description"), min_value=1990, max_value=_THIS_YEAR_AT_MOST
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


_OF_THE_ORGANISATION = ("name", "kind", "circle", "country", "languages")


class NewListingForm(StewardListingForm):
    """An organisation that nobody has listed."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    circle = forms.ChoiceField(label=_("Circle"), choices=Circle.choices)
    country = forms.ChoiceField(label=_("Country"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=CheckCards, required=False
    )

    field_order = (*_OF_THE_ORGANISATION, "services")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("", *args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = lists.countries()

    def organisation(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in _OF_THE_ORGANISATION}


def initial_of(listing: Listing | None) -> dict[str, Any]:
    """What the form shows of an entry before anything is changed."""
    if listing is None:
        return {"status": Listing.Status.LISTED, "fee": Listing.Fee.FREE, "version": 0}
    names = ("fee", "fee_note", "place_is_secret", "phone", "website", "around_the_clock", "status", "version",
             "described_in", "source")  # fmt: skip
    return {name: getattr(listing, name) for name in names} | {
        "services": [offer.code for offer in listing.offers.all()],
        "town": listing.place.shown_name if listing.place else "",
    }


def _alike(near: str) -> str:
    from django.utils.translation import gettext

    return gettext("Which town is meant: %(towns)s? Please write its name in full.") % {"towns": near}


def _needs(terms: SearchTerms) -> list[Any]:
    """Anything, the groups, and each group's services; the chosen problem too, which no list holds."""
    chosen = [(terms.what, Problem(terms.need.code).label)] if terms.need.kind == "p" else []
    grouped = [
        (words, [(f"s-{code}", Service(code).label) for code in codes]) for words, codes in GROUPS.values()
    ]
    return [
        ("", _("Anything")),
        *chosen,
        *((f"g-{code}", words) for code, (words, _codes) in GROUPS.items()),
        *grouped,
    ]


def _places(terms: SearchTerms) -> list[tuple[str, Any]]:
    """Anywhere, then each country with the towns where somebody is listed; and the place asked for, wherever it is."""
    towns: dict[str, list[tuple[str, str]]] = {code: [] for code in COUNTRIES}
    for place in queries.listed_places(terms.place_id):
        towns.setdefault(place.country, []).append((str(place.pk), f"— {place.shown_name}"))
    offered: list[tuple[str, Any]] = [("", _("Anywhere"))]
    for code, here in towns.items():
        offered += [(code, country_name(code)), *sorted(here, key=lambda pair: pair[1])]
    return offered
