"""What there is at all in a case: most have no papers, services or handover, and each empty list costs a statement."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from sapar.cases import queries
from sapar.common.ready import ahead as ask_ahead
from sapar.common.ready import ask

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sapar.cases.models import Case, Participant, Problem
    from sapar.organisations.actor import StaffActor

Row = TypeVar("Row")

_OF_CASE = "select 1 from {table} where org_id = %(org)s and case_id = %(case)s"
_OF_PEOPLE = """select 1 from cases_participant part join {about}
    where part.org_id = %(org)s and part.case_id = %(case)s"""
_UNSAFE = " and about.ended_at is null and about.unsafe"
_ASKED: dict[str, str] = {
    name: _OF_CASE.format(table=table)
    for name, table in {
        "tasks": "cases_task",
        "papers": "cases_paper",
        "notes": "cases_note",
        "services": "cases_servicegiven",
        "parties": "cases_otherparty",
        "follow_ups": "cases_followup",
        "handover": "cases_handover",
    }.items()
} | {
    "files": """select 1 from vault_sealedfile
        where org_id = %(org)s and attached_kind = 'case' and attached_id = %(case)s""",
    "needs": _OF_PEOPLE.format(about="people_personneed about using (person_id)")
    + " and about.ended_on is null",
    "links": _OF_PEOPLE.format(about="people_familylink about using (person_id)") + _UNSAFE,
    "links_back": _OF_PEOPLE.format(about="people_familylink about on about.other_id = part.person_id")
    + _UNSAFE,
    "consents": _OF_PEOPLE.format(about="people_consentperson about using (person_id)"),
}


def also(name: str, rows: str) -> None:
    """Called by an upper layer once it is loaded: `rows` is a select by `%(org)s` and `%(case)s`."""
    _ASKED[name] = rows
    _statement.cache_clear()


@cache
def _statement() -> str:
    asked = ", ".join(f"case when exists ({rows}) then '{name}' end" for name, rows in _ASKED.items())
    return f"select array[{asked}]"  # names of ours


_AHEAD: list[Callable[[StaffActor, uuid.UUID], None]] = []


def also_ahead(asks: Callable[[StaffActor, uuid.UUID], None]) -> None:
    """Called by an upper layer once it is loaded: `asks` asks ahead for what its panel reads of nearly every case."""
    _AHEAD.append(asks)


def ahead(actor: StaffActor, case_id: uuid.UUID) -> None:
    """Ask ahead for what every page of a case reads, in the order in which it is wanted."""
    ask_ahead(_statement(), {"org": actor.org_id, "case": case_id})
    queries.people_ahead(actor, case_id)
    for one in _AHEAD:
        one(actor, case_id)


class Presence:
    """Of one case, for one reader of its page: `there.rows("tasks", queries.tasks)` asks only where something is found."""

    def __init__(self, actor: StaffActor, case: Case) -> None:
        self._actor, self._case = actor, case

    def has(self, name: str) -> bool:
        return name in self._names

    def rows(self, name: str, read: Callable[[StaffActor, Case], list[Row]]) -> list[Row]:
        return read(self._actor, self._case) if self.has(name) else []

    @cached_property
    def _names(self) -> frozenset[str]:
        ((names,),) = ask(_statement(), {"org": self._actor.org_id, "case": self._case.pk})
        return frozenset(names)

    @cached_property
    def participants(self) -> list[Participant]:
        return queries.participants(self._actor, self._case, there=self._names)

    @cached_property
    def problems(self) -> list[Problem]:
        return queries.problems(self._actor, self._case)


def of(actor: StaffActor, case: Case) -> Presence:
    """The same for the page and for each panel on it."""
    known = case.__dict__.get("presence")
    if known is None or known[0] != (actor.org_id, actor.member_id):
        known = case.__dict__["presence"] = ((actor.org_id, actor.member_id), Presence(actor, case))
    return known[1]
