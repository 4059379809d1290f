"""Reads of services, places, representatives and legal states: each a fixed number of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.directory import policy
from sapar.directory.models import LegalState, Offer, OfferAt, Representative, Site, Telephone
from sapar.directory.offer_codes import Declared, OfferState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.common.actor import Actor
    from sapar.directory.models import Listing

SHOWN = (OfferState.ACTIVE, OfferState.PAUSED)
# A person may be punished for turning to one of these, or turn to nobody.
WARNED_OF = (Declared.LIQUIDATED, Declared.UNDESIRABLE, Declared.FOREIGN_AGENT)


def _telephones() -> Prefetch[str]:
    return Prefetch("telephones", Telephone.objects.order_by("position", "pk").prefetch_related("spoken"))


def offers(listing: Listing, *, shown_only: bool = True) -> list[Offer]:
    """The services of an entry with everything that hangs on them."""
    found = Offer.objects.filter(listing=listing).order_by("pk")
    if shown_only:
        found = found.filter(status__in=SHOWN)
    return list(
        found.prefetch_related(
            "hours", "spoken", "areas__place", "costs", "papers_needed", "capacities", _telephones(),
            Prefetch("at", OfferAt.objects.select_related("site__place").order_by("pk")),
        )
    )  # fmt: skip


def sites(actor: Actor, listing: Listing) -> list[Site]:
    """Its places; a point of access that nobody wished to be listed only for who keeps the entry."""
    found = Site.objects.filter(listing=listing).select_related("place").order_by("pk")
    if not policy.may_change(actor, listing):
        found = found.filter(~Q(kind="access-point") | Q(wished_on__isnull=False))
    return list(found.prefetch_related("hours", "spoken", _telephones()))


def representatives(actor: Actor, listing: Listing) -> list[Representative]:
    """Who wished to be named; for who keeps the entry, the others too."""
    found = (
        Representative.objects.filter(listing=listing).select_related("site__place").order_by("region", "pk")
    )
    return list(found if policy.may_change(actor, listing) else found.filter(wished_on__isnull=False))


def legal_states(org_id: uuid.UUID) -> list[LegalState]:
    """What holds now: the newest of each country."""
    newest: dict[str, LegalState] = {}
    for row in LegalState.objects.filter(org_id=org_id).order_by("-since", "-written_at"):
        newest.setdefault(row.country, row)
    return list(newest.values())


def warnings(org_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[LegalState]]:
    """What must be said of these organisations before anybody is sent to them."""
    newest: dict[tuple[uuid.UUID, str], LegalState] = {}
    for row in _states(list(org_ids)):
        newest.setdefault((row.org_id, row.country), row)
    found: dict[uuid.UUID, list[LegalState]] = {}
    for row in newest.values():
        if row.state in WARNED_OF:
            found.setdefault(row.org_id, []).append(row)
    return found


@ready
def _states(org_ids: list[uuid.UUID]) -> QuerySet[LegalState]:
    return LegalState.objects.filter(org_id__among=org_ids).order_by("-since", "-written_at")


def _one(rows: QuerySet[Offer] | QuerySet[Site] | QuerySet[Representative], listing: Listing, key: uuid.UUID):  # type: ignore[no-untyped-def] # one of three, which its callers know
    found = rows.filter(listing=listing, pk=key).select_related("org").first()
    if found is None:
        raise NotVisible
    return found


def offer(listing: Listing, key: uuid.UUID) -> Offer:
    """Raises `NotVisible`."""
    found: Offer = _one(Offer.objects.all(), listing, key)
    return found


def site(listing: Listing, key: uuid.UUID) -> Site:
    """Raises `NotVisible`."""
    found: Site = _one(Site.objects.all(), listing, key)
    return found


def representative(listing: Listing, key: uuid.UUID) -> Representative:
    """Raises `NotVisible`."""
    found: Representative = _one(Representative.objects.all(), listing, key)
    return found
