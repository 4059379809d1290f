"""Services: written whole, with what hangs on them; taken away; how many beds are free now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.directory import opening
from sapar.directory.actions.rows import Row, checked, door, listing_to_change, replace, save, touch
from sapar.directory.models import (
    Area,
    Capacity,
    Cost,
    Hours,
    Offer,
    OfferAt,
    PaperNeeded,
    Representative,
    Site,
    Spoken,
    Telephone,
)
from sapar.directory.slots import slot_of
from sapar.directory.taxonomy import Service

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.directory.models import Listing
    from sapar.organisations.models import Organisation

WRITTEN = audit.name("offer.written", _("Service in the directory written"))
REMOVED = audit.name("offer.removed", _("Service taken out of the directory"))
COUNTED = audit.name("offer.counted", _("Free beds or places counted"))


@dataclass(frozen=True)
class OfferSaid:
    """A service whole: `facts` are fields of `Offer`, the lists what hangs on it, `sites` where it is given.

    A row of a list may carry the `id` of one that is there; one that is left out is taken away.
    """

    facts: Row
    hours: list[Row] = field(default_factory=list)
    spoken: list[Row] = field(default_factory=list)
    telephones: list[Row] = field(default_factory=list)
    areas: list[Row] = field(default_factory=list)
    costs: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    sites: list[uuid.UUID] = field(default_factory=list)


_LISTS = (
    ("hours", Hours),
    ("spoken", Spoken),
    ("telephones", Telephone),
    ("areas", Area),
    ("costs", Cost),
    ("papers", PaperNeeded),
)


def write_offer(
    actor: Actor, organisation: Organisation, said: OfferSaid, *, offer: Offer | None = None, version: int = 0
) -> Offer:
    """Put a service into the directory, or change it whole. Raises `Invalid`, `Stale`, `NotVisible`."""
    listing = listing_to_change(actor, organisation)
    row = offer or Offer(org=organisation, listing=listing)
    for name, value in said.facts.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    _check(row, said)
    with transaction.atomic(), door(actor, organisation):
        save(row, version if offer else None)
        for name, model in _LISTS:
            replace(model, {"offer": row}, organisation, getattr(said, name))
        _set_sites(row, said.sites)
        touch(listing)
    audit.record(
        actor, WRITTEN, subject_kind="offer", subject_id=row.pk, details={"services": sorted(row.codes)}
    )
    return row


def _check(row: Offer, said: OfferSaid) -> None:
    checked(row)
    if not row.shown_name:
        raise Invalid({"codes": str(_("Choose what it is, or write its name."))})
    if found := opening.clashes(slot_of(Hours(**_without_id(one))) for one in said.hours):
        raise Invalid({f"day_{found[0].weekday}": str(_("Two stretches of this day overlap."))})
    if said.papers and row.papers == "none":
        raise Invalid({"papers": str(_("You say that no papers are needed, and then name some."))})


def _without_id(values: Row) -> Row:
    return {name: value for name, value in values.items() if name != "id"}


def _set_sites(offer: Offer, chosen: list[uuid.UUID]) -> None:
    """A shelter is given at secret places only."""
    sites = list(Site.objects.filter(org_id=offer.org_id, pk__in=chosen))
    if offer.is_sheltered and not all(site.is_secret for site in sites):
        raise Invalid(
            {"sites": str(_("The place of a shelter is kept secret. Choose a secret place, or none."))}
        )
    OfferAt.objects.filter(offer=offer).exclude(site__in=sites).delete()
    OfferAt.objects.bulk_create(
        [OfferAt(org_id=offer.org_id, offer=offer, site=site) for site in sites], ignore_conflicts=True
    )


def remove_offer(actor: Actor, offer: Offer) -> None:
    """Take a service out of the directory for good; one that is only closed for a time is paused instead."""
    listing = listing_to_change(actor, offer.org)
    with transaction.atomic(), door(actor, offer.org):
        Representative.objects.filter(offer=offer).update(offer=None)
        Offer.objects.filter(pk=offer.pk).delete()
        touch(listing)
    audit.record(
        actor, REMOVED, subject_kind="offer", subject_id=offer.pk, details={"services": sorted(offer.codes)}
    )


def count_free(actor: Actor, offer: Offer, unit: str, free: int, in_all: int | None) -> Capacity:
    """So many are free at this minute. Raises `Invalid`."""
    listing = listing_to_change(actor, offer.org)
    with transaction.atomic(), door(actor, offer.org):
        row = Capacity.objects.filter(offer=offer, unit=unit).first()
        row = row or Capacity(org=offer.org, offer=offer, unit=unit)
        row.free, row.in_all, row.counted_at = free, in_all, timezone.now()
        checked(row)
        row.save()
        Offer.objects.filter(pk=offer.pk).update(changed_at=timezone.now())
        touch(listing)
    audit.record(
        actor, COUNTED, subject_kind="offer", subject_id=offer.pk, details={"unit": unit, "free": free}
    )
    return row


def set_codes(listing: Listing, services: list[str]) -> None:
    """Let exactly these terms be offered. A service that says more than its term is put to rest, not taken away."""
    wanted = list(dict.fromkeys(services))
    offers = list(Offer.objects.filter(listing=listing))
    for offer in offers:
        dropped = [code for code in offer.codes if code not in wanted]
        if dropped and offer.status == "active":
            _drop(offer, dropped)
        elif offer.status == "inactive" and offer.codes and set(offer.codes) <= set(wanted):
            Offer.objects.filter(pk=offer.pk).update(status="active", changed_at=timezone.now())
            offer.status = "active"
    there = {code for offer in offers if offer.status == "active" for code in offer.codes}
    Offer.objects.bulk_create(
        Offer(org_id=listing.org_id, listing=listing, codes=[code]) for code in wanted if code not in there
    )


def give_access(listing: Listing, site: Site) -> None:
    """A point of access is found by what makes it one: the service is listed, and given there."""
    having = Offer.objects.filter(listing=listing, codes__contains=[Service.ACCESS_POINT], status="active")
    offer = having.order_by("pk").first()
    if offer is None:
        offer = Offer.objects.create(org_id=listing.org_id, listing=listing, codes=[Service.ACCESS_POINT])
    OfferAt.objects.get_or_create(org_id=listing.org_id, offer=offer, site=site)


def _drop(offer: Offer, dropped: list[str]) -> None:
    left = [code for code in offer.codes if code not in dropped]
    if left:
        Offer.objects.filter(pk=offer.pk).update(codes=left, changed_at=timezone.now())
    elif offer.version == 0 and not offer.kept:
        offer.delete()
    else:
        Offer.objects.filter(pk=offer.pk).update(status="inactive", changed_at=timezone.now())
        offer.status = "inactive"
