"""What there is at all in a case: most have no papers, services or handover, and each empty list costs a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sapar.common.ready import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

Row = TypeVar("Row")

_TABLES = {
    "tasks": "cases_task",
    "papers": "cases_paper",
    "notes": "cases_note",
    "services": "cases_servicegiven",
    "parties": "cases_otherparty",
    "follow_ups": "cases_followup",
    "handover": "cases_handover",
}
_ASKED = "".join(
    f"case when exists (select 1 from {table} where org_id = %(org)s and case_id = %(case)s) then '{name}' end, "  # noqa: S608 - names from above
    for name, table in _TABLES.items()
)
_FILES = """case when exists (
    select 1 from vault_sealedfile where org_id = %(org)s and attached_kind = 'case' and attached_id = %(case)s
) then 'files' end"""


class Presence:
    """Made once for a page: `there.rows("tasks", queries.tasks)` asks only where there is something to find."""

    def __init__(self, actor: StaffActor, case: Case) -> None:
        self._actor, self._case = actor, case
        ((self._names,),) = ask(f"select array[{_ASKED}{_FILES}]", {"org": actor.org_id, "case": case.pk})

    def has(self, name: str) -> bool:
        return name in self._names

    def rows(self, name: str, read: Callable[[StaffActor, Case], list[Row]]) -> list[Row]:
        return read(self._actor, self._case) if self.has(name) else []
