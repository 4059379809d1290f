"""Papers of the people in a case: needed, applied for, held, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.codes import PaperKind, PaperState
from sapar.cases.flow import PAPER
from sapar.cases.models import Paper, Participant
from sapar.common.errors import IllegalMove, Invalid
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.ui.texts import tidy
from sapar.vault import blind

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("paper.added", _("Paper written down"))
audit.name("paper.moved", _("State of a paper changed"))

LONGEST_NUMBER = 60


@dataclass(frozen=True)
class PaperWords:
    """What is known of a paper beside whose it is."""

    kind: str
    state: str = PaperState.NEEDED
    number: str = ""
    country: str = ""
    ends_on: dt.date | None = None


def add_paper(
    actor: StaffActor, case: Case, person: Person, paper: PaperWords, *, once: uuid.UUID | None = None
) -> Paper:
    """Write down a paper of one of the case's people. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_paper")
    _check(paper)
    owner = _participant(actor, held, person)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Paper.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    row = Paper(
        org_id=actor.org_id, case=held, person=owner, data_key=owner.data_key,
        kind=paper.kind, state=paper.state, country=paper.country, ends_on=paper.ends_on,
    )  # fmt: skip
    _save(actor, row, paper.number)
    if once:
        sent.settle(actor, once, row.pk)
    _record(actor, "paper.added", row)
    return row


def _participant(actor: StaffActor, case: Case, person: Person) -> Person:
    rows = Participant.objects.filter(
        org_id=actor.org_id, case=case, person_id=person.pk, person__erased_at=None
    )
    found = rows.select_related("person__data_key").first()
    if found is None:
        raise Invalid({"person": __("This person is not in the case.")})
    return found.person


def _check(paper: PaperWords) -> None:
    for name, given, known in (
        ("kind", paper.kind, PaperKind.values),
        ("state", paper.state, PaperState.values),
        ("country", paper.country, {"", *lists.country_codes()}),
    ):
        if given not in known:
            raise Invalid({name: __("Please choose from the list.")})
    if len(paper.number) > LONGEST_NUMBER:
        raise Invalid({"number": __("Please shorten this to 60 letters.")})


def _save(actor: StaffActor, row: Paper, number: str) -> None:
    """Seal the number, and make the paper findable by it alone."""
    row.number = tidy(number).strip()
    row.save()
    if plain := queries.plain_number(row.number):
        blind.put(actor.org_id, "document", plain, "paper", row.pk, row.data_key)


def move_paper(
    actor: StaffActor, paper: Paper, verb: str, *, number: str | None = None, ends_on: dt.date | None = None
) -> Paper:
    """Apply, receive, refuse, lose, take. A paper received may bring a new number and last day. Raises `IllegalMove`."""
    require(actor, "case.write", paper.case)
    held = hold_child(actor, paper, f"{verb}_paper")
    if held.person.erased_at:
        raise IllegalMove("erased", verb)
    held.state = PAPER.move(held.state, verb)
    _check(PaperWords(held.kind, held.state, number or ""))
    held.changed_at = timezone.now()
    held.ends_on = ends_on or held.ends_on
    if number:
        blind.forget(held.pk)
        _save(actor, held, number)
    else:
        held.save(update_fields=["state", "changed_at", "ends_on"])
    _record(actor, "paper.moved", held, move=verb)
    return held


def _record(actor: StaffActor, verb: str, paper: Paper, **more: str) -> None:
    details = {"paper": paper.kind, "state": paper.state, "person": paper.person_id, **more}
    audit.record(actor, verb, subject_kind="paper", subject_id=paper.pk, about=paper.case_id, details=details)
