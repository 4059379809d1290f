"""What the law of a country makes of an organisation: written down with day and source, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.effects import announce
from sapar.directory import policy
from sapar.directory.actions.rows import Row, checked, door, touch
from sapar.directory.models import LegalState, Listing

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation

DECLARED = audit.name("legal_state.written", _("Legal state of an organisation written down"))


def declare(actor: Actor, organisation: Organisation, facts: Row) -> LegalState:
    """`facts`: country, state, since, source, source_url, seen_on. Raises `Invalid`."""
    policy.require_declare(actor, organisation)
    row = LegalState(org=organisation, **facts)
    checked(row)
    with transaction.atomic(), door(actor, organisation):
        row.save(force_insert=True)
        for listing in Listing.objects.filter(org=organisation):
            touch(listing)
    details = {"state": row.state, "country": row.country}
    audit.record(actor, DECLARED, subject_kind="organisation", subject_id=organisation.pk, details=details)
    announce(actor, "listing.said", org_id=organisation.pk)
    return row
