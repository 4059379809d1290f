"""The organisations of the seed file, written as the steward would write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from sapar.common.tenancy import scope
from sapar.directory import lines
from sapar.directory.models import Listing, Offer, Place
from sapar.directory.naming import search_names
from sapar.organisations.models import Agreement, Organisation

_FILE = Path(__file__).with_name("organisations.yaml")
_UPDATED = (
    "names", "search_names", "place", "place_is_assumed", "phone", "website", "fee", "around_the_clock",
    "described_in", "particulars", "published_agreements", "status",
)  # fmt: skip

Entry = dict[str, Any]


def entries() -> list[Entry]:
    """The seed file as it stands."""
    found: list[Entry] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def load_organisations() -> int:
    """Bring the seed's organisations into the directory; return how many entries were new or renewed.

    Places must be loaded. An entry that a person has changed (`version` above 0) is left as it is.
    """
    seed = entries()
    with transaction.atomic(), scope(door="steward"):
        organisations = _organisations(seed)
        touched = Listing.objects.filter(org__in=organisations.values(), version__gt=0)
        changed_by_people = set(touched.values_list("org_id", flat=True))
        mine = [entry for entry in seed if organisations[entry["slug"]].pk not in changed_by_people]
        _listings(mine, organisations)
        _offers(mine, organisations)
        lines.write(Listing.objects.filter(org__in=organisations.values()).values_list("pk", flat=True))
    for entry in mine:
        _agreements(entry, organisations)
    return len(mine)


def _organisations(seed: list[Entry]) -> dict[str, Organisation]:
    zones = dict(Place.objects.filter(pk__in={e["place"] for e in seed}).values_list("pk", "time_zone"))
    wanted = [
        Organisation(
            slug=entry["slug"],
            name=entry["name"],
            kind=entry["kind"],
            circle=entry["circle"],
            country=entry["country"],
            languages=entry["languages"],
            time_zone=zones[entry["place"]],
        )
        for entry in seed
    ]
    Organisation.objects.bulk_create(wanted, ignore_conflicts=True)
    return {org.slug: org for org in Organisation.objects.filter(slug__in=[e["slug"] for e in seed])}


def _listings(seed: list[Entry], organisations: dict[str, Organisation]) -> None:
    Listing.objects.bulk_create(
        [_listing(entry, organisations[entry["slug"]]) for entry in seed],
        update_conflicts=True,
        unique_fields=["org"],
        update_fields=_UPDATED,
    )


def _listing(entry: Entry, org: Organisation) -> Listing:
    names = entry.get("names", {})
    return Listing(
        org=org,
        names=names,
        search_names=search_names(entry["name"], *names.values(), *entry.get("also", ())),
        place_id=entry["place"],
        place_is_assumed=entry.get("place_is_assumed", False),
        phone=entry.get("phone", ""),
        website=entry.get("website", ""),
        fee=entry["fee"],
        around_the_clock=entry.get("around_the_clock", False),
        described_in=entry["described_in"],
        particulars=entry.get("particulars", {}),
        published_agreements=entry.get("agreements", []),
        status=entry.get("status", Listing.Status.LISTED),
    )


def _offers(seed: list[Entry], organisations: dict[str, Organisation]) -> None:
    orgs = [organisations[entry["slug"]] for entry in seed]
    listings = {listing.org_id: listing for listing in Listing.objects.filter(org__in=orgs)}
    wanted = [
        Offer(org=org, listing=listings[org.pk], codes=[code])
        for entry, org in zip(seed, orgs, strict=True)
        for code in entry["services"]
    ]
    pairs = {(offer.org_id, *offer.codes) for offer in wanted}
    present = {
        pk: (org_id, *codes)
        for pk, org_id, codes in Offer.objects.filter(org__in=orgs).values_list("pk", "org_id", "codes")
    }
    Offer.objects.filter(pk__in=[pk for pk, pair in present.items() if pair not in pairs]).delete()
    missing = pairs - set(present.values())
    Offer.objects.bulk_create(offer for offer in wanted if (offer.org_id, *offer.codes) in missing)


def _agreements(entry: Entry, organisations: dict[str, Organisation]) -> None:
    """The agreements as staff of either side see them; the public page reads the listing's own copy."""
    org = organisations[entry["slug"]]
    for agreed in entry.get("agreements", []):
        with transaction.atomic(), scope(org=org.pk):
            Agreement.objects.get_or_create(
                org=org,
                partner=organisations[agreed["with"]],
                defaults={"scope": _scope_words(agreed), "signed_on": _day(agreed.get("signed", ""))},
            )


def _scope_words(agreed: Entry) -> str:
    from sapar.directory.particulars import SCOPES

    words = str(SCOPES[agreed["scope"]])
    signed = agreed.get("signed", "")
    return f"{words} ({signed})" if signed and _day(signed) is None else words


def _day(signed: str) -> dt.date | None:
    """The day, where the source gives more than a year."""
    return dt.date.fromisoformat(signed) if len(signed) > len("2019") else None
