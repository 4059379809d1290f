"""The cast, and a case it knows: a mother calls from Osh for her daughter in Almaty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sapar.people.tests.conftest import *  # noqa: F403 - fixtures are taken by their names

if TYPE_CHECKING:
    from sapar.cases.models import Case

MOTHER_PHONE = "+996555111222"
STORY = "The owner of the horse club has kept the passports for two years."


def opening(**changes):
    from sapar.cases.actions import Opening, Someone
    from sapar.people.particulars import Particulars, Spelling
    from sapar.ui.dates import PartialDate, Precision

    daughter = Particulars(names=(Spelling("Назгүл"),), birth=PartialDate(Precision.YEAR, 1996), country="KZ")
    facts = {
        "helped": Someone(daughter),
        "caller": Someone(Particulars(names=(Spelling("Айша"),)), MOTHER_PHONE, "own"),
        "caller_is": "mother",
        "problems": ("document-taken", "forced-labour"),
        "story": STORY,
        "country": "KZ",
    } | changes
    return Opening(**facts)


@pytest.fixture
def case(bakyt) -> Case:
    from sapar.cases import actions
    from tests.factories import acting

    with acting(bakyt):
        return actions.open_case(bakyt, opening())


@pytest.fixture
def hidden_case(bakyt, case) -> Case:
    """The same case, for Bakyt alone."""
    from sapar.cases import actions
    from tests.factories import acting

    with acting(bakyt):
        actions.add_note(bakyt, case, "A note.")
        actions.add_task(bakyt, case, "A task.")
        person = case.participants.get(relation="self").person
        actions.add_paper(bakyt, case, person, actions.PaperWords("passport", number="AN 1234567"))
        return actions.restrict(bakyt, case, [])
