"""Where and at what work: the region and the kind of work of a case, chosen on its forms and never lost by them."""

from __future__ import annotations

import psycopg
import pytest

from sapar.cases import actions
from sapar.cases.forms import AmendForm, OpeningForm, amend_initial
from sapar.cases.models import Case
from sapar.cases.tests.test_pages import OPENING, address, browser, page_of
from sapar.directory import provinces
from tests.factories import acting
from tests.plugins import server

pytestmark = pytest.mark.django_db
TOWNS = [("KZ", "02", "Almaty"), ("KZ", "05", "Astana"), ("RU", "48", "Moscow")]


@pytest.fixture(scope="module", autouse=True)
def towns(database_name, django_db_setup):
    """Three large ones: only the operator may write them, so no test's rollback takes them back."""
    provinces.forget()
    with psycopg.connect(server.conninfo("sapar_operator", database_name), autocommit=True) as operator:
        for number, (country, province, name) in enumerate(TOWNS):
            operator.execute(
                "insert into directory_place (id, name, names, country, province, latitude, longitude, population, time_zone)"
                " values (%s, %s, '{}', %s, %s, 0, 0, 1000000, 'UTC')",
                [number + 1, name, country, province],
            )
        yield
        operator.execute("delete from directory_place")
    provinces.forget()


@pytest.mark.parametrize(
    ("country", "region", "saved"),
    [
        ("KZ", "KZ-02", ("KZ", "02")),
        ("", "RU-48", ("RU", "48")),
        ("KZ", "", ("KZ", "")),
        ("RU", "KZ-02", None),
        ("KZ", "KZ-99", None),
    ],
)
def test_a_region_tells_its_country_and_lies_in_no_other(country, region, saved):
    form = OpeningForm({"country": country, "province": region})
    assert form.is_valid() is (saved is not None)
    if saved:
        assert (form.cleaned_data["country"], form.cleaned_data["province"]) == saved
    else:
        assert list(form.errors) == ["province"]


def test_a_case_is_opened_with_its_region_and_work_and_keeps_them_when_the_story_changes(bakyt):
    client = browser(bakyt)
    client.post("/staff/cases/new/", OPENING | {"province": "KZ-02", "industry": "A"})
    with acting(bakyt):
        case = Case.objects.get()
        assert (case.country, case.province, case.industry) == ("KZ", "02", "A")
    assert "Farming" in page_of(client, case)
    form = client.get(address(case, "story/")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"story": "More."}
    assert client.post(address(case, "story/"), sent).status_code == 302
    with acting(bakyt):
        kept = Case.objects.get()
        assert (kept.country, kept.province, kept.industry, kept.version) == ("KZ", "02", "A", 2)


def test_a_region_that_came_from_elsewhere_is_not_lost_by_the_form(bakyt, in_osh):
    case = actions.open_case(bakyt, actions.Opening(country="KZ", province="KZ-ALA"))
    initial = amend_initial(case)
    assert AmendForm(initial | {"base": ""}, initial=initial).is_valid()


def test_two_who_choose_another_work_are_asked_and_a_region_that_one_changed_is_taken(bakyt, aigul, case):
    with acting(aigul):
        theirs = actions.Amendment(case.story, country="KZ", province="05", industry="C")
        actions.amend(aigul, case, theirs, version=1)
    mine = {
        "story": case.story,
        "country": "KZ",
        "province": "",
        "language": "",
        "industry": "F",
        "version": "1",
    }
    told = browser(bakyt).post(address(case, "story/"), mine)
    assert told.status_code == 409
    form = told.context["form"]
    assert form["province"].value() == "KZ-05"
    assert [code for code, _words in form.fields["industry"].choices] == ["C", "F"]
