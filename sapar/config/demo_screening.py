"""The demo's screening: two invented brothers from a farm, one asked to the end, one not yet; help on its way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import actions as cases
from sapar.common.tenancy import scope_of
from sapar.people.particulars import Particulars, Spelling
from sapar.screening import actions as screening
from sapar.screening.gate import GATE
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

SURE = dict.fromkeys(GATE, True)
OLDER = {
    "ex-hours": "yes", "ex-low-pay": "yes", "cd-papers": "yes", "dr-wages": "yes", "cd-denounce": "yes",
    "ex-living": "yes", "dr-job": "no", "cd-confined": "unknown", "cd-violence": "not-safe", "recruited": "yes",
}  # fmt: skip
YOUNGER = {"ex-hours": "yes", "recruited": "yes", "cd-papers": "unknown"}


def load(staff: Mapping[str, StaffActor]) -> None:
    """Both colleagues are trained; the case is the supervisor's, and the caseworker asks."""
    bakyt, gulnara = staff["bakyt"], staff["gulnara"]
    with scope_of(gulnara):
        _train(gulnara, bakyt)
        _train(gulnara, gulnara)
        case = _case(gulnara)
    with scope_of(bakyt):
        older, younger = _brothers(case)
        _ask(bakyt, case, older, younger)
        _help(bakyt, case, older)
    with scope_of(gulnara):
        _decide(gulnara, case, older)


def _train(gulnara: StaffActor, member: StaffActor) -> None:
    screening.record_training(
        gulnara, member.membership, "Как распознать принудительный труд (вымышленный курс)",
        "Учебный центр (вымышлен)", timezone.localdate() - dt.timedelta(days=200),
    )  # fmt: skip


def _case(gulnara: StaffActor) -> Case:
    opening = cases.Opening(
        helped=cases.Someone(_man("Эрмек Фермов (вымышлено)", 1999)), problems=("unpaid-wages", "document-taken"),
        story="Братья пасут скот на ферме. Платят едой, паспорт старшего у хозяина.", language="ky", country="KZ",
        province="01", industry="A",
    )  # fmt: skip
    case = cases.open_case(gulnara, opening)
    brother = cases.Someone(_man("Бекзат Фермов (вымышлено)", 2010))
    cases.add_participant(gulnara, case, brother, role="helped", relation="brother")
    return case


def _man(name: str, born: int) -> Particulars:
    return Particulars(
        names=(Spelling(name, "ru"),), birth=PartialDate(Precision.YEAR, year=born), sex="male", languages=("ky",),
        citizenship_state="claimed", citizenships=("KG",), country="KZ", may_call="no",
    )  # fmt: skip


def _brothers(case: Case) -> tuple[Person, Person]:
    parts = {one.relation: one.person for one in case.participants.select_related("person__data_key")}
    return parts["self"], parts["brother"]


def _ask(bakyt: StaffActor, case: Case, older: Person, younger: Person) -> None:
    asked = screening.Asked(
        SURE, OLDER, child=False, industry="A", found_through=("friends",), note="Говорил тихо, из сарая."
    )
    screening.finish(bakyt, screening.keep(bakyt, case, older, asked))
    screening.keep(bakyt, case, younger, screening.Asked(SURE, YOUNGER, child=True, industry="A"))


def _help(bakyt: StaffActor, case: Case, person: Person) -> None:
    rows = screening.want_support(bakyt, case, person, ["legal", "shelter", "medical", "psychological"])
    screening.move_support(bakyt, rows[0], "begin")
    screening.move_support(bakyt, rows[3], "decline", "Пока не хочет, спросить через месяц.")
    advice = cases.ServiceWords("legal-advice", timezone.localdate(), quantity=Decimal(1))
    cases.add_service(bakyt, case, advice, person=person)


def _decide(gulnara: StaffActor, case: Case, person: Person) -> None:
    decided = screening.Decided(
        "possible", "ngo", "Гульнара, горячая линия (вымышлено)", "Два разговора и переписка с хозяином фермы.",
        timezone.localdate(),
    )  # fmt: skip
    screening.determine(gulnara, case, person, decided)
