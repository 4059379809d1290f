"""A number of a restricted case: the operator learns nothing, those named on the case learn of the try."""

from __future__ import annotations

import re
import uuid
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.common.errors import NotVisible
from sapar.intake import actions, queries, tries
from sapar.intake.models import Try
from sapar.people.particulars import Particulars, Spelling
from tests.cast import client_of
from tests.factories import acting, make_member

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
HERS, NOBODYS = "+442079460456", "+442079460457"
WORD = "гранатовый чай"
MESSAGE = "Скажите ей, что я жду"


@pytest.fixture(autouse=True)
def _unbraked():
    brakes = (actions.tries.WORDS, actions.tries.WORDS_OF_ALL)
    for brake in brakes:
        brake.release()
    yield
    for brake in brakes:
        brake.release()


@pytest.fixture
def case(gulnara):
    who = Particulars(names=(Spelling("Зарина Примерова"),), agreed_word=WORD)
    helped = cases.Someone(who, phone=HERS, phone_of="own")
    with acting(gulnara):
        return cases.open_case(
            gulnara, cases.Opening(helped=helped, problems=("violence",), restricted=True), once=uuid.uuid4()
        )


def page_of(actor, **sent: str) -> str:
    """The whole answer but for tokens and the number itself."""
    sent = {"once": "0" * 32, "page": "1" * 32, "channel": "phone"} | sent
    page = client_of(actor).post(NEW, sent)
    words = re.sub(r"csrfmiddlewaretoken\" value=\"\w+\"", "", page.content.decode())
    return words.replace(sent["phone"], "")


def seen(actor, case) -> list[tuple[str, str]]:
    with acting(actor):
        return [(one.kind, one.contact.words if one.contact else "") for one in tries.of_case(actor, case.pk)]


@pytest.mark.parametrize("asked", [{"do": "look-up"}, {"do": "word", "word": "не то"}])
def test_the_whole_page_is_the_same_for_a_number_of_nobody(aigul, case, asked):
    assert page_of(aigul, phone=HERS, **asked) == page_of(aigul, phone=NOBODYS, **asked)


def _noting(run: list[str], execute, sql, *rest):
    run.append(sql)
    return execute(sql, *rest)


@pytest.mark.parametrize("asked", [{"do": "look-up"}, {"do": "word", "word": "не то"}])
def test_the_database_is_asked_the_same(aigul, case, asked):
    office = client_of(aigul)
    asked = asked | {"once": "0" * 32, "channel": "phone"}
    office.post(NEW, asked | {"phone": NOBODYS})
    counted = []
    for phone in (HERS, NOBODYS):
        run: list[str] = []
        with connection.execute_wrapper(partial(_noting, run)):
            office.post(NEW, asked | {"phone": phone})
        counted.append([one.split("(")[0][:30].split(' "s')[0] for one in run])
    assert counted[0] == counted[1]


def test_those_named_see_the_try_and_nobody_else(aigul, bakyt, gulnara, case):
    page_of(aigul, phone=HERS, do="look-up")
    assert seen(gulnara, case) == [("looked-up", "")]
    assert seen(aigul, case) == seen(bakyt, case) == []
    with acting(aigul):
        assert not Try.objects.exists()
        assert tries.marks(aigul) == []
    with acting(gulnara):
        assert Event.objects.filter(verb="contact.looked-up", about=case.pk).count() == 1
    office = client_of(gulnara)
    assert case.number in office.get("/staff/contacts/").content.decode()
    assert aigul.user.display_name in office.get(f"/staff/cases/{case.pk}/").content.decode()
    office.post(f"/staff/contacts/tries/{case.pk}/seen/")
    with acting(gulnara):
        assert tries.marks(gulnara) == []


def test_who_is_named_makes_no_try(gulnara, case):
    page_of(gulnara, phone=HERS, do="look-up")
    assert seen(gulnara, case) == []


