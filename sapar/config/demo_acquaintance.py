"""Two invented women whom the demo's two partners help without knowing of each other: of one somebody has to decide, for
the other the earlier organisation has made itself known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.acquaintance import actions as acquaintance
from sapar.acquaintance.models import Notice
from sapar.cases import actions as cases
from sapar.common.tenancy import scope_of
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.organisations.actor import StaffActor

# As the first writes her, as the second does, born; whether the first makes itself known.
_WOMEN = (
    ("Двойнова Гүлсара (вымышлено)", "Dvoynova Gulsara (вымышлено)", dt.date(1988, 4, 17), False),
    ("Соседова Майрам (вымышлено)", "Sosedova Mayram (вымышлено)", dt.date(1979, 11, 5), True),
)


def load(staff: Mapping[str, StaffActor]) -> None:
    earlier, later = staff["bakyt"], staff["saule"]
    for first, second, born, is_known in _WOMEN:
        _entered(earlier, first, born, "Зарплату обещают третий месяц.")
        _entered(later, second, born, "Пришла из общежития, просит помочь с договором.")
        # In earnest that takes up to a week.
        in_a_week = timezone.now() + dt.timedelta(days=acquaintance.LONGEST_WAIT + 1)
        acquaintance.meet(in_a_week)
        if is_known:
            with scope_of(earlier):
                acquaintance.answer(earlier, Notice.objects.latest("made_at"), "make_known")
            acquaintance.meet(in_a_week)


def _entered(actor: StaffActor, name: str, born: dt.date, story: str) -> None:
    who = Particulars(names=(Spelling(name),), birth=PartialDate.of(born), sex="female", country="KZ")
    opening = cases.Opening(helped=cases.Someone(who), problems=("unpaid-wages",), story=story, country="KZ")
    with scope_of(actor):
        case = cases.open_case(actor, opening)
        said = acquaintance.Said("ru", "voice", timezone.now() + dt.timedelta(days=180))
        acquaintance.enter(actor, case, case.participants.get().person, said)
