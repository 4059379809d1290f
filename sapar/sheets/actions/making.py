"""What one row makes: a talk, a case or the next talk of one, a person or somebody who is known already."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.cases.actions import PaperWords, Someone
from sapar.cases.codes import PaperKind, PaperState, ParticipantRole, Relation
from sapar.intake import actions as intake
from sapar.people import actions as people
from sapar.people import queries as people_queries
from sapar.people.actions.phones import MOST_PHONES
from sapar.sheets.codes import RowState
from sapar.sheets.models import Batch, Row
from sapar.sheets.planning import Plan
from sapar.sheets.reading.people import may_be_one
from sapar.sheets.writing_down import opening_of, particulars_of, talk_of

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

_STANDING = (RowState.LOADED, RowState.KEPT)
_MADE = ["state", "loaded_at", "contact_id", "case_id", "person_id", "made_case", "made_person"]
_OWN_PHONE = ("own", "unknown")


class Maker:
    """Makes what the rows of one sheet say, row by row, in the caller's transaction."""

    def __init__(self, actor: StaffActor, batch: Batch) -> None:
        self._actor, self._batch = actor, batch

    def make(self, row: Row) -> None:
        """All that the row says, and the row marked as loaded. Raises `Invalid`."""
        plan = Plan(**row.plan)
        contact = intake.log(self._actor, talk_of(plan), once=self._once(row)) if plan.has_talk else None
        row.contact_id = contact.pk if contact else None
        row.case_id = row.person_id = None
        row.made_case = row.made_person = False
        if plan.has_case:
            person = self._person(row, plan)
            case = self._case(row, plan, person)
            if contact is not None:
                intake.link_to_case(
                    self._actor, contact, case, caller=person if plan.caller_is == "self" else None
                )
        row.state, row.loaded_at = RowState.LOADED, timezone.now()
        row.save(update_fields=_MADE)

    def _once(self, row: Row) -> uuid.UUID:
        """The token of this row in this loading: the same row can be loaded again after it was taken back."""
        return uuid.uuid5(row.pk, f"load {self._batch.times_loaded}")

    # -- the person

    def _person(self, row: Row, plan: Plan) -> Person | None:
        """Somebody a row above has brought, somebody on record with the same phone, or somebody new."""
        person = self._earlier_person(row) or self._by_phone(plan)
        if person is None and _tells_of_somebody(plan):
            person = people.record(self._actor, particulars_of(plan))
            row.made_person = True
            for number in _numbers_of(plan):
                people.add_phone(self._actor, person, number, phone_of=plan.phone_of)
        row.person_id = person.pk if person else None
        return person

    def _earlier_person(self, row: Row) -> Person | None:
        known = self._earlier("person_row", row.person_row, "person_id")
        rows = people_queries.visible_to(self._actor).filter(erased_at=None)
        return rows.filter(pk=known).first() if known else None

    def _by_phone(self, plan: Plan) -> Person | None:
        """One alone, against whom nothing speaks; else nobody."""
        if plan.phone_of not in _OWN_PHONE:
            return None
        found = {
            one.pk: one for number in plan.phones for one in people_queries.by_phone(self._actor, number)
        }
        if len(found) != 1:
            return None
        person = next(iter(found.values()))
        names = " ".join(one["text"] for one in person.names or ())
        facts = {"sex": person.sex, "year": person.born.year or 0, "name": names}
        return person if may_be_one(facts, plan.person or facts) else None

    def _earlier(self, key: str, leader: int | None, what: str) -> uuid.UUID | None:
        """What a row of the same person or case has made: in this sheet, or in another where it was loaded before."""
        if leader is None:
            return None
        rows = Row.objects.filter(org_id=self._actor.org_id, state__in=_STANDING).exclude(**{what: None})
        here = rows.filter(batch=self._batch, **{key: leader}).order_by("number").values_list(what, flat=True)
        near: uuid.UUID | None = here.first()
        if near:
            return near
        first = Row.objects.filter(batch=self._batch, number=leader, state=RowState.SKIPPED).exclude(
            mark=None
        )
        elsewhere: uuid.UUID | None = (
            rows.filter(mark__in=first.values("mark")).values_list(what, flat=True).first()
        )
        return elsewhere

    # -- the case

    def _case(self, row: Row, plan: Plan, person: Person | None) -> Case:
        known = self._earlier("case_row", row.case_row, "case_id")
        case = case_queries.visible_to(self._actor).filter(pk=known).first() if known else None
        if case is None or case.is_closed:
            case = cases.open_case(self._actor, opening_of(plan, person))
            row.made_case = True
            self._say_who_called(plan, case)
        else:
            self._continue(plan, case, person)
        row.case_id = case.pk
        self._write_document(row, plan, case, person)
        return case

    def _say_who_called(self, plan: Plan, case: Case) -> None:
        """Without a caller the main person is taken for the one who called; a sheet may say otherwise."""
        part = case.participants.filter(relation=Relation.SELF).first()
        if part is not None and plan.caller_is not in ("self", "unknown"):
            cases.change_participant(self._actor, part, role=ParticipantRole.HELPED, relation=Relation.SELF)

    def _continue(self, plan: Plan, case: Case, person: Person | None) -> None:
        """Another row of the case: a problem it does not have yet, somebody who is not in it yet."""
        there = set(case.problems.filter(person=None).values_list("code", flat=True))
        for code in plan.topics:
            if code not in there:
                cases.add_problem(self._actor, case, code)
        if person is not None and not case.participants.filter(person=person).exists():
            first = not case.participants.filter(relation=Relation.SELF).exists()
            relation = Relation.SELF if first else Relation.OTHER
            cases.add_participant(
                self._actor, case, Someone(person), role=ParticipantRole.HELPED, relation=relation
            )

    def _write_document(self, row: Row, plan: Plan, case: Case, person: Person | None) -> None:
        document = (plan.person or {}).get("document")
        if person is not None and row.made_person and document:
            paper = PaperWords(PaperKind.OTHER, PaperState.HELD, document)
            cases.add_paper(self._actor, case, person, paper)


def _tells_of_somebody(plan: Plan) -> bool:
    who = plan.person or {}
    told = (who.get("id"), who.get("name"), who.get("year"), who.get("citizenships"), who.get("document"))
    return any(told) or who.get("sex", "unknown") != "unknown" or bool(plan.phones)


def _numbers_of(plan: Plan) -> list[str]:
    """The row's own numbers, then those that later rows of the same person told."""
    more = (plan.person or {}).get("phones", ())
    return list(dict.fromkeys([*plan.phones, *more]))[:MOST_PHONES]
