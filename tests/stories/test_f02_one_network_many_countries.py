"""F02: offices of two countries in one network with their own data apart; who moved within Kyrgyzstan; a family left behind."""

from __future__ import annotations

import pytest

from sapar.guidance.flows import the_library
from sapar.guidance.tests.visitor import Visitor
from tests.cast import client_of
from tests.pages import forms_of
from tests.stories import steps
from tests.stories.desk import Desk

pytestmark = [pytest.mark.field("F02"), pytest.mark.django_db]

# Each answer of the flow, the outcome it leads to, and what the directory is asked for there.
WITHOUT_REGISTRATION = {
    "doctor": ("doctor", "p-medical"),
    "school": ("school", "p-school-refused"),
    "benefit": ("benefit", "p-registration"),
    "register": ("register", "p-registration"),
    "other": ("register", "p-registration"),
}
LEFT_BEHIND = {
    "debt": ("debt", "p-debt"),
    "property": ("property", "p-family-left"),
    "need": ("need", "p-family-left"),
    "silent": ("silent", "p-no-word"),
}


def test_two_countries_work_in_one_network_and_neither_reads_the_others_work(aigul, bakyt, saule):
    """Both are found in one directory; a case of one is nowhere for the other."""
    desk = Desk(aigul)
    desk.begins(words="Хозяин не платит.", caller_is="self", language="ky", country="KZ")
    desk.walks("not-paid", "no", "2026-01-10", "KZ")
    case = desk.opens_case(desk.saves(), who="caller", caller_name="Марат (вымышлено)")
    assert client_of(bakyt).get(case).status_code == 200
    assert client_of(saule).get(case).status_code == 404
    for address in ("/staff/cases/", "/staff/contacts/", "/staff/directory/"):
        assert "Марат" not in client_of(saule).get(address).content.decode()


def test_who_moved_within_the_country_and_is_not_registered_gets_a_way_to_each_service(client, rustam):
    steps.listed(
        rustam, "Bishkek newcomers (fictional)", country="KG", services=("papers", "medical", "education")
    )
    _each_way(client, "internal", WITHOUT_REGISTRATION)
    page = client.get("/ru/find/?what=p-registration&where=KG&whom=internal").content.decode()
    assert "Bishkek newcomers" in page


def test_a_family_left_behind_gets_a_way_for_debt_property_and_who_is_silent(client, rustam):
    steps.listed(
        rustam, "Families at home (fictional)", country="KG", services=("legal-advice", "aid", "hotline")
    )
    _each_way(client, "family-left", LEFT_BEHIND)
    visitor = Visitor(client)
    visitor.walk("family-left", "silent")
    visitor.press(flow="missing")
    assert the_library().title("missing", "ru") in visitor.text


def _each_way(client, flow, ways):
    for answer, (outcome, need) in ways.items():
        visitor = Visitor(client)
        visitor.walk(flow, answer)
        words = the_library().words(flow, outcome, "ru")
        assert f"{words.title}</h1>" in visitor.text, answer
        assert all(line in visitor.text for line in (*words.now, *words.never)), answer
        assert "(fictional)" in visitor.text, answer
        assert f"what={need}" in visitor.text, answer


def test_the_page_of_an_outcome_asks_for_the_town_and_takes_its_need_along(client, rustam):
    steps.listed(rustam, "Osh newcomers (fictional)", country="KG", services=("papers",))
    visitor = Visitor(client)
    visitor.walk("internal", "register")
    (form,) = [one for one in forms_of(visitor.page) if one.action == "/ru/find/"]
    assert form.values["what"] == ["p-registration"]
    answer = client.post(form.action, form.values | {"words": ["юрист"]})
    assert answer["Location"] == "/ru/find/?what=s-legal-advice&where=KG&language=ru"
