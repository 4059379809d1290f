"""The known caller: silence looks the same, whatever is behind it."""

from __future__ import annotations

import re
import uuid

import pytest

from sapar.cases import actions as cases
from sapar.cases.actions import Opening, Someone
from sapar.intake import actions, queries
from sapar.intake.calls import Talk
from sapar.people.particulars import Particulars, Spelling
from tests.cast import client_of
from tests.factories import acting
from tests.pages import said_by

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
PHONE = "+996555123456"
HEADERS: dict[str, str] = {}
SAFETY = "Говорить: из библиотеки"


@pytest.fixture(autouse=True, params=["button", "script"])
def way(request, monkeypatch):
    """As the button asks, and as the desk's script does: what is told must be the same."""
    monkeypatch.setattr(f"{__name__}.HEADERS", {"X-Part": "look-up"} if request.param == "script" else {})
    return request.param


def panel_of(actor, phone: str = PHONE) -> str:
    """What stands in the caller's column after "look up", without the form's own token."""
    asked = {"do": "look-up", "phone": phone, "once": "0" * 32}
    page = client_of(actor).post(NEW, asked, headers=HEADERS)
    assert page.status_code == 200
    words = page.content.decode()
    end = words.index('data-part="help"' if HEADERS else 'name="caller_is"')
    return re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", words[words.index('data-part="caller"') : end])


def test_the_script_gets_what_changes_and_no_form(aigul, bakyt, way):
    open_case(bakyt)
    page = client_of(aigul).post(NEW, {"do": "look-up", "phone": PHONE, "once": "0" * 32}, headers=HEADERS)
    assert ("<form" in page.content.decode()) == (way == "button")


def open_case(actor, *, restricted: bool = False, phone_of: str = "own", phone: str = PHONE):
    who = Particulars(names=(Spelling("Айпери Сыдыкова"),), may_call="times", safety_words=SAFETY)
    opening = Opening(
        helped=Someone(who, phone=phone, phone_of=phone_of), problems=("violence",), restricted=restricted
    )
    with acting(actor):
        return cases.open_case(actor, opening, once=uuid.uuid4())


def log(actor, **said):
    with acting(actor):
        return actions.log(
            actor, Talk("phone", "violence", "advised", phone=PHONE, **said), once=uuid.uuid4()
        )


def test_a_known_caller_is_shown_with_the_safety_words_first(aigul, bakyt):
    case = open_case(bakyt)
    panel = panel_of(aigul)
    assert panel.index(SAFETY) < panel.index("Айпери") < panel.index(case.number)


def test_the_number_is_known_in_any_form(aigul, bakyt):
    open_case(bakyt)
    assert "Айпери" in panel_of(aigul, "0555 12-34-56")


def test_earlier_talks_of_a_nameless_caller_are_shown(aigul, bakyt):
    log(bakyt, safety_words=SAFETY)
    panel = panel_of(aigul)
    assert SAFETY in panel
    assert "Violence" in panel or "Насилие" in panel


def test_silence_is_the_same_for_unknown_restricted_and_shared(aigul, bakyt, gulnara):
    unknown = panel_of(aigul)
    open_case(gulnara, restricted=True)
    restricted = panel_of(aigul)
    open_case(bakyt, phone_of="shared", phone="+996555000111")
    shared = panel_of(aigul, "+996555000111")
    open_case(bakyt, phone_of="employer", phone="+996555000112")
    employer = panel_of(aigul, "+996555000112")
    assert unknown == restricted == shared == employer
    assert "Айпери" not in unknown


def test_a_talk_tied_to_a_restricted_case_is_silence_too(aigul, gulnara):
    unknown = panel_of(aigul)
    talk = log(gulnara)
    case = open_case(gulnara, restricted=True, phone="+996555999000")
    with acting(gulnara):
        actions.link_to_case(gulnara, talk, case)
    assert panel_of(aigul) == unknown


def test_who_is_named_on_the_case_sees_the_caller(aigul, gulnara):
    open_case(gulnara, restricted=True)
    assert "Айпери" in panel_of(gulnara)
    assert "Айпери" not in panel_of(aigul)


def test_a_person_in_an_open_and_in_a_restricted_case_is_silence(aigul, gulnara):
    unknown = panel_of(aigul)
    open_one, hidden = open_case(gulnara), open_case(gulnara, restricted=True, phone="+996555999000")
    with acting(gulnara):
        person = open_one.participants.get().person
        cases.add_participant(gulnara, hidden, Someone(person), role="helped", relation="sister")
    assert panel_of(aigul) == unknown


def test_a_number_of_two_people_is_shared_whatever_was_ticked(aigul, bakyt):
    unknown = panel_of(aigul)
    open_case(bakyt)
    open_case(bakyt)
    assert panel_of(aigul) == unknown


def test_another_organisation_learns_nothing(saule, bakyt, aigul):
    open_case(bakyt)
    assert "Айпери" not in panel_of(saule)
    assert panel_of(saule) == panel_of(aigul, "+996555000999")


def test_talks_of_a_restricted_case_leave_every_list(aigul, gulnara):
    talk = log(gulnara)
    case = open_case(gulnara, restricted=True)
    with acting(gulnara):
        actions.link_to_case(gulnara, talk, case)
        assert queries.of_case(gulnara, case.pk)
    office = client_of(aigul)
    assert office.get("/staff/contacts/").context["contacts"] == []
    assert office.get(f"/staff/contacts/{talk.pk}/").status_code == 404
    assert client_of(gulnara).get(f"/staff/contacts/{talk.pk}/").status_code == 200


def test_every_look_up_is_recorded_without_the_number(aigul, superuser):
    from sapar.audit.models import Event

    panel_of(aigul)
    with acting(aigul):
        event = Event.objects.filter(verb="contact.looked-up").get()
    assert "555" not in said_by(str(event.details))
