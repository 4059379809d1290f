"""The pages of guidance through their one address: what is shown, what leads on, what stays unreadable."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import sapar.ui
from sapar.guidance import speaking, way
from sapar.guidance.flows import Question, the_library
from sapar.guidance.flows.model import PARTS, TYPED, UNKNOWN
from sapar.guidance.situations import SITUATIONS
from sapar.guidance.tests.visitor import Visitor, lacking
from sapar.guidance.way import Way

pytestmark = pytest.mark.django_db
MOST = 14 * 1024
STATIC = Path(sapar.ui.__file__).parent / "static" / "ui"
FLOWS = the_library().flows
TYPICAL = {"date": "2026-02-10", "whole": "5"}


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def at(client):
    """`at(flow, answers, language)`: a visitor who has come so far, as the sealed way brings them."""

    def come(flow: str, answers: dict[str, str], language: str = "ru") -> Visitor:
        visitor = Visitor(client, language)
        sealed = way.sealed(Way(flow=flow, answers=answers), client.cookies[way.COOKIE].value)
        visitor.page = client.post(visitor.address, {"way": sealed})
        return visitor

    return come


def roads(flow) -> dict[str, dict[str, str]]:
    """For each node the answers of one way that leads there."""
    found = {flow.start: {}}
    waiting = [flow.start]
    while waiting:
        name = waiting.pop()
        node = flow.nodes[name]
        if isinstance(node, Question):
            for code, after in node.answers.items():
                if after not in found:
                    given = TYPICAL[node.kind] if code == TYPED.get(node.kind) else code
                    found[after] = found[name] | {name: given}
                    waiting.append(after)
    return found


def title(flow: str, node: str, language: str = "ru") -> str:
    return the_library().speak(flow, node, language).words.title


def test_every_flow_stands_in_the_list_once(visitor):
    named = [name for _heading, _icon, names in SITUATIONS for name in names]

    assert sorted(named) == sorted(FLOWS)
    assert all(the_library().title(name, "ru") in visitor.text for name in FLOWS)


@pytest.mark.parametrize("name", FLOWS)
def test_every_answer_of_every_question_leads_to_its_next_page(at, name):
    flow, ways = FLOWS[name], roads(FLOWS[name])
    for question in flow.questions:
        visitor = at(name, ways[question.id])
        here = visitor.page
        assert f"<h1>{title(name, question.id)}</h1>" in visitor.text
        for code, after in question.answers.items():
            visitor.page = here
            visitor.answer(TYPICAL[question.kind] if code == TYPED.get(question.kind) else code)
            assert visitor.page.status_code == 200
            assert title(name, after) in visitor.text, f"{question.id}: {code}"


SPOKEN = [
    (flow.id, language)
    for language in ("ru", "en", "ky", "uz", "tg", "kk", "tk", "ro")
    for flow in FLOWS.values()
    if any(the_library().has(flow.id, one.id, language) for one in flow.outcomes)
]


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_every_outcome_is_shown_whole_in_every_language_that_it_has(at, name, language):
    flow, ways = FLOWS[name], roads(FLOWS[name])
    for outcome in flow.outcomes:
        visitor = at(name, ways[outcome.id], language)
        words = the_library().speak(name, outcome.id, language).words
        assert words.title in visitor.text
        for part in PARTS:
            assert all(line in visitor.text for line in getattr(words, part)), f"{outcome.id}: {part}"
        assert "/ask/guided/" in visitor.text
        assert weight(visitor.page.content) <= MOST


def weight(content: bytes) -> int:
    """Compressed, with the stylesheet and the icon."""
    parts = (content, *((STATIC / name).read_bytes() for name in ("sapar.css", "icon.svg")))
    return sum(len(gzip.compress(part, 6)) for part in parts)


def test_the_list_and_a_question_are_light_and_need_no_script(visitor):
    for page in (visitor.page, visitor.walk("arrived"), visitor.walk("arrived", "RU", "TJ")):
        assert weight(page.content) <= MOST
        assert b"<script" not in page.content
        assert b" style=" not in page.content
        assert "no-store" in page["Cache-Control"]


def test_going_back_keeps_every_answer(visitor):
    visitor.walk("arrived", "RU", "TJ", "2026-03-05")
    visitor.press(back="1")
    assert 'value="2026"' in visitor.text
    visitor.press(back="1")
    visitor.press(back="1")
    assert title("arrived", "country") in visitor.text
    visitor.answer("RU")
    assert title("arrived", "registered") in visitor.text


def test_before_the_first_question_lies_the_list(visitor):
    visitor.walk("not-paid")
    visitor.press(back="1")
    assert title("not-paid", "safe") not in visitor.text
    assert the_library().title("held", "ru") in visitor.text


def test_an_answer_is_changed_from_the_end_and_the_others_stay(visitor):
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    visitor.press(at="country")
    visitor.answer("KZ")
    assert title("not-paid", "claim-kz") in visitor.text
    assert "10 января 2026" in visitor.text


def test_what_one_flow_has_asked_the_next_does_not_ask_again(visitor):
    visitor.walk("arrived", "RU", "TJ", "2026-03-05", "yes")
    visitor.press(flow="permit")
    assert title("permit", "has-patent") in visitor.text


@pytest.mark.parametrize("typed", [("31", "02", "2026"), ("", "", ""), ("1", "1", "1066")])
def test_a_day_that_is_none_is_asked_again_with_what_was_typed(visitor, typed):
    visitor.walk("not-paid", "no")
    visitor.press(say="day", day_day=typed[0], day_month=typed[1], day_year=typed[2])
    assert 'role="alert"' in visitor.text
    assert all(f'value="{part}"' in visitor.text for part in typed if part)
    visitor.answer(UNKNOWN)
    assert title("not-paid", "country") in visitor.text


def test_the_language_changes_in_the_middle_and_nothing_is_lost(visitor):
    visitor.walk("not-paid", "no", "2026-01-10")
    visitor.press("/en/guide/")
    assert title("not-paid", "country", "en") in visitor.text
    assert "January 10, 2026" in visitor.text


@pytest.mark.parametrize(("flow", "state"), [("army", "missing"), ("not-paid", "current")])
def test_where_a_language_lacks_words_russian_stands_and_says_so(visitor, monkeypatch, flow, state):
    library = lacking("army", FLOWS["army"].start, "tk")
    monkeypatch.setattr(speaking, "the_library", lambda: library)
    visitor.walk(flow)
    visitor.press("/tk/guide/")
    spoken = library.speak(flow, FLOWS[flow].start, "tk")
    assert spoken.state == state
    assert ('<div lang="ru">' in visitor.text) == (state == "missing")
    assert spoken.words.title in visitor.text


def test_a_deadline_is_counted_with_its_reasons_and_their_sources(visitor, time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")
    visitor.walk("arrived", "RU", "TJ", "2026-03-05", "no")
    # 15 days by the agreement of Russia and Tajikistan, the day of crossing counted as the first.
    assert "19 марта 2026" in visitor.text
    assert "Соглашение России и Таджикистана" in visitor.text
    assert "bazanpa.ru" in visitor.text
    assert 'rel="noreferrer noopener"' in visitor.text


def test_a_question_in_one_language_is_not_answered_in_another(client, time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")
    visitor = Visitor(client, "ky")
    visitor.walk("arrived", "RU", "TJ", "2026-03-05", "no")
    assert "Тажикстандын жарандары кирген күндөн тартып 15 күн каттоосуз жашай алат." in visitor.text
    assert 'lang="ru"' not in visitor.text.partition("<main")[2]
    with override("ky"):
        assert gettext("Drafted by a machine; no speaker has read it yet.") in visitor.text
    for page in ("/ky/guide/acts/", "/ky/guide/counting/"):
        text = client.get(page).content.decode().partition("<main")[2]
        assert 'lang="ru"' not in text
        assert 'lang="en"' not in text


def test_a_rule_that_lacks_an_answer_says_which_and_leads_to_it(visitor):
    visitor.walk("arrived", "RU", "TJ", UNKNOWN, "no")
    assert 'name="at" value="entry"' in visitor.text
    visitor.press(at="entry")
    visitor.answer("2026-03-05")
    assert "марта 2026" in visitor.text


def test_past_its_review_an_answer_is_given_with_a_warning(client, time_machine):
    time_machine.move_to("2027-06-01T06:00:00Z")
    visitor = Visitor(client)
    visitor.walk("arrived", "RU", "TJ", "2027-05-28", "no")
    assert "11 июня 2027" in visitor.text
    assert "notice warning" in visitor.text


def test_a_rule_that_has_ended_is_not_given_and_its_last_day_is_told(visitor):
    visitor.walk("permit", "RU", "UZ", "yes")
    visitor.press(do="day", day_day="1", day_month="1", day_year="2028")
    assert "31 декабря 2026" in visitor.text
    assert "As on" in visitor.text or "1 января 2028" in visitor.text


def test_the_saved_page_is_whole_and_fetches_nothing(visitor):
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    visitor.press(do="save")
    assert visitor.page["Content-Disposition"] == 'attachment; filename="sapar.html"'
    words = the_library().speak("not-paid", "claim-ru", "ru").words
    assert all(line in visitor.text for part in PARTS for line in getattr(words, part))
    assert not any(mark in visitor.text for mark in ("<link", "<img", "<script", "src="))
    assert "10 января 2026" in visitor.text


def test_the_short_message_tells_what_to_do_and_not_what_happened(visitor):
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    words = the_library().speak("not-paid", "claim-ru", "ru").words
    assert f'">{words.short} ' in visitor.text
    assert "sms:?&" in visitor.text


def test_after_leaving_no_page_of_before_can_be_opened(visitor):
    visitor.walk("not-paid", "no", "2026-01-10")
    seen = visitor.way
    gone = visitor.client.get("/ru/guide/leave/")
    assert gone.status_code == 302
    assert "sapar" not in gone["Location"]

    again = visitor.client.post("/ru/guide/", {"way": seen, "say": "RU"})
    fresh = Visitor(visitor.client)
    later = fresh.client.post("/ru/guide/", {"way": seen})

    for page in (again, later):
        assert title("not-paid", "country").encode() not in page.content
        assert title("not-paid", "claim-ru").encode() not in page.content


def test_a_page_left_lying_is_dead_after_an_hour(visitor, time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")
    visitor.walk("not-paid", "no")
    time_machine.move_to("2026-03-10T07:00:02Z")
    visitor.press()
    assert title("not-paid", "due") not in visitor.text


def test_the_way_is_unreadable_and_the_cookie_tells_nothing(visitor):
    visitor.walk("held")
    first = visitor.client.cookies[way.COOKIE].value
    assert "held" not in visitor.way
    visitor.answer(next(iter(FLOWS["held"].nodes[FLOWS["held"].start].answers)))
    assert visitor.client.cookies[way.COOKIE].value == first
    kept = visitor.client.cookies[way.COOKIE]
    assert kept["httponly"]
    assert kept["samesite"] == "Strict"
    assert not kept["max-age"]
    assert not kept["expires"]


@pytest.mark.parametrize("sent", [{"way": "x"}, {"way": "A" * 9000}, {}, {"way": "é"}])
def test_a_forged_way_is_a_page_that_has_ended(visitor, sent):
    page = visitor.client.post(visitor.address, sent)
    assert page.status_code == 200
    assert b'href="/ru/guide/"' in page.content


@pytest.mark.parametrize(
    "pressed", [{"flow": "nowhere"}, {"say": "nonsense"}, {"at": "nowhere"}, {"do": "x"}]
)
def test_pressing_what_is_not_there_breaks_nothing(visitor, pressed):
    visitor.walk("not-paid")
    visitor.press(**pressed)
    assert visitor.page.status_code == 200


def test_nothing_that_was_answered_stands_in_the_log(visitor, caplog):
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    told = " ".join(json.dumps(vars(one), default=str) for one in caplog.records)
    assert "not-paid" not in told
    assert "2026-01-10" not in told


@pytest.mark.parametrize(
    ("flow", "node"), [("permit", "apply-patent"), ("not-paid", "claim-ru"), ("arrived", "register")]
)
def test_the_heaviest_outcomes_are_light_with_those_who_help_on_them(at, seeded, flow, node):
    visitor = at(flow, roads(FLOWS[flow])[node])
    assert visitor.text.count('class="results"') == 1
    assert "/who/" in visitor.text
    assert "/find/?what=" in visitor.text
    assert weight(visitor.page.content) <= MOST
