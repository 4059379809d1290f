"""Two people write at once: nothing is lost, whatever the lines."""

from __future__ import annotations

import random

import pytest

from sapar.cases import actions, merging, queries
from sapar.cases.actions import Amendment
from sapar.cases.models import OpenForm
from sapar.cases.tests.test_pages import address, browser
from tests.factories import acting

BASE = "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("theirs", "mine", "text", "collides"),
    [
        (BASE, BASE, BASE, False),
        ("ONE\ntwo\nthree", "one\ntwo\nTHREE", "ONE\ntwo\nTHREE", False),
        ("one\ntwo\nthree\nfour", "zero\none\ntwo\nthree", "zero\none\ntwo\nthree\nfour", False),
        ("one\nthree", BASE, "one\nthree", False),
        ("one\n2\nthree", "one\nII\nthree", "one\n2\nII\nthree", True),
        ("one\nsame\nthree", "one\nsame\nthree", "one\nsame\nthree", False),
        ("", "one\ntwo\nthree\nfour", "one\ntwo\nthree\nfour", True),
        ("new", BASE, "new", False),
    ],
)
def test_a_proposal_holds_what_both_wrote(theirs, mine, text, collides):
    merged = merging.merge(BASE, theirs, mine)
    assert (merged.text, merged.collides) == (text, collides)


def test_no_line_that_somebody_added_is_ever_lost():
    chance = random.Random(7)

    def changed(lines: list[str], by: str) -> list[str]:
        kept = [line for line in lines if chance.random() > 0.3]
        for n in range(3):
            kept.insert(chance.randint(0, len(kept)), f"{by}{n}")
        return kept

    for _ in range(200):
        base = [chance.choice("abcde") for _ in range(8)]
        theirs, mine = changed(base, "theirs"), changed(base, "mine")
        lines = merging.merge(*("\n".join(one) for one in (base, theirs, mine))).text.splitlines()
        assert {one for one in (*theirs, *mine) if one not in base} <= set(lines)


@pytest.mark.parametrize(
    ("was", "theirs", "mine", "value"),
    [
        ("a", "a", "a", "a"),
        ("a", "b", "a", "b"),
        ("a", "a", "b", "b"),
        ("a", "b", "b", "b"),
        ("a", "b", "c", None),
    ],
)
def test_a_choice_is_settled_where_only_one_of_two_made_it(was, theirs, mine, value):
    assert merging.settled(was, theirs, mine) == value


def typed(**changes) -> dict[str, str]:
    return {"story": "", "country": "KZ", "language": "", "version": "1"} | changes


@pytest.mark.django_db
def test_the_second_editor_is_shown_all_three_and_saves_both_in_one_action(bakyt, aigul, case):
    with acting(aigul):
        story = case.story
        actions.amend(aigul, case, Amendment(f"{story}\nHer cousin called.", country="RU"), version=1)
    client = browser(bakyt)
    mine = typed(story=f"She is in hospital.\n{story}", country="UZ", language="ky")
    told = client.post(address(case, "story/"), mine)
    page = told.content.decode()
    assert told.status_code == 409
    for words in (
        "Put the two together",
        "Aigul wrote",
        "You wrote",
        "It was",
        "Russia",
        "Uzbekistan",
        "Kazakhstan",
    ):
        assert words in page, words
    form = told.context["form"]
    assert form["story"].value() == f"She is in hospital.\n{story}\nHer cousin called."
    assert form["language"].value() == "ky"
    assert form["country"].value() is None
    both = {name: form[name].value() for name in ("story", "language", "version", "base", "deciding")}
    undecided = client.post(address(case, "story/"), both)
    assert undecided.status_code == 422
    assert "Choose one of the two." in undecided.content.decode()
    assert undecided.context["form"]["story"].value() == both["story"]
    assert client.post(address(case, "story/"), both | {"country": "RU"}).status_code == 302
    with acting(bakyt):
        saved = queries.get(bakyt, case.pk)
    assert (saved.story, saved.country, saved.language) == (both["story"], "RU", "ky")


@pytest.mark.django_db
def test_a_third_editor_in_between_is_told_of_as_well(bakyt, aigul, gulnara, case):
    client = browser(bakyt)
    with acting(aigul):
        actions.amend(aigul, case, Amendment("a", country="KZ"), version=1)
    form = client.post(address(case, "story/"), typed(story="b")).context["form"]
    with acting(gulnara):
        actions.amend(gulnara, case, Amendment("a\nc", country="KZ"), version=2)
    sent = {
        name: form[name].value() for name in ("story", "country", "language", "version", "base", "deciding")
    }
    again = client.post(address(case, "story/"), sent)
    assert again.status_code == 409
    assert set(again.context["form"]["story"].value().split()) == {"a", "b", "c"}


@pytest.mark.django_db
def test_what_happened_to_the_case_beside_its_words_stops_nobody(bakyt, aigul, case):
    with acting(aigul):
        actions.wait(aigul, case, "court")
    assert browser(bakyt).post(address(case, "story/"), typed(story="x")).status_code == 302


@pytest.mark.django_db
def test_who_has_the_form_open_is_named_until_they_save_or_half_an_hour_is_over(bakyt, aigul, case):
    her, his = browser(aigul), browser(bakyt)
    assert "has had this open since" not in her.get(address(case, "story/")).content.decode()
    assert "Aigul has had this open since" in his.get(address(case, "story/")).content.decode()
    with acting(bakyt):
        OpenForm.objects.filter(member_id=aigul.member_id).update(opened_at="2026-01-01T00:00Z")
    assert "has had this open since" not in his.get(address(case, "story/")).content.decode()
    her.get(address(case, "story/"))
    her.post(address(case, "story/"), typed(story="x"))
    assert "has had this open since" not in his.get(address(case, "story/")).content.decode()
