"""What each sees: the panel of a case, the form, the list, the word."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from sapar.acquaintance import actions
from sapar.acquaintance.actions import entering
from sapar.acquaintance.models import Entry, Notice
from sapar.acquaintance.tests.conftest import BORN
from sapar.cases.tests.test_pages import browser
from tests.counting import statements
from tests.factories import acting
from tests.pages import submit

pytestmark = pytest.mark.django_db
LIST = "/staff/acquaintance/"
SAID = {
    "nobody_feared": "on",
    "explained": "on",
    "how": "voice",
    "language_read": "ky",
    "interpreted_by": "nobody",
}


def case_page(actor, mine) -> str:
    return browser(actor).get(reverse("cases:case", args=[mine.case.pk])).content.decode()


def form_of(mine) -> str:
    return reverse("acquaintance:enter", args=[mine.case.pk, mine.person.pk])


def test_the_panel_leads_to_the_form_and_says_afterwards_until_when(bakyt, aigul, helped):
    mine = helped(bakyt)
    assert form_of(mine) in case_page(bakyt, mine)
    # An operator sees how it stands, and may take back what a caller withdraws.
    assert form_of(mine) not in case_page(aigul, mine)
    assert submit(browser(bakyt), form_of(mine), **SAID).status_code == 302
    with acting(bakyt):
        entry = Entry.objects.get()
    page = case_page(aigul, mine)
    assert reverse("acquaintance:withdraw", args=[entry.pk]) in page
    assert "That nothing comes says nothing" in page


def test_a_minor_is_told_of_as_left_out_and_a_restricted_case_not_at_all(gulnara, helped):
    child = helped(gulnara, birth=2015)
    page = case_page(gulnara, child)
    assert "Only adults are entered" in page
    assert form_of(child) not in page
    assert "elsewhere" not in case_page(gulnara, helped(gulnara, restricted=True))


def test_a_consulate_is_shown_nothing_of_it(marat, helped):
    assert "elsewhere" not in case_page(marat, helped(marat))


def test_a_refusal_says_why_and_keeps_what_was_typed(bakyt, helped, monkeypatch):
    monkeypatch.setattr(entering, "EACH_A_DAY", 0)
    mine = helped(bakyt)
    until = timezone.localdate() + dt.timedelta(days=20)
    refused = submit(browser(bakyt), form_of(mine), **SAID, until=until.strftime("%d.%m.%Y"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "may be in a day" in page
    assert until.strftime("%d.%m.%Y") in page
    refused = submit(browser(bakyt), form_of(mine), **(SAID | {"nobody_feared": ""}))
    assert "If there is one, do not enter the person" in refused.content.decode()


def test_a_second_click_enters_nobody_again(bakyt, helped):
    mine, client = helped(bakyt), browser(bakyt)
    typed = SAID | {"until": "", "once": "0190a8f0-0000-7000-8000-000000000001"}
    typed["until"] = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    assert [client.post(form_of(mine), typed).status_code for _click in range(2)] == [302, 302]
    with acting(bakyt):
        assert Entry.objects.count() == 1


def test_taking_it_back_shows_first_how_it_was_given(bakyt, helped):
    mine = helped(bakyt)
    entry = mine.enter(language_read="ky", how="paper")
    address = reverse("acquaintance:withdraw", args=[entry.pk])
    page = browser(bakyt).get(address).content.decode()
    assert [one for one in ("On paper", "Kyrgyz", "2026-1", "Bakyt") if one not in page] == []
    assert submit(browser(bakyt), address, how="voice").status_code == 302
    assert browser(bakyt).post(address, {"how": "voice"}).status_code == 409


def test_the_list_asks_as_much_for_one_as_for_many(bakyt, saule, helped, night, monkeypatch):
    monkeypatch.setattr(entering, "EACH_A_DAY", 20)

    def meet(number: int) -> None:
        """Of every other person Osh is told; for the rest it hears that Almaty made itself known."""
        born = BORN + dt.timedelta(days=number)
        first, second = (bakyt, saule) if number % 2 else (saule, bakyt)
        helped(first, birth=born).enter()
        helped(second, birth=born).enter()
        night()
        with acting(saule):
            for notice in Notice.objects.filter(state="open"):
                actions.answer(saule, notice, "make_known")
        night()

    client = browser(bakyt)
    asked = []
    for numbers in ((1, 2), (3, 4, 5, 6)):
        for number in numbers:
            meet(number)
        asked.append(statements(lambda: client.get(LIST)))
    page = client.get(LIST).content.decode()
    assert page.count("Almaty aid centre (fictional)</strong>") == 3
    assert page.count(f"{LIST}notices/") == 3
    assert asked[0] == asked[1]


def test_an_answered_notice_says_what_was_done_and_asks_no_more(bakyt, saule, helped, night):
    helped(bakyt).enter()
    helped(saule).enter()
    night()
    with acting(bakyt):
        notice = Notice.objects.get()
    address = reverse("acquaintance:answer", args=[notice.pk])
    client = browser(bakyt)
    assert client.post(address, {"verb": "nonsense"}).status_code == 422
    assert submit(client, address, verb="make_known").status_code == 302
    page = client.get(address).content.decode()
    assert "it is for them to get in touch" in page
    assert "What do you decide?" not in page
    assert client.post(address, {"verb": "make_known"}).status_code == 409
