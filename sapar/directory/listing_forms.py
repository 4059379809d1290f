"""What is asked about an entry of the directory, of its own organisation and of the steward."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapar.directory.models import Listing
from sapar.directory.places import find_places, one_meant
from sapar.directory.taxonomy import Service
from sapar.organisations import lists
from sapar.organisations.models import Circle, Kind
from sapar.ui.forms import CheckCards, PhoneField, SaparForm

_LATEST_YEAR = 2100


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
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("To be asked from time to time whether this entry is still true."),
        max_length=200,
        required=False,
    )
    around_the_clock = forms.BooleanField(label=_("Open day and night"), required=False)
    status = forms.ChoiceField(label=_("State"), choices=Listing.Status.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, country: str, *args: Any, **kwargs: Any) -> None:
        self.land = country
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["place_id"] = None
        if given.get("place_is_secret"):
            return given
        if typed := given.get("town", ""):
            given["place_id"] = self._place(typed, given.get("country") or self.land)
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
        label=_("Year of the description"), min_value=1990, max_value=_LATEST_YEAR
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
    names = ("fee", "fee_note", "place_is_secret", "phone", "website", "email", "around_the_clock", "status", "version",
             "described_in", "source")  # fmt: skip
    return {name: getattr(listing, name) for name in names} | {
        "services": listing.codes,
        "town": listing.place.shown_name if listing.place else "",
    }


def _alike(near: str) -> str:
    return gettext("Which town is meant: %(towns)s? Please write its name in full.") % {"towns": near}
