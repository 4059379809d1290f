"""Before somebody new is written down, the form asks whether it is one of those who are."""

from __future__ import annotations

import uuid

import pytest

from sapar.audit.models import Event
from sapar.cases import actions, queries
from sapar.cases.tests.conftest import opening
from sapar.cases.tests.test_pages import address, browser
from sapar.people import actions as people
from sapar.people.models import Person
from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision
from tests.factories import acting

pytestmark = pytest.mark.django_db
NAME, LATIN = "Жумагулов Бакыт", "Zhumagulov Bakyt"
# ICAO's specimen with a name and dates of our own; the check digits are reckoned by its rule.
ZONE = "P<UTOZHUMAGULOV<<BAKYT<<<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122M1204159ZE184226B<<<<<10"


@pytest.fixture
def known(bakyt):
    with acting(bakyt):
        particulars = Particulars(names=(Spelling(NAME),), birth=PartialDate(Precision.YEAR, 1990))
        return people.record(bakyt, particulars)


def form(**typed) -> dict[str, object]:
    return {
        "role": "helped", "relation": "other", "name": LATIN, "birth_year": "1990", "once": str(uuid.uuid4()),
        "phone_of": "unknown", "may_call": "unknown",
    } | typed  # fmt: skip


def written(actor) -> int:
    with acting(actor):
        return Person.objects.filter(org_id=actor.org_id).count()


def parts(actor, case) -> set:
    with acting(actor):
        return {one.person_id for one in queries.participants(actor, case)}


def choice(page) -> str:
    return page.context["question"].nobody


