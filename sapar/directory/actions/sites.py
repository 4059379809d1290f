"""Places of an organisation's own, and who stands for it in a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.directory import opening
from sapar.directory.actions.offers import give_access
from sapar.directory.actions.rows import Row, checked, door, listing_to_change, replace, save, touch
from sapar.directory.models import Hours, OfferAt, Representative, Site, Telephone
from sapar.directory.offer_codes import SiteKind
from sapar.directory.slots import slot_of
from sapar.directory.taxonomy import SHELTERED

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation

WRITTEN = audit.name("site.written", _("Place in the directory written"))
REMOVED = audit.name("site.removed", _("Place taken out of the directory"))
NAMED = audit.name("representative.written", _("Representative in the directory written"))
LEFT = audit.name("representative.removed", _("Representative taken out of the directory"))

# What is forgotten when a place is secret.
_OF_A_KNOWN_PLACE = (
    "name",
    "about",
    "address",
    "address_more",
    "town",
    "region",
    "postal_code",
    "way",
    "website",
)


def write_site(
    actor: Actor,
    organisation: Organisation,
    facts: Row,
    *,
    hours: list[Row],
    telephones: list[Row],
    site: Site | None = None,
    version: int = 0,
) -> Site:
    """Put a place into the directory, or change it whole. Of a secret one nothing is stored; a point of access is listed as a
    service too. Raises `Invalid`, `Stale`."""
    listing = listing_to_change(actor, organisation)
    row = site or Site(org=organisation, listing=listing)
    for name, value in facts.items():
        setattr(row, name, value)
    row.is_secret = row.is_secret or row.kind == SiteKind.SHELTER
    if row.is_secret:
        forget_place(row)
    _check(row, hours)
    with transaction.atomic(), door(actor, organisation):
        if site and not row.is_secret and _is_of_a_shelter(row):
            raise Invalid({"is_secret": str(_("A shelter is given here, so the place is kept secret."))})
        save(row, version if site else None)
        replace(Hours, {"site": row}, organisation, hours)
        replace(Telephone, {"site": row}, organisation, telephones)
        if row.kind == SiteKind.ACCESS_POINT and not row.is_secret:
            give_access(listing, row)
        touch(listing)
    audit.record(actor, WRITTEN, subject_kind="site", subject_id=row.pk, details={"kind": row.kind})
    return row


def forget_place(row: Site) -> None:
    """Take away everything that tells where it is."""
    for name in _OF_A_KNOWN_PLACE:
        setattr(row, name, "")
    row.place_id = row.latitude = row.longitude = None
    row.kept = {}


def _check(row: Site, hours: list[Row]) -> None:
    checked(row)
    if row.kind == SiteKind.ACCESS_POINT and row.wished_on is None:
        raise Invalid(
            {"wished_on": str(_("A place of access is listed only if who keeps it wishes so. Since when?"))}
        )
    slots = [slot_of(Hours(**{name: value for name, value in one.items() if name != "id"})) for one in hours]
    if found := opening.clashes(slots):
        raise Invalid({f"day_{found[0].weekday}": str(_("Two stretches of this day overlap."))})


def _is_of_a_shelter(site: Site) -> bool:
    return OfferAt.objects.filter(site=site, offer__codes__overlap=list(SHELTERED)).exists()


def remove_site(actor: Actor, site: Site) -> None:
    listing = listing_to_change(actor, site.org)
    with transaction.atomic(), door(actor, site.org):
        Site.objects.filter(pk=site.pk).delete()
        touch(listing)
    audit.record(actor, REMOVED, subject_kind="site", subject_id=site.pk)


def write_representative(
    actor: Actor,
    organisation: Organisation,
    facts: Row,
    *,
    representative: Representative | None = None,
    version: int = 0,
) -> Representative:
    """Name who stands for an organisation; nobody else sees it before `wished_on`. Raises `Invalid`, `Stale`."""
    listing = listing_to_change(actor, organisation)
    row = representative or Representative(org=organisation, listing=listing)
    for name, value in facts.items():
        setattr(row, name, value)
    checked(row)
    with transaction.atomic(), door(actor, organisation):
        save(row, version if representative else None)
        touch(listing)
    audit.record(actor, NAMED, subject_kind="representative", subject_id=row.pk)
    return row


def remove_representative(actor: Actor, representative: Representative) -> None:
    listing = listing_to_change(actor, representative.org)
    with transaction.atomic(), door(actor, representative.org):
        Representative.objects.filter(pk=representative.pk).delete()
        touch(listing)
    audit.record(actor, LEFT, subject_kind="representative", subject_id=representative.pk)
