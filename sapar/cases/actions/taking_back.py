"""A case opened by mistake, or by an import that is undone: taken out while nobody has worked on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.audit.models import Event
from sapar.cases import policy
from sapar.cases.actions.held import hold
from sapar.cases.models import OtherParty, Paper
from sapar.common.errors import Denied, IllegalMove
from sapar.organisations.guard import require
from sapar.vault import blind, erasure

if TYPE_CHECKING:
    import datetime as dt

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

audit.name("case.taken-back", _("Case taken back"))

# What opening a case writes about it; anything else is work.
_OPENING = (
    "case.opened", "case.restricted", "participant.added", "person.recorded", "phone.added", "problem.added",
)  # fmt: skip


def take_back(actor: StaffActor, case: Case, *, since: dt.datetime | None = None) -> None:
    """Delete a case with its problems, tasks, notes, papers, files and history; its key is destroyed, its number stays used.

    For whoever opened it, and for who assigns cases. Raises `IllegalMove` once somebody has worked on it: without `since`
    that is anything beyond the opening itself, with it anything later than that moment (when an import was done).

    Not deleted: the people, even those recorded for this case alone (they are `people`'s to erase), and what upper layers
    tie to a case. A contact or referral that points here stops the verb: untie it first.
    """
    require(actor, "case.open", case)
    held = hold(actor, case)
    policy.require_named(actor, held, "case.open")
    if held.opened_by_id != actor.member_id and not actor.may("case.assign"):
        raise Denied("case.assign", subject_kind="case", subject_id=held.pk)
    if _is_worked_on(actor, held, since) or _is_leaned_on(held):
        raise IllegalMove(held.state, "take_back")
    details = {"number": held.number}
    audit.record(
        actor, "case.taken-back", subject_kind="case", subject_id=held.pk, about=held.pk, details=details
    )
    for model in (Paper, OtherParty):
        for child in model._default_manager.filter(org_id=actor.org_id, case=held):
            blind.forget(child.pk)
    erasure.erase(actor, [held.data_key], "mistake")
    with connection.cursor() as cursor:
        # Notes and history are append-only for the web role: the database's own function takes them out.
        cursor.execute("select cases_take_back(%s)", [held.pk])


def _is_worked_on(actor: StaffActor, case: Case, since: dt.datetime | None) -> bool:
    """Every verb leaves an event about the case, so the events know."""
    events = Event.objects.filter(org_id=actor.org_id, about=case.pk)
    return (events.filter(at__gt=since) if since else events.exclude(verb__in=_OPENING)).exists()


def _is_leaned_on(case: Case) -> bool:
    """Whether a contact, a referral or something else of an upper layer would be left without its case."""
    try:
        Collector("default").collect([case])
    except (ProtectedError, RestrictedError):
        return True
    return False
