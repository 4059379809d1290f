"""What is asked about a place, a representative and a legal state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.directory.form_pages import FormPage
from sapar.directory.offer_codes import Access, Declared, SiteKind
from sapar.directory.offer_forms import TELEPHONES
from sapar.directory.places import find_places, one_meant
from sapar.directory.week_form import add_week, week_initial, week_rows
from sapar.organisations import lists
from sapar.ui.fields import today
from sapar.ui.forms import CheckCards, DayField, PhoneField, SaparForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from sapar.directory.models import Representative, Site
    from sapar.directory.offer_forms import Lines

_NUMBER = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
_TEXTS = (
    "name",
    "about",
    "address",
    "address_more",
    "town",
    "region",
    "postal_code",
    "country",
    "way",
    "website",
)


def _web(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput({"inputmode": "url"}),
    )


class SiteForm(SaparForm):
    """A place; of a secret one nothing else is asked or stored."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=SiteKind.choices)
    is_secret = forms.BooleanField(
        label=_("The place is kept secret"),
        help_text=_("Always so for a shelter. Nothing you write below about where it is will be stored."),
        required=False,
    )
    wished_on = DayField(
        label=_("Who keeps it wished to be listed on"),
        help_text=_(
            "Needed for a place of access: a library, a school, a parish. Without their wish it is not listed."
        ),
        latest=today,
        required=False,
    )
    name = forms.CharField(label=_("Name of the place"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"))
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    region = forms.CharField(label=_("Region"), max_length=120, required=False)
    address = forms.CharField(label=_("Street and house"), max_length=200, required=False)
    address_more = forms.CharField(label=_("Floor, office, entrance"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False, widget=forms.TextInput(_NUMBER)
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False, widget=forms.TextInput(_NUMBER)
    )
    way = forms.CharField(
        label=_("How to get there"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    about = forms.CharField(
        label=_("About the place"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    access = forms.MultipleChoiceField(
        label=_("Easy to use"), choices=Access.choices, widget=CheckCards, required=False
    )
    website = _web(_("Web page"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = lists.countries()
        add_week(self)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", _("Write both, latitude and longitude, or none."))
        return given


class SitePage(FormPage):
    """One place as a page shows and reads it; `site` is None for a new one."""

    def __init__(self, data: QueryDict | None, country: str, site: Site | None) -> None:
        self.site = site
        self.form = SiteForm(data, initial=_initial(site, country))
        rows = sorted(site.telephones.all(), key=lambda row: row.position) if site else []
        names = ("number", "extension", "kind", "note")
        initial = [{"id": row.pk} | {name: getattr(row, name) for name in names} for row in rows]
        self.telephones: Lines = TELEPHONES(data, prefix="telephones", initial=initial)

    @property
    def forms(self) -> list[Any]:
        return [self.form, self.telephones]

    def facts(self) -> dict[str, Any]:
        """For the verb: with the town that GeoNames knows by the name that was typed, where it is surely meant."""
        given = self.form.cleaned_data
        facts = {
            name: given[name]
            for name in (*_TEXTS, "kind", "is_secret", "wished_on", "latitude", "longitude", "access")
        }
        meant = (
            one_meant(find_places(given["town"], country=given["country"], loosely=False))
            if given["town"]
            else None
        )
        return facts | {"place_id": meant.id if meant else None}

    def hours(self) -> list[dict[str, Any]]:
        return week_rows(self.form.cleaned_data, list(self.site.hours.all()) if self.site else [])


def _initial(site: Site | None, country: str) -> dict[str, Any]:
    if site is None:
        return {"kind": SiteKind.OFFICE, "country": country}
    names = (*_TEXTS, "kind", "is_secret", "wished_on", "latitude", "longitude", "access", "version")
    return {name: getattr(site, name) for name in names} | week_initial(site.hours.all())


class RepresentativeForm(SaparForm):
    """Who stands for the organisation in a region."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    post = forms.CharField(
        label=_("What they are"), help_text=_("Regional representative, labour attaché."), max_length=200
    )
    unit = forms.CharField(label=_("Department"), max_length=200, required=False)
    region = forms.CharField(label=_("For which region"), max_length=200, required=False)
    site_id = forms.ChoiceField(label=_("At which of your places?"), required=False)
    hours = forms.CharField(label=_("When they can be reached"), max_length=200, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    accounts_url = _web(_("Where their open accounts can be read"))
    wished_on = DayField(
        label=_("They wished to be listed on"),
        help_text=_("Without it nobody but your organisation sees them."),
        latest=today,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, sites: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site_id"]
        field.choices = [("", "–"), *sites]

    def facts(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return facts | {"site_id": facts["site_id"] or None}


def representative_initial(row: Representative | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = (
        "name",
        "post",
        "unit",
        "region",
        "site_id",
        "hours",
        "phone",
        "email",
        "accounts_url",
        "wished_on",
        "version",
    )
    return {name: getattr(row, name) for name in names}


class LegalForm(SaparForm):
    """What a law makes of the organisation. It is kept for good; a later one follows it."""

    country = forms.ChoiceField(label=_("By the law of"))
    state = forms.ChoiceField(label=_("State"), choices=Declared.choices)
    since = DayField(label=_("Since"), latest=today)
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The register, the act or the newspaper, with its number and day."),
        max_length=300,
    )
    source_url = _web(_("Web page of the source"))
    seen_on = DayField(label=_("You read it on"), latest=today, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = lists.countries()
