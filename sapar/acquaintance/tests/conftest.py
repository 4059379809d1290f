"""Three organisations that may help one woman: Osh, Almaty and Tashkent. All of them invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

BORN = dt.date(1988, 4, 17)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the source."""
    from django.utils import translation

    with translation.override("en"):
        yield


@dataclass
class Helped:
    """Somebody in a case of one organisation, and who works on it."""

    actor: StaffActor
    case: Case
    person: Person

    def enter(self, **said: Any):
        from django.utils import timezone

        from sapar.acquaintance import actions
        from tests.factories import acting

        facts = {
            "language_read": "ru",
            "how": "voice",
            "until": timezone.now() + dt.timedelta(days=90),
        } | said
        with acting(self.actor):
            return actions.enter(self.actor, self.case, self.person, actions.Said(**facts))


def write_down(
    actor: StaffActor,
    name: str = "Касымова Айнура",
    birth: Any = BORN,
    *,
    phone: str = "",
    paper: str = "",
    **more: Any,
) -> Helped:
    """A case with one person in it. `birth`: a day, a year, ("about", year), or 0 for not known."""
    from sapar.cases import actions as cases
    from sapar.people.particulars import Particulars, Spelling
    from tests.factories import acting

    who = Particulars(names=(Spelling(name),), birth=_birth(birth))
    with acting(actor):
        helped = cases.Someone(who, phone, "own" if phone else "unknown")
        case = cases.open_case(actor, cases.Opening(helped=helped, problems=("unpaid-wages",), **more))
        person = case.participants.select_related("person__data_key").get().person
        if paper:
            cases.add_paper(actor, case, person, cases.PaperWords("passport", number=paper))
    return Helped(actor, case, person)


def _birth(given: Any):
    from sapar.ui.dates import PartialDate, Precision

    if isinstance(given, dt.date):
        return PartialDate.of(given)
    if isinstance(given, tuple):
        return PartialDate(Precision.ABOUT, given[1])
    return PartialDate(Precision.YEAR, given) if given else PartialDate(Precision.UNKNOWN)


@pytest.fixture
def helped() -> Callable[..., Helped]:
    """`helped(bakyt, "Касымова Айнура", BORN, phone=…, paper=…)`."""
    return write_down


@pytest.fixture
def night() -> Callable[..., None]:
    """`night()`: the comparison, long enough after everybody was entered; `night(days=1)`: as soon as tomorrow."""
    from django.utils import timezone

    from sapar.acquaintance import actions

    def run(days: int = actions.LONGEST_WAIT) -> None:
        actions.meet(timezone.now() + dt.timedelta(days=days, minutes=1))

    return run


@pytest.fixture
def told() -> Callable[[StaffActor], list[str]]:
    """The states of an organisation's notices."""
    from sapar.acquaintance.models import Notice
    from tests.factories import acting

    def states(actor: StaffActor) -> list[str]:
        with acting(actor):
            return list(Notice.objects.order_by("pk").values_list("state", flat=True))

    return states


@pytest.fixture
def heard() -> Callable[[StaffActor], list[str]]:
    """The organisations that made themselves known to this one, as its pages name them."""
    from sapar.acquaintance import queries
    from tests.factories import acting

    def names(actor: StaffActor) -> list[str]:
        with acting(actor):
            return [one.organisation.name for one in queries.heard(actor)]

    return names
