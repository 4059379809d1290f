"""From a talk to a case."""

from __future__ import annotations

import uuid

import pytest

from sapar.cases import panels as case_panels
from sapar.cases import queries as cases
from sapar.intake import actions, queries
from sapar.intake.calls import Talk
from sapar.people import actions as people
from sapar.vault import ERASED
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
PHONE = "+996555123456"
STORY = "Звонит мать: дочь на конюшне, паспорт забрали"


@pytest.fixture
def talk(aigul):
    with acting(aigul):
        said = Talk(
            "phone", "document-taken", "case", "relative", "ky", "KZ", phone=PHONE, words=STORY,
            may_call="times", safety_words="после восьми",
        )  # fmt: skip
        return actions.log(aigul, said, once=uuid.uuid4())


def prefilled(page) -> dict[str, object]:
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def the_case(actor):
    with acting(actor):
        (case,) = cases.visible_to(actor)
        parts = {one.role: one for one in cases.participants(actor, case)}
        return case, parts, [one.code for one in cases.problems(actor, case)]


def test_save_and_open_leads_to_the_case_form_with_nothing_in_the_address(aigul):
    sent = {
        "do": "open",
        "once": str(uuid.uuid4()),
        "channel": "phone",
        "topic": "debt",
        "outcome": "case",
        "words": STORY,
    }
    page = client_of(aigul).post(NEW, sent)
    with acting(aigul):
        (contact,) = queries.visible_to(aigul)
    assert page["Location"] == f"/staff/contacts/{contact.pk}/case/"


def test_the_mother_and_the_daughter_are_two_people(talk, aigul):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    sent = prefilled(office.get(address)) | {
        "caller_name": "Анара",
        "caller_is": "mother",
        "helped_name": "Нур",
    }
    assert sent["story"] == STORY
    page = office.post(address, sent)
    case, parts, problems = the_case(aigul)
    assert page["Location"] == f"/staff/cases/{case.pk}/"
    with acting(aigul):
        assert set(parts) == {"helped", "caller"}
        assert parts["caller"].relation == "mother"
        assert parts["caller"].person.names[0]["text"] == "Анара"
        assert parts["caller"].person.may_call == "times"
        assert [phone.number for phone in parts["caller"].person.phones.all()] == [PHONE]
        assert parts["helped"].person.names[0]["text"] == "Нур"
        again = queries.contact(aigul, talk.pk)
        assert (again.case_id, again.caller_id) == (case.pk, parts["caller"].person_id)
    assert problems == ["document-taken"]


def test_a_caller_who_needs_help_is_one_person(talk, aigul):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    office.post(address, prefilled(office.get(address)) | {"who": "caller", "helped_name": "nobody else"})
    _case, parts, _problems = the_case(aigul)
    assert set(parts) == {"both"}


def test_a_double_click_opens_one_case(talk, aigul):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    sent = prefilled(office.get(address))
    assert office.post(address, sent)["Location"] == office.post(address, sent)["Location"]
    the_case(aigul)


def test_a_known_caller_is_not_written_down_twice(talk, aigul):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    office.post(address, prefilled(office.get(address)) | {"who": "caller", "caller_name": "Анара"})
    _case, parts, _problems = the_case(aigul)
    with acting(aigul):
        second = actions.log(aigul, Talk("phone", "debt", "case", phone=PHONE), once=uuid.uuid4())
    address = f"/staff/contacts/{second.pk}/case/"
    page = office.get(address)
    assert "Анара" in page.content.decode()
    assert office.post(address, prefilled(page) | {"who": "caller"}).status_code == 302
    with acting(aigul):
        assert queries.contact(aigul, second.pk).caller_id == parts["both"].person_id


def test_wrong_input_is_told_beside_the_field_and_kept(talk, aigul):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    sent = prefilled(office.get(address)) | {
        "caller_name": "Ы" * 301,
        "helped_phone": "нет телефона",
        "story": "осталось",
    }
    page = office.post(address, sent)
    assert set(page.context["form"].errors) == {"caller_name", "helped_phone"}
    assert "осталось" in page.content.decode()
    with acting(aigul):
        assert cases.visible_to(aigul).count() == 0


def test_a_talk_is_tied_to_a_case_by_its_number(talk, aigul, bakyt):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    office.post(address, prefilled(office.get(address)))
    case, _parts, _problems = the_case(aigul)
    with acting(bakyt):
        other = actions.log(bakyt, Talk("phone", "debt", "advised"), once=uuid.uuid4())
    address = f"/staff/contacts/{other.pk}/"
    assert office.post(address + "tie/", {"number": "2026-9999"}).status_code == 200
    assert office.post(address + "tie/", {"number": "\x00'"}).status_code == 200
    assert office.post(address + "tie/", {"number": f" {case.number} "}).status_code == 302
    with acting(aigul):
        template, context = case_panels.PANELS._providers["contacts"](aigul, case)
    assert template == "intake/panels/contacts.html"
    assert {one.pk for one in context["contacts"]} == {talk.pk, other.pk}


def test_erasing_the_caller_erases_what_they_said(talk, aigul, gulnara):
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    office.post(address, prefilled(office.get(address)) | {"who": "caller", "caller_name": "Анара"})
    with acting(gulnara):
        contact = queries.contact(gulnara, talk.pk)
        people.erase(gulnara, contact.caller, reason="asked")
        again = queries.contact(gulnara, talk.pk)
        assert (again.words, again.phone) == (ERASED, ERASED)
    page = client_of(gulnara).get(f"/staff/contacts/{talk.pk}/")
    assert page.status_code == 200
    assert STORY not in page.content.decode()


def test_strangers_and_colleagues_without_the_right(talk, chen, timur):
    address = f"/staff/contacts/{talk.pk}/case/"
    assert client_of(chen).get(address).status_code == 404
    assert client_of(timur).get(address).status_code == 403


def test_a_caller_who_is_known_under_another_spelling_is_asked_about_first(talk, aigul):
    from sapar.people.particulars import Particulars, Spelling

    with acting(aigul):
        known = people.record(aigul, Particulars(names=(Spelling("Жумагулова Анара"),)))
    office, address = client_of(aigul), f"/staff/contacts/{talk.pk}/case/"
    typed = prefilled(office.get(address)) | {"who": "caller", "caller_name": "Zhumagulova Anara"}
    asked = office.post(address, typed)
    assert asked.status_code == 422
    assert "Жумагулова Анара" in asked.content.decode()
    assert office.post(address, typed | {"caller-known": str(known.pk)}).status_code == 302
    _case, parts, _problems = the_case(aigul)
    assert parts["both"].person_id == known.pk
