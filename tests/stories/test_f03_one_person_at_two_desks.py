"""F03: nobody is served twice because a clerk spells otherwise. Жумагулов at one desk is Zhumagulov at the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.cases import queries
from sapar.people.models import Person
from tests.e2e.seat import Seat
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.field("F03"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/staff/cases/new/"


def test_whoever_was_written_down_at_one_desk_is_shown_while_the_next_types_another_spelling(
    aigul: StaffActor, bakyt: StaffActor, open_browser: Callable[..., BrowserContext]
) -> None:
    first = Seat(open_browser(aigul, scripts=False))
    first.go(NEW)
    first.send(
        {"helped-name": "Жумагулов Бакыт (вымышлено)", "helped-birth_year": "1990", "story": "Не платят."}
    )

    second = Seat(open_browser(bakyt))
    second.go(NEW)
    second.page.locator("[name=helped-name]").fill("Zhumagulov Bakyt")
    second.page.locator("[name=helped-birth_year]").fill("1990")
    choice = second.page.locator("[name=helped-known]").first
    choice.wait_for()
    assert "Жумагулов Бакыт" in second.words
    choice.check()
    second.send({"helped-phone": "+44 20 7946 0123"})
    assert second.path.startswith("/staff/cases/")

    with transaction.atomic(), acting(bakyt):
        (person,) = Person.objects.filter(org_id=bakyt.org_id)
        assert [one["text"] for one in person.names] == ["Жумагулов Бакыт (вымышлено)", "Zhumagulov Bakyt"]
        assert len(queries.cases_of(bakyt, person.pk)) == 2
