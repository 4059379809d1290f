"""What stands in a service's facts, in the reader's words: hours, languages, prices, for whom, on which papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sapar.directory import opening
from sapar.directory.offer_codes import (
    Access,
    Declared,
    Fee,
    Group,
    HowSpoken,
    OfferState,
    PhoneKind,
    Sex,
    SiteKind,
    Standing,
    Unit,
    Way,
)
from sapar.directory.particulars import fee_words
from sapar.organisations.lists import language_names
from sapar.ui.countries import country_name
from sapar.ui.dates import babel_locale, written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sapar.directory.models import Hours, LegalState, Listing, Offer, Representative, Site, Spoken

_ALL_DAYS = list(range(7))


@dataclass(frozen=True)
class OfferCard:
    """One service: what stands in front (`state`), facts as (label, meaning), where, telephones as (number, words)."""

    offer: Offer
    name: str
    about: str
    state: str
    facts: list[tuple[str, str]]
    sites: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class SiteCard:
    """One place; `way` and `map_url` are empty for a secret one."""

    site: Site
    name: str
    kind: str
    where: str
    facts: list[tuple[str, str]]
    map_url: str = ""
    phones: list[tuple[str, str]] = field(default_factory=list)


def weekday_names(width: str = "wide") -> list[tuple[int, str]]:
    """Monday first; `width` is "wide" or "abbreviated"."""
    names: Any = babel_locale().days["stand-alone"][width]
    return [(number, names[number]) for number in _ALL_DAYS]


def of_offer(offer: Offer, listing: Listing) -> OfferCard:
    facts = [
        (_("Price"), _price(offer, listing)),
        (_("Hours"), "; ".join(hours_words(offer.hours.all()))),
        (_("Languages"), ", ".join(spoken_words(offer.spoken.all()))),
        (_("For whom"), ", ".join(for_whom(offer))),
        (_("Papers"), _papers(offer)),
        (_("How"), ", ".join(_ways(offer))),
        (_("For people in these places"), ", ".join(_areas(offer))),
        (_("What to do"), offer.shown_way_in),
        (_("Free now"), "; ".join(_capacities(offer))),
    ]
    return OfferCard(
        offer=offer,
        name=offer.shown_name,
        about=offer.shown_about,
        state=_state(offer),
        facts=[(label, meaning) for label, meaning in facts if meaning],
        sites=[_site_name(at.site) for at in offer.at.all() if not at.site.is_secret],
        phones=phones_of(offer.telephones.all()),
    )


def of_site(site: Site) -> SiteCard:
    kind = str(SiteKind(site.kind).label)
    if site.is_secret:
        return SiteCard(site, kind, kind, _("The place is kept secret"), [])
    facts = [
        (_("Hours"), "; ".join(hours_words(site.hours.all()))),
        (_("Languages"), ", ".join(spoken_words(site.spoken.all()))),
        (_("How to get there"), site.way),
        (_("Easy to use"), ", ".join(str(Access(code).label) for code in site.access)),
        (_("About the place"), site.about),
    ]
    return SiteCard(
        site=site,
        name=site.name or kind,
        kind=kind,
        where=", ".join(
            part
            for part in (site.address, site.address_more, site.shown_town, country_name(site.country))
            if part
        ),
        facts=[(label, meaning) for label, meaning in facts if meaning],
        map_url=_map(site),
        phones=phones_of(site.telephones.all()),
    )


def _map(site: Site) -> str:
    if site.latitude is None or site.longitude is None:
        return ""
    at = f"{site.latitude:.5f}/{site.longitude:.5f}"
    return f"https://www.openstreetmap.org/#map=17/{at}"


def _site_name(site: Site) -> str:
    return site.name or ", ".join(part for part in (site.address, site.shown_town) if part)


def _state(offer: Offer) -> str:
    if offer.status == OfferState.ACTIVE:
        return ""
    if offer.status == OfferState.PAUSED and offer.paused_until:
        return _("Closed until %(day)s") % {"day": _day(offer.paused_until)}
    return str(OfferState(offer.status).label)


def _price(offer: Offer, listing: Listing) -> str:
    said = fee_words(str(Fee(offer.fee or listing.fee).label), offer.fee_note)
    parts = [said] if offer.fee or offer.fee_note else []
    if offer.free_proof:
        parts.append(_("That it is free is shown by: %(proof)s") % {"proof": offer.free_proof})
    for cost in offer.costs.all():
        amount = (
            f"{number_format(cost.amount, force_grouping=True)} {cost.currency}"
            if cost.amount is not None
            else ""
        )
        parts.append(" ".join(part for part in (cost.option, amount, cost.note) if part))
    return "; ".join(parts)


def hours_words(rows: Iterable[Hours]) -> list[str]:
    """«Mon–Fri 09:00–18:00», closed days, and what cannot be reckoned as it was written."""
    found = []
    for row in rows:
        days = _days(row.weekdays)
        if row.is_closed:
            found.append(" ".join(part for part in (_("Closed"), _between(row), row.note) if part))
        elif row.opens is not None and row.closes is not None:
            whole = row.opens == row.closes
            span = _("day and night") if whole else opening.write_span(row.opens, row.closes)
            found.append(" ".join(part for part in (days, span, _between(row), row.note) if part))
        elif row.note:
            found.append(row.note)
    return found


def _between(row: Hours) -> str:
    if row.valid_from and row.valid_to:
        return f"{_day(row.valid_from)} – {_day(row.valid_to)}"
    if row.valid_from:
        return _("from %(day)s") % {"day": _day(row.valid_from)}
    return _("until %(day)s") % {"day": _day(row.valid_to)} if row.valid_to else ""


def _days(weekdays: list[int]) -> str:
    """A run of days as «Mon–Fri», others one by one; nothing for the whole week."""
    days = sorted(set(weekdays))
    if not days or days == _ALL_DAYS:
        return ""
    names = dict(weekday_names("abbreviated"))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):  # two days are no run
        return f"{names[days[0]]}–{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def spoken_words(rows: Iterable[Spoken]) -> list[str]:
    """«Кыргызча (through an interpreter, Tue)»."""
    found = []
    for row in rows:
        how = str(HowSpoken(row.how).label) if row.how != HowSpoken.STAFF else ""
        more = ", ".join(part for part in (how, _days(row.weekdays), row.note) if part)
        name = language_names([row.code])
        found.append(f"{name} ({more})" if more else name)
    return found


def for_whom(offer: Offer) -> list[str]:
    found = [str(Sex(offer.sex).label)] if offer.sex else []
    if offer.minimum_age is not None and offer.maximum_age is not None:
        found.append(
            _("from %(low)s to %(high)s years old") % {"low": offer.minimum_age, "high": offer.maximum_age}
        )
    elif offer.minimum_age is not None:
        found.append(_("from %(low)s years old") % {"low": offer.minimum_age})
    elif offer.maximum_age is not None:
        found.append(_("up to %(high)s years old") % {"high": offer.maximum_age})
    found += [str(Group(code).label) for code in offer.groups]
    found += [str(Standing(code).label) for code in offer.standings]
    if offer.citizenships:
        lands = ", ".join(country_name(code) for code in offer.citizenships)
        found.append(_("citizens of: %(countries)s") % {"countries": lands})
    return found


def _papers(offer: Offer) -> str:
    if offer.papers == "none":
        return _("No papers are needed")
    return ", ".join(paper.name for paper in offer.papers_needed.all())


def _ways(offer: Offer) -> list[str]:
    found = [str(Way(code).label) for code in offer.ways]
    return [*found, _("only by appointment")] if offer.by_appointment else found


def _areas(offer: Offer) -> list[str]:
    found = []
    for area in offer.areas.all():
        town = area.place.shown_name if area.place else ""
        if town and area.radius_km:
            town = _("%(town)s and %(km)s km around it") % {"town": town, "km": area.radius_km}
        found.append(area.name or town or country_name(area.country))
    return [words for words in found if words]


def _capacities(offer: Offer) -> list[str]:
    found = []
    for row in offer.capacities.all():
        unit = str(Unit(row.unit).label)
        count = f"{row.free} / {row.in_all}" if row.in_all is not None else str(row.free)
        found.append(f"{unit}: {count} ({_day(row.counted_at.date())})")
    return found


def phones_of(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """(number, what it is: kind, extension, languages, note)."""
    found = []
    for row in rows:
        kind = str(PhoneKind(row.kind).label) if row.kind != PhoneKind.VOICE else ""
        extension = _("extension %(number)s") % {"number": row.extension} if row.extension else ""
        spoken = ", ".join(spoken_words(row.spoken.all()))
        found.append((row.number, ", ".join(part for part in (kind, extension, spoken, row.note) if part)))
    return found


def representative_lines(row: Representative) -> tuple[str, str]:
    """Who, and for what they can be asked."""
    who = ", ".join(part for part in (row.name, row.post, row.unit) if part)
    where = _site_name(row.site) if row.site and not row.site.is_secret else ""
    return who, "; ".join(part for part in (row.region, where, row.hours) if part)


def legal_words(row: LegalState) -> str:
    """«Declared a “foreign agent” by the law of Russia since 1 March 2020. Source: …»."""
    return _("%(state)s by the law of %(country)s since %(day)s. Source: %(source)s, read on %(read)s.") % {
        "state": Declared(row.state).label,
        "country": country_name(row.country),
        "day": _day(row.since),
        "source": row.source,
        "read": _day(row.seen_on),
    }


def _day(day: dt.date) -> str:
    return written(day)