def test_a_message_is_told_alike_and_found_on_her_case(aigul, gulnara, case):
    answers = []
    for phone in (HERS, NOBODYS):
        sent = {"once": str(uuid.uuid4()), "do": "message", "phone": phone, "words": MESSAGE}
        page = client_of(aigul).post(NEW, sent, follow=True)
        answers.append((page.redirect_chain, [str(one) for one in page.context["messages"]]))
    assert answers[0] == answers[1]
    assert seen(gulnara, case) == [("message", MESSAGE)]
    assert page_of(aigul, phone=HERS, do="look-up") == page_of(aigul, phone=NOBODYS, do="look-up")
    with acting(aigul):
        assert [one.case_id for one in queries.visible_to(aigul)] == [None, None]


def test_a_message_without_words_is_asked_for_its_words(aigul):
    sent = {"once": str(uuid.uuid4()), "do": "message", "phone": NOBODYS}
    page = client_of(aigul).post(NEW, sent)
    assert "words" in page.context["form"].errors


def test_the_right_word_opens_nothing_and_tells_those_named(aigul, gulnara, case):
    page = page_of(aigul, phone=HERS, do="word", word="Гранатовый  ЧАЙ")
    assert "Зарина" not in page
    assert case.number not in page
    assert page != page_of(aigul, phone=NOBODYS, do="word", word=WORD)
    assert seen(gulnara, case) == [("word-right", "")]


def test_words_cannot_be_guessed_at(aigul, gulnara, case):
    for _number in range(5):
        page_of(aigul, phone=HERS, do="word", word="не то")
        page_of(aigul, phone=NOBODYS, do="word", word="не то")
    held = page_of(aigul, phone=HERS, do="word", word=WORD)
    assert held == page_of(aigul, phone=NOBODYS, do="word", word=WORD)
    assert ("word-right", "") not in seen(gulnara, case)
    assert len(seen(gulnara, case)) == 5


def test_many_colleagues_guess_no_more_than_ten_at_one_number(aigul, bakyt, gulnara, saule):
    def check(actor, phone=NOBODYS):
        with acting(actor):
            return actions.tries.check_word(actor, phone, "", "не то").verdict.value

    for member in (aigul, bakyt):
        assert [check(member) for _try in range(5)] == ["not-right"] * 5
    assert check(gulnara) == "wait"
    assert check(gulnara, HERS) == check(saule) == "not-right"


def test_who_broke_the_glass_neither_reads_nor_hides_their_tries(aigul, gulnara, case):
    chief = make_member(gulnara.org, "Chief", "supervisor")
    page_of(aigul, phone=HERS, do="look-up")
    page_of(chief, phone=HERS, do="look-up")
    with acting(chief):
        cases.break_glass(chief, case.number, "Her mother asks at the door whether she lives.", 1)
    assert seen(chief, case) == []
    with acting(chief), pytest.raises(NotVisible):
        actions.tries.see(chief, case.pk)
    with acting(gulnara):
        assert actions.tries.see(gulnara, case.pk) == 2


def test_ones_own_tries_are_for_the_others_to_see(aigul, gulnara, case):
    page_of(aigul, phone=HERS, do="look-up")
    with acting(gulnara):
        cases.restrict(gulnara, case, [gulnara.membership, aigul.membership])
    with acting(aigul):
        assert (tries.marks(aigul), actions.tries.see(aigul, case.pk)) == ([], 0)
    with acting(gulnara):
        assert actions.tries.see(gulnara, case.pk) == 1


def test_nobody_writes_a_try_but_the_database(aigul, bakyt, gulnara, case):
    with acting(gulnara), transaction.atomic(), pytest.raises(DatabaseError):
        Try.objects.create(org_id=gulnara.org_id, case=case, kind="message", member_id=gulnara.member_id)


def test_a_stranger_cannot_note_on_anothers_case(saule, gulnara, case):
    with acting(saule), connection.cursor() as cursor:
        cursor.execute("select intake_note_try(%s::uuid[], 'message', null)", [[case.pk]])
    assert seen(gulnara, case) == []
