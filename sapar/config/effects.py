"""The wiring of what flows upward. One line an announcement; none at all says that nobody needs to react."""

from __future__ import annotations

from sapar.acquaintance import effects as acquaintance
from sapar.cases import effects as cases
from sapar.common.effects import wire
from sapar.config import kin
from sapar.directory import lines as directory
from sapar.intake import effects as intake
from sapar.intake import waiting_effects as waiting
from sapar.keeping import effects as keeping
from sapar.monitoring import effects as monitoring
from sapar.organisations import effects as organisations
from sapar.referrals import effects as referrals
from sapar.same import effects as same
from sapar.same.actions import merging
from sapar.watch import effects as watch

# Packages whose rows name people: they follow into a merge, and back.
_FOLLOWS = tuple(map(merging.moves, ("cases", "intake", "screening", "referrals", "keeping", "acquaintance")))


def wire_all() -> None:
    """Called once, when the applications are ready."""
    wire("organisation.changed", directory.of_organisation)
    wire("account.event", organisations.record_account_event)
    wire("consent.withdrawn", referrals.consent_ended)
    wire("consent.expired", referrals.consent_ended)
    wire("person.erasing", same.refuse_merged, keeping.refuse_held)
    wire(
        "person.merged",
        same.follow_people,
        *(follow for follow, _back in _FOLLOWS),
        acquaintance.person_merged,
    )
    wire("person.unmerged", same.go_back_people, *(back for _follow, back in _FOLLOWS))
    wire(
        "person.erased",
        cases.erase_stories,
        intake.erase_talks,
        waiting.stop_calls_of_erased,
        referrals.person_erased,
        acquaintance.person_erased,
        same.forget_alike,
        same.erase_merged,
        keeping.certify,
    )
    wire("person.amended", acquaintance.person_amended)
    wire("case.closed", referrals.case_closed, acquaintance.case_closed)
    wire("case.restricted", acquaintance.case_restricted)
    wire("member.left", cases.pass_on, intake.release_calls, watch.end_monitor)
    wire("contact.logged", waiting.promise_call)
    wire("listing.said", monitoring.reckon_again)
    wire("listings.loaded", monitoring.reckon_loaded)
    for course in ("offered", "accepted", "declined", "completed", "withdrawn", "expired"):
        wire(f"referral.{course}")
    kin.wire()
