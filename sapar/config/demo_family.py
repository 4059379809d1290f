"""The demo's family links and needs, and a child alone for whom two members of staff decide. All of them invented."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.models import Participant
from sapar.common.tenancy import scope_of
from sapar.people import actions as people
from sapar.people.actions.consents import Asked
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person


def load(staff: Mapping[str, StaffActor]) -> None:
    """To be called after `demo_cases`, whose family it finds by their relation to the daughter who seeks help."""
    bakyt = staff["bakyt"]
    with scope_of(bakyt):
        family = _family(bakyt)
        people.add_link(bakyt, family["mother"], family["self"], kin="mother")
        people.add_link(bakyt, family["mother"], family["sister"], kin="mother", decides=True)
        people.add_link(bakyt, family["self"], family["daughter"], kin="mother", decides=True)
        people.add_link(bakyt, family["brother"], family["self"], kin="sibling")
        people.set_needs(bakyt, family["self"], ["small-children", "bed", "interpreter"], language="ky")
        people.set_needs(bakyt, family["sister"], ["same-sex"])
        _child_alone(bakyt, staff["saule"])


def _family(bakyt: StaffActor) -> dict[str, Person]:
    mother = Participant.objects.filter(org_id=bakyt.org_id, relation="mother", role="caller").order_by("pk")[
        0
    ]
    parts = Participant.objects.filter(case_id=mother.case_id).select_related("person__data_key")
    return {one.relation: one.person for one in parts}


def _child_alone(bakyt: StaffActor, receiver: StaffActor) -> None:
    case = cases.open_case(
        bakyt,
        cases.Opening(
            helped=cases.Someone(_boy("Тилек Одиноков (вымышлено)", 2014)),
            caller=cases.Someone(_boy("Отчим Одиноков (вымышлено)", 1981)),
            caller_is="other",
            problems=("violence", "housing"),
            story="Мальчик один на вокзале. Боится отчима, домой не хочет. Отчим звонит и ищет его.",
            language="ru",
            country="KZ",
        ),
    )
    parts = {one.role: one.person for one in case.participants.select_related("person__data_key")}
    child, feared = parts["helped"], parts["caller"]
    people.set_needs(bakyt, child, ["child-alone", "bed"])
    people.add_link(bakyt, feared, child, kin="guardian", decides=True, unsafe=True)
    asked = Asked(
        recipient=receiver.org, people=(child,), fields=("problems", "languages", "place", "needs", "names"),
        language_read="ru", how="voice", given_by="two-staff", safe_to_tell="not-needed",
        until=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    reason = "Мать умерла, отчим бьёт. Другого взрослого нет, ночевать негде."
    people.propose_consent(
        bakyt, asked, reason=reason, opinion="Хочу туда, где он меня не найдёт.", about=case.pk
    )


def _boy(name: str, born: int) -> Particulars:
    return Particulars(
        names=(Spelling(name, "ru"),),
        birth=PartialDate(Precision.YEAR, year=born),
        sex="male",
        languages=("ru",),
        country="KZ",
        may_call="no",
    )
