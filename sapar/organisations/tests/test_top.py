"""The top of a page is kept from one page to the next: each still gets their own name, place, address and token."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sapar.ui.templatetags import ui
from tests.cast import client_of

if TYPE_CHECKING:
    from django.test import Client

    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.django_db

PAGES = ("/staff/cases/", "/staff/contacts/", "/staff/directory/", "/staff/cases/today/")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def top(client: Client, path: str) -> str:
    text = client.get(path).content.decode()
    assert text.count("<header") == 1
    return text[text.index("<header") : text.index("</header>")]


def test_what_is_kept_is_what_would_be_rendered(aigul: StaffActor, gulnara: StaffActor) -> None:
    clients = {client: actor for actor in (aigul, gulnara) for client in (client_of(actor), client_of(actor))}
    for language in ("ru", "en"):
        for client, actor in clients.items():
            client.cookies["l"] = language
            for path in PAGES:
                ui._kept.clear()
                fresh, again = top(client, path), top(client, path)
                assert ui._kept
                assert _TOKEN.sub("", fresh) == _TOKEN.sub("", again)
                assert actor.user.display_name in again
                assert again.count(f"next={path.replace('/', '%2F')}") == 4


def test_kept_by_one_it_is_nobody_elses(aigul: StaffActor, gulnara: StaffActor) -> None:
    ui._kept.clear()
    tops = {
        (actor.user.display_name, path): top(client_of(actor), path)
        for actor in (aigul, gulnara)
        for path in PAGES
    }
    for (name, path), text in tops.items():
        (other,) = {one.user.display_name for one in (aigul, gulnara)} - {name}
        assert name in text
        assert other not in text
        assert f"next={path.replace('/', '%2F')}" in text
        assert text.count('aria-current="page"') == 2
    assert not any(mark in text for text in tops.values() for mark in (ui._TOKEN, ui._HERE))


@pytest.mark.parametrize(
    ("first", "links"), [("/ru/nowhere/", 16), ("/nowhere/", 16), ("/staff/nowhere/", 4)]
)
def test_a_page_that_is_not_there_keeps_nothing_for_those_that_are(
    aigul: StaffActor, first: str, links: int
) -> None:
    """A public address links to eight languages, one of staff to two; the menu stands twice."""
    client, then = client_of(aigul), "/staff/elsewhere/"
    ui._kept.clear()
    fresh, missing = top(client, then), top(client, first)
    ui._kept.clear()
    missing_first, after = top(client, first), top(client, then)
    assert _TOKEN.sub("", after) == _TOKEN.sub("", fresh)
    assert _TOKEN.sub("", missing_first) == _TOKEN.sub("", missing)
    assert missing.count("hreflang=") == links


def test_its_forms_carry_the_token_of_this_answer(aigul: StaffActor) -> None:
    client = client_of(aigul, enforce_csrf_checks=True)
    first, second = (set(_TOKEN.findall(top(client, PAGES[0]))) for _time in range(2))
    assert len(first) == len(second) == 1
    assert first != second
    sent = {"csrfmiddlewaretoken": second.pop()}
    assert client.post("/signout/", sent).status_code == 302
    assert client_of(aigul, enforce_csrf_checks=True).post("/signout/", sent).status_code == 403
