"""Reads. Everybody may read the directory; only what is hidden is kept for its own organisation."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.directory import search as searching
from sapar.directory.models import Listing, Place
from sapar.organisations.models import Agreement, Organisation

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.common.actor import Actor
    from sapar.directory.terms import SearchTerms

_TOWNS_TO_CHOOSE = 40


def visible_to(actor: Actor) -> QuerySet[Listing]:
    """The listings an actor may read."""
    listings = Listing.objects.select_related("org", "place")
    return listings.filter(~Q(status=Listing.Status.HIDDEN) | Q(org_id=actor.org_id))


def listing_by_slug(actor: Actor, slug: str) -> Listing:
    """One organisation's entry. Raises `NotVisible`."""
    found = visible_to(actor).filter(org__slug=slug).prefetch_related("offers").first()
    if found is None:
        raise NotVisible
    return found


def own_listing(actor: Actor) -> Listing | None:
    """The entry of the actor's own organisation, None when it has none yet."""
    return visible_to(actor).filter(org_id=actor.org_id).prefetch_related("offers").first()


def search(
    terms: SearchTerms, *, page: int = 1, spot: searching.Spot | None = None, but: uuid.UUID | None = None
) -> searching.Found:
    """Who helps, the best first; see `directory.search` for the order. Never touches anything of a person."""
    return searching.run(terms, page=page, spot=spot, but=but)


def names_of(slugs: list[str]) -> dict[str, str]:
    """Organisations' names in the reader's language, by slug."""
    listings = Listing.objects.filter(org__slug__in=slugs).select_related("org")
    return {listing.org.slug: listing.shown_name for listing in listings}


def organisation_id(slug: str) -> uuid.UUID | None:
    return Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()


def place(terms: SearchTerms) -> Place | None:
    return Place.objects.filter(pk=terms.place_id).first() if terms.place_id else None


def listed_places(also: int | None = None) -> list[Place]:
    """The largest towns where somebody is listed, and one more; the box takes every other."""
    used = Listing.objects.filter(place__isnull=False).exclude(status=Listing.Status.HIDDEN).values("place")
    largest = Place.objects.filter(pk__in=used).order_by("-population")[:_TOWNS_TO_CHOOSE]
    found = {one.pk: one for one in largest}
    if also and also not in found:
        found |= {one.pk: one for one in Place.objects.filter(pk=also)}
    return list(found.values())


def spot_at(latitude: float, longitude: float) -> searching.Spot:
    """A phone's position, rounded once more, in the country of the nearest town. It is kept nowhere."""
    north, east = round(latitude, 1), round(longitude, 1)
    away = (F("latitude") - north) * (F("latitude") - north) + (F("longitude") - east) * (
        F("longitude") - east
    ) * (cos(radians(north)) ** 2)
    country = Place.objects.order_by(away).values_list("country", flat=True).first()
    return searching.Spot(north, east, country or "")


def agreements_in_force(actor: Actor) -> dict[uuid.UUID, Agreement]:
    """Agreements of the actor's organisation that hold today, by the other side's id; the newest of several."""
    found = _agreed(actor.org_id, timezone.localdate())
    return {row.partner_id if row.org_id == actor.org_id else row.org_id: row for row in found}


@ready
def _agreed(org_id: uuid.UUID | None, today: dt.date) -> QuerySet[Agreement]:
    return (
        Agreement.objects.filter(Q(org_id=org_id) | Q(partner_id=org_id), ended_at__isnull=True)
        .filter(Q(in_force_from__isnull=True) | Q(in_force_from__lte=today))
        .filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=today))
        .order_by("written_at")
    )
