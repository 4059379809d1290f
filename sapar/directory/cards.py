"""What a card says of an organisation, in the reader's words: who, what, price, languages, where, how sure, next step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sapar.common.clock import shared_day
from sapar.directory import offer_queries, offer_words, opening
from sapar.directory.models import Hours, Listing, Offer, Spoken, in_readers_language
from sapar.directory.particulars import fee_words
from sapar.directory.search import NEAR_KM, Found, Level, Result
from sapar.directory.slots import slot_of
from sapar.directory.taxonomy import Service
from sapar.directory.trust import trust_words
from sapar.directory.whom import WHOM
from sapar.organisations.lists import language_names
from sapar.organisations.models import Kind
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    from sapar.directory.terms import SearchTerms
    from sapar.directory.trust import TrustWords

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
    # For whom the service is, "" for everybody; and how one gets there.
    whom: str = ""
    way: str = ""
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
    offered = Offer(**result.offer) if result.offer else None
    fee = (offered.fee if offered else "") or result.fee
    note = offered.fee_note if offered and offered.fee_note else result.fee_note
    hours = _hours_of(result)
    trust = trust_words(result)
    return Card(
        slug=result.slug,
        name=result.shown_name,
        kind=str(Kind(result.kind).label),
        services=[str(Service(code).label) for code in result.codes[: max(_SERVICES_SHOWN, result.matched)]],
        fee=fee_words(str(Listing.Fee(fee).label), note),
        languages=_languages_of(result),
        where=_where_of(result),
        hours=_hours_words(hours, result),
        sure=_sureness_of(result, trust),
        phone=result.phone,
        website=result.website,
        map_url=_map_of(result),
        is_fictional=result.is_fictional,
        takes_requests=result.takes_requests,
        reasons=_reasons(result, terms, is_open=_is_open(hours, result)),
        warnings=[*(trust.reasons if trust.is_bad else []), *warnings],
        whom=", ".join(offer_words.for_whom(offered)) if offered else "",
        way=str(result.place["way"]) if result.place else "",
        result=result,
    )


def _sureness_of(result: Result, trust: TrustWords) -> Sureness:
    if result.has_ended:
        return Sureness("ended", _("Has ended"))
    return Sureness(trust.code, trust.words)


def _where_of(result: Result) -> str:
    town, place = result.shown_town, result.place
    if place:
        town = in_readers_language(place["places"] or {}, place["place"] or place["town"]) or town
        town = ", ".join(part for part in (place["name"], place["address"], town) if part)
    assumed = result.place_is_assumed and not place
    return _where(town, result.country, result.distance_km, is_assumed=assumed)


def _map_of(result: Result) -> str:
    """The place itself where it is known, else its town."""
    if result.place and result.place["latitude"] is not None:
        at = f"{result.place['latitude']:.5f}/{result.place['longitude']:.5f}"
        return f"https://www.openstreetmap.org/#map=17/{at}"
    return "" if result.place_is_assumed else map_url(result.latitude, result.longitude)


def _languages_of(result: Result) -> str:
    """How and when each is spoken, where the service says so itself."""
    of_offer = [row for row in result.speakers if row["offer_id"]] or result.speakers
    spoken = [
        Spoken(code=row["code"], how=row["how"], weekdays=row["weekdays"], note=row["note"])
        for row in of_offer
    ]
    return ", ".join(offer_words.spoken_words(spoken)) or language_names(result.languages)


# Whose hours hold: those of the service at this place, of the service, of the place, of the organisation.
_OWNERS = ("offer_at_id", "offer_id", "site_id")


def _hours_of(result: Result) -> list[Hours]:
    for owner in (*_OWNERS, ""):
        rows = [row for row in result.hours if (row[owner] if owner else True)]
        if rows:
            return [_hours_row(row) for row in rows]
    return []


def _hours_row(row: dict[str, Any]) -> Hours:
    """A row as the database wrote it in JSON."""
    return Hours(
        weekdays=row["weekdays"],
        opens=row["opens"] and dt.time.fromisoformat(row["opens"]),
        closes=row["closes"] and dt.time.fromisoformat(row["closes"]),
        is_closed=row["is_closed"],
        valid_from=row["valid_from"] and dt.date.fromisoformat(row["valid_from"]),
        valid_to=row["valid_to"] and dt.date.fromisoformat(row["valid_to"]),
        note=row["note"],
        rule=row["rule"],
    )


def _is_open(hours: list[Hours], result: Result) -> bool | None:
    """By the clock of the place; None where nobody can say."""
    if not hours:
        return True if result.around_the_clock else None
    return opening.is_open(
        (slot_of(row) for row in hours), timezone.localtime(timezone=ZoneInfo(result.time_zone))
    )


def _hours_words(hours: list[Hours], result: Result) -> str:
    if not hours:
        return _hours(around_the_clock=result.around_the_clock)
    said = "; ".join(offer_words.hours_words(hours))
    is_open = _is_open(hours, result)
    now = "" if is_open is None else _("Open now") if is_open else _("Closed now")
    return ". ".join(part for part in (now, said) if part)


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
    if confirmed_on and (shared_day() - confirmed_on).days <= _FRESH_DAYS:
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


def _reasons(result: Result, terms: SearchTerms, *, is_open: bool | None) -> list[str]:
    """Why it stands where it stands, beyond what is asked of all."""
    found = []
    if result.distance_km is not None and result.distance_km <= NEAR_KM:
        found.append(_("In your town or near it"))
    elif result.covers_country and result.level is Level.ASKED and terms.where:
        found.append(_("Helps in the whole country"))
    if terms.language and result.spoken:
        found.append(_("Speaks your language"))
    if terms.whom and result.is_made_for:
        found.append(_("Made for you: %(whom)s") % {"whom": WHOM[terms.whom].words})
    if terms.open_now and is_open:
        found.append(_("Open now"))
    return found
