"""What the tests of monitoring do again and again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import time_machine
from django.utils import timezone

from sapar.directory.models import Listing
from sapar.monitoring import actions
from sapar.organisations.actor import SystemActor
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.monitoring.models import Concern
    from sapar.organisations.actor import StaffActor

CLOCK = SystemActor("monitoring.reckon_all")


def after(days: int) -> time_machine.travel:
    """So many days from now."""
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


def seen(**findings: str) -> actions.Seen:
    """A visit of today: parameter to verdict. What differs says so."""
    said = {
        name: (verdict, "It was so." if verdict == "differs" else "") for name, verdict in findings.items()
    }
    return actions.Seen("visit", timezone.localdate(), said)


def status(listing: Listing) -> tuple[str, str]:
    """The status and the rule that stand on an entry now."""
    row = Listing.objects.get(pk=listing.pk)
    return row.trust, row.trust_rule


def raised(raiser: StaffActor, listing: Listing, fault: str = "asks-money") -> Concern:
    """One monitor asks for a warning that rests on a visit of today."""
    with acting(raiser):
        visit = actions.write_visit(raiser, listing.org, seen(price="differs"))
        return actions.raise_concern(raiser, listing.org, fault, "They ask 500 for a form.", [visit.pk])


def asked(raiser: StaffActor, seconder: StaffActor, listing: Listing, fault: str = "asks-money") -> Concern:
    """Two monitors ask an organisation what it says."""
    row = raised(raiser, listing, fault)
    with acting(seconder):
        return actions.second(seconder, row)
