"""What a card says of an organisation, in the reader's words: who, what, price, languages, where, how sure, next step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sapar.directory import offer_queries, offer_words
from sapar.directory.models import Listing
from sapar.directory.particulars import fee_words
from sapar.directory.search import NEAR_KM, Found, Level, Result
from sapar.directory.taxonomy import Service
from sapar.organisations.lists import language_names
from sapar.organisations.models import Kind
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    import datetime as dt

    from sapar.directory.terms import SearchTerms

_SERVICES_SHOWN = 4
_FRESH_DAYS = 365


@dataclass(frozen=True)
class Sureness:
    """How sure the directory is: a state's code (`ui.states`) and the words."""

    code: str
    words: str


@dataclass(frozen=True)
class Card:
    """`map_url` and `where` know only the town; both are empty when the place is secret or not known."""

    slug: str
    name: str
    kind: str
    services: list[str]
    fee: str
    languages: str
    where: str
    hours: str
    sure: Sureness
    phone: str
    website: str
    map_url: str
    is_fictional: bool
    takes_requests: bool
    reasons: list[str] = field(default_factory=list)
    # What a law has made of it: read before anybody turns to them.
    warnings: list[str] = field(default_factory=list)
    result: Result | None = None


@dataclass(frozen=True)
class Group:
    """Cards under one heading: what was asked for, or what was widened for them."""

    heading: str
    cards: list[Card]


def groups(found: Found, terms: SearchTerms) -> list[Group]:
    """The answers in their order, cut where the question was widened or organisations have ended."""
    made: list[Group] = []
    warned = offer_queries.warnings(result.org_id for result in found.results)
    for result in found.results:
        heading = _("No longer at work") if result.has_ended else _heading(result.level)
        if not made or made[-1].heading != heading:
            made.append(Group(heading, []))
        states = warned.get(result.org_id, [])
        made[-1].cards.append(of_result(result, terms, [offer_words.legal_words(one) for one in states]))
    return made


def _heading(level: Level) -> str:
    return {
        Level.ASKED: _("What you asked for"),
        Level.NOT_OPEN: _("Not open now, or nobody knows"),
        Level.OTHER_LANGUAGE: _("In other languages"),
        Level.WHOLE_COUNTRY: _("Elsewhere in the country"),
        Level.NEIGHBOURS: _("In neighbouring countries"),
        Level.HOTLINES: _("Hotlines that can show the way"),
    }[level]


def of_result(result: Result, terms: SearchTerms, warnings: list[str]) -> Card:
    return Card(
        slug=result.slug,
        name=result.shown_name,
        kind=str(Kind(result.kind).label),
        services=[str(Service(code).label) for code in result.codes[: max(_SERVICES_SHOWN, result.matched)]],
        fee=fee_words(str(Listing.Fee(result.fee).label), result.fee_note),
        languages=language_names(result.languages),
        where=_where(
            result.shown_town, result.country, result.distance_km, is_assumed=result.place_is_assumed
        ),
        hours=_hours(around_the_clock=result.around_the_clock),
        sure=sureness(result.status, result.confirmed_on, result.described_in),
        phone=result.phone,
        website=result.website,
        map_url="" if result.place_is_assumed else map_url(result.latitude, result.longitude),
        is_fictional=result.is_fictional,
        takes_requests=result.takes_requests,
        reasons=_reasons(result, terms),
        warnings=warnings,
        result=result,
    )


def of_listing(listing: Listing) -> Card:
    place = None if listing.place_is_secret else listing.place
    codes = listing.codes
    return Card(
        slug=listing.org.slug,
        name=listing.shown_name,
        kind=str(Kind(listing.org.kind).label),
        services=[str(Service(code).label) for code in codes],
        fee=fee_words(
            str(Listing.Fee(listing.fee).label), listing.fee_note or listing.particulars.get("fee_note", "")
        ),
        languages=language_names(listing.org.languages),
        where=_where(
            place.shown_name if place else "", listing.org.country, None, is_assumed=listing.place_is_assumed
        ),
        hours=_hours(around_the_clock=listing.around_the_clock),
        sure=sureness(listing.status, listing.confirmed_on, listing.described_in),
        phone=listing.phone,
        website=listing.website,
        map_url=map_url(place.latitude, place.longitude) if place and not listing.place_is_assumed else "",
        is_fictional=listing.org.is_fictional,
        takes_requests=listing.org.takes_requests,
    )


def sureness(status: str, confirmed_on: dt.date | None, described_in: int | None) -> Sureness:
    """Never "open today": either confirmed by the organisation within a year, or since when it has not been."""
    if status == Listing.Status.ENDED:
        return Sureness("ended", _("Has ended"))
    if confirmed_on and (timezone.localdate() - confirmed_on).days <= _FRESH_DAYS:
        return Sureness("confirmed", _("Confirmed in %(year)s") % {"year": confirmed_on.year})
    year = confirmed_on.year if confirmed_on else described_in
    return Sureness("unconfirmed", _("Not confirmed since %(year)s") % {"year": year})


def map_url(latitude: float | None, longitude: float | None) -> str:
    """The town on a map. What stands after # never leaves the reader's phone as a request for a person's address."""
    if latitude is None or longitude is None:
        return ""
    return f"https://www.openstreetmap.org/#map=12/{latitude:.2f}/{longitude:.2f}"


def _where(town: str, country: str, km: float | None, *, is_assumed: bool) -> str:
    land = country_name(country)
    if not town:
        return land
    words = f"{town}, {land}"
    if is_assumed:
        return _("Probably %(place)s") % {"place": words}
    if km is None:
        return words
    if km < 1:
        return words
    return _("%(place)s, %(km)s km away") % {
        "place": words,
        "km": number_format(round(km), force_grouping=True),
    }


def _hours(*, around_the_clock: bool) -> str:
    return _("Day and night") if around_the_clock else _("Hours not known")


def _reasons(result: Result, terms: SearchTerms) -> list[str]:
    found = []
    if result.distance_km is not None and result.distance_km <= NEAR_KM:
        found.append(_("In your town or near it"))
    elif result.covers_country and result.level is Level.ASKED and terms.where:
        found.append(_("Helps in the whole country"))
    if terms.language and result.spoken:
        found.append(_("Speaks your language"))
    return found
