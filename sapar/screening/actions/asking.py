"""Keeping a screening. Nothing is written before somebody keeps it: questions and answers travel in the form alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.access import name_members
from sapar.cases.actions.held import hold_open
from sapar.cases.actions.words import long_words
from sapar.common.errors import IllegalMove, Invalid, NotVisible, Stale
from sapar.screening import policy, queries
from sapar.screening.codes import FoundThrough, Industry, Origin
from sapar.screening.flow import SCREENING
from sapar.screening.gate import GATE, may_ask
from sapar.screening.indicators import library
from sapar.screening.indicators.judging import judge
from sapar.screening.indicators.model import Answer
from sapar.screening.models import Screening

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("screening.kept", _("Screening kept"))
audit.name("screening.finished", _("Screening finished"))
audit.name("screening.withdrawn", _("Screening withdrawn as a mistake"))
audit.name("screening.forgotten", _("Screening stopped, nothing kept"))


@dataclass(frozen=True)
class Asked:
    """What was made sure of, and what was said so far. `child`: under 18 when it happened; None for not known. `asked_on`: the
    day of a talk that was written on paper; it happened then, and the audit says that it was recorded now."""

    gate: dict[str, bool]
    answers: dict[str, str] = field(default_factory=dict)
    child: bool | None = None
    found_through: tuple[str, ...] = ()
    industry: str = ""
    note: str = ""
    edition: str = ""
    asked_on: dt.date | None = None


def keep(
    actor: StaffActor,
    case: Case,
    person: Person,
    asked: Asked,
    *,
    screening: Screening | None = None,
    version: int | None = None,
) -> Screening:
    """Write down what was said so far, to be gone on with. The first screening of a case restricts it to named staff.

    Raises `Invalid`; `Denied` for who is not trained; `Stale` when a colleague went on with it since `version`.
    """
    policy.require_trained(actor, case)
    held = hold_open(actor, case, "screen")
    queries.person_of(actor, held, person.pk)
    row = _begun(actor, held, person) if screening is None else _hold_begun(actor, screening, version)
    if asked.asked_on:
        _date(actor, row, asked.asked_on)
    _fill(row, asked)
    row.save()
    _restrict_at_first(actor, held, row)
    _tell(actor, "screening.kept", row, **({"happened": asked.asked_on} if asked.asked_on else {}))
    return row


def finish(actor: StaffActor, row: Screening) -> Screening:
    """Nothing more is asked. What was said stays as it is; further talk is a new screening."""
    held = _hold(actor, row, "finish")
    held.finished_at = timezone.now()
    held.version += 1
    held.save(update_fields=["state", "finished_at", "version"])
    _tell(actor, "screening.finished", held)
    return held


def withdraw(actor: StaffActor, row: Screening) -> Screening:
    """It was a mistake (the wrong person, say): it counts no more, but stays to be seen."""
    held = _hold(actor, row, "withdraw")
    held.version += 1
    held.save(update_fields=["state", "version"])
    _tell(actor, "screening.withdrawn", held)
    return held


def forget(actor: StaffActor, row: Screening) -> None:
    """The person wants to stop and nothing kept: what was begun goes, with every answer. Not for a finished one."""
    policy.require_trained(actor, row)
    hold_open(actor, row.case, "forget")
    held = Screening.objects.select_for_update().filter(org_id=actor.org_id, pk=row.pk).first()
    if held is None:
        raise NotVisible
    if not held.is_begun:
        raise IllegalMove(held.state, "forget")
    _tell(actor, "screening.forgotten", held)
    held.delete()


def _begun(actor: StaffActor, case: Case, person: Person) -> Screening:
    return Screening(
        org_id=actor.org_id, case=case, person=person, data_key=person.data_key, origin=Origin.ASKED,
        asked_by_id=actor.member_id, version=0,
    )  # fmt: skip


def _date(actor: StaffActor, row: Screening, day: dt.date) -> None:
    """As it stands on the paper: at noon of that day, in the organisation's zone."""
    if day > timezone.localdate():
        raise Invalid({"asked_on": __("This lies in the future.")})
    if not policy.was_trained(actor, day):
        raise Invalid({"asked_on": __("No training of yours is on record that held on that day.")})
    noon = dt.datetime.combine(day, dt.time(12), ZoneInfo(actor.org.time_zone))
    row.origin, row.begun_at = Origin.PAPER, min(noon, timezone.now())


def _hold_begun(actor: StaffActor, row: Screening, version: int | None) -> Screening:
    rows = Screening.objects.select_for_update(of=("self",)).select_related("data_key", "person__data_key")
    held = rows.filter(org_id=actor.org_id, pk=row.pk).first()
    if held is None:
        raise NotVisible
    if not held.is_begun:
        raise IllegalMove(held.state, "keep")
    if version is not None and held.version != version:
        raise Stale
    return held


def _hold(actor: StaffActor, row: Screening, verb: str) -> Screening:
    """The row anew with its next state set."""
    policy.require_trained(actor, row)
    case = hold_open(actor, row.case, verb)
    held = Screening.objects.select_for_update().filter(org_id=actor.org_id, pk=row.pk).first()
    if held is None:
        raise NotVisible
    held.state = SCREENING.move(held.state, verb)
    held.case = case
    return held


def _fill(row: Screening, asked: Asked) -> None:
    day = asked.asked_on or timezone.localdate()
    edition = library.edition(asked.edition) if asked.edition else library.on(day)
    answers = {} if not may_ask(asked.gate) else _checked(asked, set(edition.questions))
    result = judge(edition, answers, child=asked.child)
    row.edition, row.child, row.industry = edition.id, asked.child, asked.industry
    row.answers, row.gate = answers, {point: bool(asked.gate.get(point)) for point in GATE}
    facts: dict[str, Any] = {
        "found_through": list(asked.found_through),
        "consent": bool(asked.gate.get("agreed")),
    }
    row.facts = facts
    row.note = long_words(asked.note, "note") or None
    row.lowest, row.highest = result.lowest.code, result.highest.code
    row.version += 1


def _checked(asked: Asked, known: set[str]) -> dict[str, str]:
    if not set(asked.answers) <= known or not set(asked.answers.values()) <= set(Answer):
        raise Invalid({"": __("An answer does not belong to these questions. Open the page again.")})
    if not set(asked.found_through) <= set(FoundThrough.values):
        raise Invalid({"found_through": __("Please choose from the list.")})
    if asked.industry not in ("", *Industry.values):
        raise Invalid({"industry": __("Please choose from the list.")})
    return dict(asked.answers)


def _restrict_at_first(actor: StaffActor, case: Case, row: Screening) -> None:
    """By default only who asked and who owns the case see it from now on. Lifted later, it stays lifted."""
    others = Screening.objects.filter(org_id=actor.org_id, case=case).exclude(pk=row.pk)
    if row.version == 1 and not case.restricted and not others.exists():
        name_members(actor, case, [actor.member_id, case.owner_id])


def _tell(actor: StaffActor, verb: str, row: Screening, **more: object) -> None:
    details = {"person": row.person_id, "lowest": row.lowest, "highest": row.highest, **more}
    audit.record(actor, verb, subject_kind="screening", subject_id=row.pk, about=row.case_id, details=details)
