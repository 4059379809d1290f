"""F19, as far as guidance goes: before somebody leaves, a list for the place they go to: papers, costs, what is free, whom to ask.

Courses, travel advances and insurance on file belong to later parts of the product.
"""

from __future__ import annotations

import pytest

from sapar.guidance.flows import the_library
from sapar.guidance.flows.model import PARTS
from sapar.guidance.tests.visitor import Visitor
from tests.stories import steps

pytestmark = [pytest.mark.field("F19"), pytest.mark.django_db]
# Where to, with which passport, the list that is due, and a word of it that only this place has.
TRIPS = [
    ("ky", ("RU", "KG"), "union", "уруксат да, патент да керек эмес"),
    ("uz", ("RU", "UZ"), "other-passport", "Migratsiya kartasi"),
    ("tg", ("KZ", "TJ"), "other-passport", "иҷозати муҳоҷири меҳнатӣ лозим аст"),
    ("tk", ("TR",), "elsewhere", "iş wizasy"),
]


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")


@pytest.mark.parametrize(("language", "trip", "node", "own"), TRIPS)
def test_each_destination_has_its_own_list_in_the_language_of_who_leaves(
    client, rustam, language, trip, node, own
):
    steps.listed(
        rustam, "Centre before the journey (fictional)", country="KG", services=("before-departure",)
    )
    leaving = Visitor(client, language)
    leaving.walk("before-departure", *trip)
    words = the_library().speak("before-departure", node, language).words
    for part in PARTS:
        assert all(line in leaving.text for line in getattr(words, part)), part
    assert own.lower() in leaving.text.lower()
    assert "Centre before the journey (fictional)" in leaving.text
    leaving.press(do="save")
    assert leaving.page["Content-Disposition"].startswith("attachment")
    assert all(line in leaving.text for line in (*words.now, "Centre before the journey (fictional)"))


def test_from_the_list_on_to_the_entry_ban_and_nothing_is_asked_twice(client):
    leaving = Visitor(client, "ru")
    leaving.walk("before-departure", "RU", "TJ")
    leaving.press(flow="barred")
    assert the_library().title("barred", "ru") in leaving.text
    leaving.press(list="1")
    leaving.walk("before-departure", "RU", "TJ")
    leaving.press(flow="permit")
    assert the_library().words("permit", "has-patent", "ru").title in leaving.text


def test_nobody_is_told_to_pay_for_a_place_or_to_borrow_from_an_employer():
    library = the_library()
    for node in ("union", "other-passport"):
        spoken = library.words("before-departure", node, "en")
        assert "The job itself. Nobody pays for a job." in spoken.free
        assert "Do not borrow from the employer for the journey." in spoken.never
        assert any("insurance before you leave" in line for line in spoken.now)
