"""The demo's people who were written down twice, each time in another spelling: one pair is merged, one waits. All invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.cases import actions as cases
from sapar.common.tenancy import scope_of
from sapar.organisations.actor import SystemActor
from sapar.people.particulars import Particulars, Spelling
from sapar.same import actions as same
from sapar.ui.dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

_TWICE = (
    ("Жумагулов Бакыт (вымышлено)", "Zhumagulov Bakyt (вымышлено)", 1990, "male", True),
    ("Шерматова Айгүл (вымышлено)", "Shermatova Aygul (вымышлено)", 1987, "female", False),
)


def load(staff: Mapping[str, StaffActor]) -> None:
    for first, second, year, sex, is_merged in _TWICE:
        one = _written(staff["aigul"], first, year, sex, "Три месяца не платят, бригадир трубку не берёт.")
        other = _written(staff["bakyt"], second, year, sex, "Пришёл сам. Паспорт у хозяина общежития.")
        if is_merged:
            with scope_of(staff["gulnara"]):
                same.merge(staff["gulnara"], one, other)
    same.compare(SystemActor("demo", staff["gulnara"].org_id))


def _written(actor: StaffActor, name: str, year: int, sex: str, story: str) -> Person:
    who = Particulars(names=(Spelling(name),), birth=PartialDate(Precision.YEAR, year), sex=sex, country="KZ")
    with scope_of(actor):
        opening = cases.Opening(
            helped=cases.Someone(who), problems=("unpaid-wages",), story=story, country="KZ"
        )
        return cases.open_case(actor, opening).participants.select_related("person__data_key").get().person
