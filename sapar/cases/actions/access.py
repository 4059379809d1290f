"""A case only for named members of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import policy, queries
from sapar.cases.actions.held import hold
from sapar.cases.models import CaseAccess
from sapar.common import effects
from sapar.common.errors import IllegalMove, Invalid
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

audit.name("case.restricted", _("Case restricted to named staff"))
audit.name("case.unrestricted", _("Restriction lifted"))


def restrict(actor: StaffActor, case: Case, members: Iterable[Membership]) -> Case:
    """Only these and the actor see the case from now on. An owner who is not named hands it over to the actor."""
    require(actor, "case.restrict", case)
    held = hold(actor, case)
    policy.require_named(actor, held, "case.restrict")
    wanted = {member.pk for member in members}
    known = set(queries.colleagues(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if known != wanted:
        raise Invalid({"members": __("Please choose from the list.")})
    name_members(actor, held, [actor.member_id, *sorted(known)])
    return held


def name_members(actor: StaffActor, case: Case, member_ids: list[uuid.UUID]) -> None:
    """Write the list anew for a case that is held. The names come first: the database hides the case from all others."""
    named = list(dict.fromkeys(member_ids))
    kept = CaseAccess.objects.filter(org_id=actor.org_id, case=case)
    CaseAccess.objects.bulk_create(
        [CaseAccess(org_id=actor.org_id, case=case, member_id=one) for one in named], ignore_conflicts=True
    )
    # Whoever sees the case through broken glass, or once did, is named from now on like the others.
    kept.filter(member_id__in=named, until__isnull=False).update(until=None)
    kept.exclude(member_id__in=named).delete()
    if case.owner_id not in named:
        case.owner_id = actor.member_id
    case.restricted = True
    case.version += 1
    case.save(update_fields=["restricted", "owner", "version"])
    audit.record(
        actor,
        "case.restricted",
        subject_kind="case",
        subject_id=case.pk,
        about=case.pk,
        details={"members": named},
    )
    effects.announce(actor, "case.restricted", case_id=case.pk)


def lift(actor: StaffActor, case: Case) -> Case:
    """Everybody in the organisation who may read cases sees it again."""
    require(actor, "case.restrict", case)
    held = hold(actor, case)
    policy.require_named(actor, held, "case.restrict")
    if not held.restricted:
        raise IllegalMove("unrestricted", "lift")
    held.restricted = False
    held.version += 1
    held.save(update_fields=["restricted", "version"])
    CaseAccess.objects.filter(org_id=actor.org_id, case=held).delete()
    audit.record(actor, "case.unrestricted", subject_kind="case", subject_id=held.pk, about=held.pk)
    return held
