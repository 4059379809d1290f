"""F07: the legal steps of Nazgul's story: for each trouble of the family a next step at the desk, and its day where there is one."""

from __future__ import annotations

import pytest

from sapar.guidance.flows import the_library
from tests.stories.desk import Desk

pytestmark = [pytest.mark.field("F07"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")


def title(flow: str, node: str) -> str:
    return the_library().words(flow, node, "ru").title


def test_the_family_on_the_farm(aigul):
    desk = Desk(aigul)
    desk.begins(words="Мать: дочь на конюшне", caller_is="relative", language="ky", country="KZ")

    desk.walks("held", "yes", "no", "KZ")
    assert title("held", "plan-kz") in desk.text
    desk.walks("not-paid", "no", "2024-03-10", "KZ")
    assert title("not-paid", "claim-kz") in desk.text
    # A year from 10 March 2024 is over: the page says so, and that a court may still take it.
    assert "10 марта 2025" in desk.text
    desk.walks("child-born", "KZ")
    assert title("child-born", "elsewhere") in desk.text
    desk.walks("no-papers", "all", "taken")
    assert title("no-papers", "taken") in desk.text
    assert 'value="flow:passport-taken"' in desk.text

    desk.walks("no-papers", "all", "lost", "KG", "home")
    assert title("no-papers", "certificate") in desk.text
    case = desk.opens_case(
        desk.saves(),
        who="another",
        caller_name="Айша (вымышлена)",
        caller_is="mother",
        helped_name="Назгүл (вымышлена)",
    )
    tasks = desk.looks(case).partition('id="tasks"')[2].partition("</section>")[0]
    assert title("no-papers", "certificate") in tasks
