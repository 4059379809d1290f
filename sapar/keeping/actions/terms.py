"""How long what is kept, and the head's yes to the first erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.keeping import due
from sapar.keeping.codes import BOUNDS, RecordKind
from sapar.keeping.models import Schedule, Term
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

audit.name("keeping.term-changed", _("How long something is kept was changed"))
audit.name("keeping.confirmed", _("Erasing by time confirmed"))
audit.name("keeping.stopped", _("Erasing by time stopped"))


def set_terms(actor: StaffActor, months: Mapping[str, int]) -> None:
    """Set how many months each kind is kept. One that became shorter asks for a new confirmation. Raises `Invalid`."""
    require(actor, "keeping.write")
    _check(months)
    before = due.months_of(actor.org_id)
    changed = {kind: wanted for kind, wanted in months.items() if wanted != before[kind]}
    for kind, wanted in changed.items():
        Term.objects.update_or_create(
            org_id=actor.org_id, kind=kind,
            defaults={"months": wanted, "changed_by_id": actor.member_id, "changed_at": timezone.now()},
        )  # fmt: skip
        audit.record(
            actor, "keeping.term-changed", subject_kind="organisation", subject_id=actor.org_id,
            details={"kind": kind, "months": wanted, "before": before[kind]},
        )  # fmt: skip
    if any(wanted < before[kind] for kind, wanted in changed.items()):
        stop(actor)


def _check(months: Mapping[str, int]) -> None:
    wrong = {}
    for kind, wanted in months.items():
        bounds = BOUNDS[RecordKind(kind)]
        if not bounds.least <= wanted <= bounds.most:
            wrong[kind] = __("From %(least)s to %(most)s months.") % {
                "least": bounds.least,
                "most": bounds.most,
            }
    if wrong:
        raise Invalid(wrong)


def confirm(actor: StaffActor) -> Schedule:
    """Let the night's job erase what is due, from now on."""
    require(actor, "keeping.write")
    said = {"confirmed_by_id": actor.member_id, "confirmed_at": timezone.now()}
    schedule, _is_new = Schedule.objects.update_or_create(org_id=actor.org_id, defaults=said)
    audit.record(actor, "keeping.confirmed", subject_kind="organisation", subject_id=actor.org_id)
    return schedule


def stop(actor: StaffActor) -> None:
    """Nothing goes by time until somebody confirms again. What is gone stays gone."""
    require(actor, "keeping.write")
    rows = Schedule.objects.filter(org_id=actor.org_id, confirmed_at__isnull=False)
    if rows.update(confirmed_by=None, confirmed_at=None):
        audit.record(actor, "keeping.stopped", subject_kind="organisation", subject_id=actor.org_id)