def test_nothing_is_saved_before_somebody_says_who_it_is(bakyt, case, known):
    before = written(bakyt)
    page = browser(bakyt).post(address(case, "people/"), form(phone="0555 77 77 77"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Nothing is saved yet: somebody like this is written down already" in text
    assert NAME in text
    assert "Family name: the same" in text
    assert (f'value="{LATIN}"' in text, 'value="1990"' in text, "0555 77 77 77" in text) == (True, True, True)
    assert written(bakyt) == before


def test_whoever_is_chosen_comes_into_the_case_with_what_was_typed(bakyt, case, known):
    before = written(bakyt)
    sent = form(known=str(known.pk), phone="0555 77 77 77")
    assert browser(bakyt).post(address(case, "people/"), sent).status_code == 302
    assert (written(bakyt), known.pk in parts(bakyt, case)) == (before, True)
    with acting(bakyt):
        after = Person.objects.get(pk=known.pk)
        assert [one["text"] for one in after.names] == [NAME, LATIN]
        assert [one.number for one in after.phones.all()] == ["+996555777777"]


def test_somebody_else_is_written_down_new_also_by_a_double_click(bakyt, case, known):
    client, before = browser(bakyt), written(bakyt)
    asked = client.post(address(case, "people/"), form())
    sent = form(known=choice(asked))
    for _click in range(2):
        assert client.post(address(case, "people/"), sent).status_code == 302
    assert written(bakyt) == before + 1


def test_somebody_else_holds_for_those_who_were_shown_only(bakyt, case, known):
    client = browser(bakyt)
    asked = client.post(address(case, "people/"), form())
    with acting(bakyt):
        people.record(bakyt, Particulars(names=(Spelling("Жумагулов Бакыт Асанович"),)))
    again = client.post(address(case, "people/"), form(known=choice(asked)))
    assert again.status_code == 422
    assert "Асанович" in again.content.decode()


def test_the_button_asks_and_keeps_what_was_typed(bakyt, case, known):
    page = browser(bakyt).post(address(case, "people/"), form(do="alike", role=""))
    text = page.content.decode()
    assert page.status_code == 200
    assert (NAME in text, f'value="{LATIN}"' in text, "Error:" in text) == (True, True, False)


def test_the_script_gets_the_list_alone_and_the_look_is_on_record(bakyt, case, known):
    page = browser(bakyt).post(address(case, "people/"), form(), headers={"X-Part": "alike"})
    assert NAME in page.content.decode()
    assert "<form" not in page.content.decode()
    with acting(bakyt):
        (event,) = Event.objects.filter(verb="person.looked-for")
    assert (event.details, event.subject_id) == ({"shown": 1}, bakyt.member_id)


def test_whoever_stands_in_a_hidden_case_only_is_not_shown_and_may_be_written_down_anew(
    aigul, bakyt, hidden_case
):
    with acting(aigul):
        own = actions.open_case(aigul, opening(helped=None, caller=None))
    typed = form(name="Назгүл", birth_year="1996", phone="+996555111222")
    page = browser(aigul).post(address(own, "people/"), typed | {"do": "alike"})
    assert "Nobody with a name like this" in page.content.decode()
    assert browser(aigul).post(address(own, "people/"), typed).status_code == 302
    seen = browser(bakyt).post(address(hidden_case, "people/"), typed | {"do": "alike"})
    assert "Назгүл" in seen.content.decode()
    assert len(seen.context["question"].found) == 2


def test_a_new_case_asks_about_both_its_people(bakyt, known):
    with acting(bakyt):
        mother = people.record(bakyt, Particulars(names=(Spelling("Асанова Айша"),)))
    typed = {
        "caller-name": "Asanova Aysha", "caller-relation": "mother", "helped-name": LATIN, "helped-birth_year": "1990",
        "once": str(uuid.uuid4()),
    } | {f"{who}-{box}": "unknown" for who in ("caller", "helped") for box in ("phone_of", "may_call")}  # fmt: skip
    client, before = browser(bakyt), written(bakyt)
    asked = client.post("/staff/cases/new/", typed)
    assert asked.status_code == 422
    assert (NAME in asked.content.decode(), "Асанова Айша" in asked.content.decode()) == (True, True)
    chosen = {"caller-known": str(mother.pk), "helped-known": str(known.pk)}
    opened = client.post("/staff/cases/new/", typed | chosen)
    assert opened.status_code == 302
    with acting(bakyt):
        case = queries.visible_to(bakyt).get()
        assert {one.person_id for one in queries.participants(bakyt, case)} == {mother.pk, known.pk}
    assert written(bakyt) == before


def test_the_passport_fills_what_is_empty(bakyt, case):
    typed = form(name="", birth_year="", zone=ZONE)
    page = browser(bakyt).post(address(case, "people/"), typed | {"do": "zone"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="Zhumagulov, Bakyt"' in text
    assert ('value="12"' in text, 'value="8"' in text, 'value="1974"' in text) == (True, True, True)
    assert browser(bakyt).post(address(case, "people/"), typed).status_code == 302
    with acting(bakyt):
        person = Person.objects.filter(org_id=bakyt.org_id).latest("recorded_at")
        assert person.names == [{"text": "Zhumagulov, Bakyt", "language": "", "source": "document"}]
        assert (person.born.exact.isoformat(), person.sex) == ("1974-08-12", "male")


def test_the_passport_takes_nothing_away_that_was_typed(bakyt, case):
    typed = form(document_name="Jumagulov Bakyt", birth_year="1975", zone=ZONE, sex="female", do="zone")
    text = browser(bakyt).post(address(case, "people/"), typed).content.decode()
    assert ('value="Jumagulov Bakyt"' in text, 'value="1975"' in text, 'value="1974"' in text) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ZONE.replace("7408122", "7408132"), "The birth date does not fit its check digit."),
        (ZONE[:60], "These are not two lines of 44 or 36 signs, nor three of 30."),
        (ZONE.replace("L898", "Ж898"), "Only the letters A to Z, digits and &lt; stand in these lines."),
    ],
)
def test_lines_that_cannot_be_read_say_what_to_compare(bakyt, case, wrong, said):
    page = browser(bakyt).post(address(case, "people/"), form(zone=wrong, do="zone", role=""))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "This has to be filled in" not in page.content.decode()
    assert browser(bakyt).post(address(case, "people/"), form(zone=wrong)).status_code == 422


def test_a_document_finds_somebody_under_another_name(bakyt, case):
    with acting(bakyt):
        person = case.participants.get(relation="self").person
        actions.add_paper(
            bakyt, case, person, actions.PaperWords("passport", number="L898902C3", state="held")
        )
    page = browser(bakyt).post(address(case, "people/"), form(name="", birth_year="", zone=ZONE, do="alike"))
    (one,) = page.context["question"].found
    assert (one.person.pk, one.is_same) == (person.pk, False)
    assert "Document: the same" in one.reasons
