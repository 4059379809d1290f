"""Help that somebody wants after trafficking, kind by kind to its end; whatever their citizenship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_open
from sapar.cases.actions.words import needed_words
from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.screening import queries
from sapar.screening.codes import SupportKind
from sapar.screening.flow import SUPPORT
from sapar.screening.models import Support

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("support.wanted", _("Kind of help wanted"))
audit.name("support.moved", _("Kind of help: its state changed"))

# Where help ends without being given, somebody says why.
SAYS_WHY = frozenset({"decline", "lack"})


def want_support(actor: StaffActor, case: Case, person: Person, kinds: Iterable[str]) -> list[Support]:
    """What the person wants, each kind once. What stands there already is left as it is. Raises `Invalid`."""
    require(actor, "screening.do", case)
    held = hold_open(actor, case, "want_support")
    queries.person_of(actor, held, person.pk)
    wanted = list(dict.fromkeys(kinds))
    if not wanted or not set(wanted) <= set(SupportKind.values):
        raise Invalid({"kinds": __("Please choose from the list.")})
    there = set(
        Support.objects.filter(org_id=actor.org_id, case=held, person=person).values_list("kind", flat=True)
    )
    made = []
    for kind in (one for one in wanted if one not in there):
        row = Support(org_id=actor.org_id, case=held, person=person, kind=kind, data_key=person.data_key)
        row.save()
        _tell(actor, "support.wanted", row)
        made.append(row)
    return made


def move_support(actor: StaffActor, row: Support, verb: str, words: str = "") -> Support:
    """Raises `IllegalMove`, and `Invalid` where it ends without being given and nobody says why."""
    require(actor, "screening.do", row)
    hold_open(actor, row.case, verb)
    held = (
        Support.objects.select_for_update(of=("self",))
        .select_related("data_key")
        .filter(org_id=actor.org_id, pk=row.pk)
        .first()
    )
    if held is None:
        raise NotVisible
    held.state = SUPPORT.move(held.state, verb)
    held.words = needed_words(words, "words") if verb in SAYS_WHY else None
    held.changed_at = timezone.now()
    held.save()
    _tell(actor, "support.moved", held)
    return held


def _tell(actor: StaffActor, verb: str, row: Support) -> None:
    details = {"person": row.person_id, "kind": row.kind, "state": row.state}
    audit.record(actor, verb, subject_kind="support", subject_id=row.pk, about=row.case_id, details=details)
