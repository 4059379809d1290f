"""For coordinators: which services are given in which languages, whose entries grew old, which agreements end soon."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q

from sapar.common.clock import shared_day
from sapar.common.ready import ask
from sapar.directory.countries import COUNTRIES
from sapar.directory.models import Listing
from sapar.directory.taxonomy import Service
from sapar.directory.terms import LANGUAGES
from sapar.organisations.models import Agreement
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    from sapar.common.actor import Actor

STALE_DAYS = 365
SOON_DAYS = 60
_SHOWN = 30

_SPOKEN = """
select d.code, s.code, count(distinct d.listing_id)
from directory_line d join directory_listing l on l.id = d.listing_id and l.status = 'listed', unnest(d.languages) s(code)
where d.code <> '' and (%(country)s::text = '' or d.country = %(country)s::text)
group by 1, 2
"""


def services_by_language(country: str) -> list[tuple[str, str, list[int]]]:
    """(code, words, how many organisations in each language of `LANGUAGES`), every service of the catalogue."""
    counted = {(service, language): count for service, language, count in ask(_SPOKEN, {"country": country})}
    return [
        (code, str(words), [counted.get((code, language), 0) for language in LANGUAGES])
        for code, words in Service.choices
    ]


def countries() -> list[tuple[str, str]]:
    return [(code, country_name(code)) for code in COUNTRIES]


def stale(country: str) -> list[Listing]:
    """Entries that nobody has confirmed for a year, the oldest first."""
    before = shared_day() - dt.timedelta(days=STALE_DAYS)
    found = Listing.objects.filter(status=Listing.Status.LISTED).select_related("org")
    found = found.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=before))
    if country:
        found = found.filter(org__country=country)
    return list(found.order_by(F("confirmed_on").asc(nulls_first=True), "described_in", "org__slug")[:_SHOWN])


def agreements_ending(actor: Actor) -> list[Agreement]:
    """Agreements of the actor's organisation that end within two months, the next first."""
    today = shared_day()
    found = Agreement.objects.filter(
        Q(org_id=actor.org_id) | Q(partner_id=actor.org_id), ended_at__isnull=True
    )
    found = found.filter(in_force_to__range=(today, today + dt.timedelta(days=SOON_DAYS)))
    return list(found.select_related("org", "partner").order_by("in_force_to"))
