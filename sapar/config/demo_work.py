"""What the demo's family got: services paid by a project, somebody nobody should call, a day to ask again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.tenancy import scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person


def load(staff: Mapping[str, StaffActor], case: Case, family: Mapping[str, Person]) -> None:
    """Written down by the caseworker; the project by the supervisor."""
    today = timezone.localdate()
    with scope_of(staff["gulnara"]):
        project = cases.add_project(
            staff["gulnara"],
            cases.ProjectWords("Возвращение-2026", "Фонд (вымышлено)", begins_on=dt.date(2026, 1, 1)),
        )
    bakyt = staff["bakyt"]
    with scope_of(bakyt):
        for person, service in (
            (None, cases.ServiceWords("legal-advice", today, Decimal("1.5"), "hours", project=project)),
            (
                family["self"],
                cases.ServiceWords(
                    "psychological", today, Decimal(1), "visits", giver="partner", partner=staff["saule"].org
                ),
            ),
            (
                None,
                cases.ServiceWords(
                    "aid", today, Decimal(9000), "sum", "KGS", project=project, note="На продукты."
                ),
            ),
        ):
            cases.add_service(bakyt, case, service, person=person)
        cases.add_party(
            bakyt,
            case,
            cases.PartyWords(
                "employer", "Конный двор «Пример» (вымышлено)", phones=("+44 20 7946 0177",), country="KZ", unsafe=True,
                note="Паспорта у хозяина. Не звонить и не писать: грозит полицией.",
            ),
        )  # fmt: skip
        cases.plan_follow_up(bakyt, case, today + dt.timedelta(days=3), person=family["mother"])
