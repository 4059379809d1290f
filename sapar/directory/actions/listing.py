"""The entry of an organisation: added, changed, confirmed by the organisation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.clock import shared_day
from sapar.common.effects import announce
from sapar.common.errors import Denied, Invalid, Stale
from sapar.directory import lines, policy
from sapar.directory.actions.offers import set_codes
from sapar.directory.actions.rows import door
from sapar.directory.models import Listing
from sapar.directory.naming import search_names
from sapar.directory.places import clock_of
from sapar.directory.staff_codes import Basis
from sapar.organisations import actions as organisations

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation

ADDED = audit.name("listing.added", _("Directory entry added"))
CHANGED = audit.name("listing.changed", _("Directory entry changed"))
CONFIRMED = audit.name("listing.confirmed", _("Directory entry confirmed"))

# What changes by itself with what is written.
_FOLLOWING = ("confirmed_on", "changed_at", "basis", "agreed_on", "place_is_assumed", "version")


def add_listing(actor: Actor, organisation: Organisation, *, services: list[str], **facts: Any) -> Listing:
    """Put an organisation into the directory. `facts` are fields of `Listing`; its own organisation's word counts as
    confirmed today, the steward says the year of the description. Raises `Invalid`."""
    policy.require_change(actor, organisation)
    listing = Listing(org=organisation, version=1, search_names=search_names(organisation.name))
    _take(actor, listing, facts)
    with door(actor, organisation), transaction.atomic():
        listing.save(force_insert=True)
        set_codes(listing, services)
        lines.write([listing.pk])
    audit.record(
        actor, ADDED, subject_kind="listing", subject_id=listing.pk, details={"services": sorted(services)}
    )
    announce(actor, "listing.said", org_id=organisation.pk)
    return listing


def enlist(actor: Actor, organisation: dict[str, Any], *, services: list[str], **facts: Any) -> Listing:
    """List an organisation that nobody has listed: the organisation itself and its entry, both or neither. Its hours go by
    the clock of its town."""
    zone = clock_of(organisation["country"], facts.get("place_id"))
    with transaction.atomic():
        made = organisations.enlist(actor, **{"time_zone": zone, **organisation})
        return add_listing(actor, made, services=services, **facts)


def change_listing(
    actor: Actor, listing: Listing, version: int, *, services: list[str], **facts: Any
) -> Listing:
    """Change an entry whole. Raises `Stale` when somebody else did since `version`, `Invalid`."""
    policy.require_change(actor, listing.org)
    changed = sorted(name for name, value in facts.items() if getattr(listing, name) != value)
    _take(actor, listing, facts)
    listing.version = version + 1
    with door(actor, listing.org), transaction.atomic():
        values = {name: getattr(listing, name) for name in (*facts, *_FOLLOWING)}
        if not Listing.objects.filter(pk=listing.pk, version=version).update(**values):
            raise Stale
        set_codes(listing, services)
        lines.write([listing.pk])
    details = {"fields": changed, "services": sorted(services)}
    audit.record(actor, CHANGED, subject_kind="listing", subject_id=listing.pk, details=details)
    announce(actor, "listing.said", org_id=listing.org_id)
    return listing


def confirm_listing(actor: Actor, listing: Listing) -> None:
    """The organisation says that its entry is true today."""
    policy.require_change(actor, listing.org)
    with door(actor, listing.org):
        Listing.objects.filter(pk=listing.pk).update(
            confirmed_on=shared_day(), changed_at=timezone.now(), version=listing.version + 1
        )
    audit.record(actor, CONFIRMED, subject_kind="listing", subject_id=listing.pk)
    announce(actor, "listing.said", org_id=listing.org_id)


def take_own_word(actor: Actor, listing: Listing, **facts: Any) -> None:
    """The organisation said, without an account, that its entry is true, but for `facts`: by its word it may be shown.

    System only: who calls has made sure whose word it is, and names it in the audit. Raises `Stale`, `Invalid`.
    """
    if actor.kind != "system":
        raise Denied("listing.write", subject_kind="organisation", subject_id=listing.org_id)
    version = listing.version
    today = shared_day()
    said = facts | {"confirmed_on": today, "basis": Basis.OWN, "agreed_on": listing.agreed_on or today}
    _take(actor, listing, said)
    listing.version = version + 1
    with door(actor, listing.org), transaction.atomic():
        values = {name: getattr(listing, name) for name in (*facts, *_FOLLOWING)}
        if not Listing.objects.filter(pk=listing.pk, version=version).update(**values):
            raise Stale
    announce(actor, "listing.said", org_id=listing.org_id)


def _take(actor: Actor, listing: Listing, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(listing, name, value)
    if listing.place_is_secret:
        listing.place_id = None
    if "place_id" in facts:
        listing.place_is_assumed = False
    listing.changed_at = timezone.now()
    if listing.org_id == actor.org_id:
        listing.confirmed_on = shared_day()
        listing.basis, listing.agreed_on = Basis.OWN, listing.agreed_on or shared_day()
    try:
        listing.clean_fields(exclude=["org", "place"])
        listing.validate_constraints()
    except ValidationError as refused:
        raise Invalid({name: str(errors[0]) for name, errors in refused.message_dict.items()}) from None
