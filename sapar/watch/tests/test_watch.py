"""Two monitors of two organisations judge a promise; everybody reads what came of it."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import Error

import sapar.ui
from sapar.common.errors import Denied, IllegalMove, Invalid, Stale
from sapar.common.ids import uuid7
from sapar.common.tenancy import scope
from sapar.organisations import actions as organisations
from sapar.ui.dates import PartialDate
from sapar.watch import actions, choices, queries
from sapar.watch.actions import Evidence, Promise
from sapar.watch.codes import PUBLIC, ActorKind, Course
from sapar.watch.flow import COMMITMENT
from tests.factories import acting
from tests.test_words import FOREIGN

if TYPE_CHECKING:
    from sapar.watch.models import Commitment

SEEN = Evidence("The law was printed.", dt.date(2026, 3, 1), "https://example.org/law")
STATIC = Path(sapar.ui.__file__).parent / "static" / "ui"


def promise(**facts: object) -> Promise:
    usual = {
        "actor_kind": "home-state", "actor_name": "Ministry (fictional)", "words": {"en": "A hotline by June."},
        "made": PartialDate.of(dt.date(2026, 1, 5)).as_json(), "source": "Decree 1 (fictional)",
    }  # fmt: skip
    return Promise(**(usual | facts))


@pytest.fixture
def first(gulnara):
    return _monitor(gulnara)


@pytest.fixture
def second(dana):
    return _monitor(dana)


def _monitor(actor):
    with acting(actor):
        actions.name_monitor(actor, actor.member_id)
    return actor


def written(actor, **facts) -> Commitment:
    with acting(actor):
        return actions.write(actor, promise(**facts), SEEN, once=uuid7())


def judged(first, second, made, verb) -> Commitment:
    with acting(first):
        actions.judge(first, made, verb, SEEN)
    with acting(second):
        actions.agree(second, made)
    return queries.commitment(made.pk)


def test_a_promise_is_public_once_a_second_organisation_has_seen_it(first, second, client):
    made = written(first)
    assert queries.public().rows == []
    with acting(second):
        actions.agree(second, made)
    page = client.get("/en/promises/").content.decode()
    assert "A hotline by June." in page
    assert "Promised" in page


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        (["keep"], "kept"),
        (["begin", "break"], "broken"),
        (["break", "keep"], "kept"),
        (["overtake"], "overtaken"),
    ],
)
def test_what_two_monitors_say_moves_the_promise(first, second, verbs, state):
    made = written(first)
    with acting(second):
        actions.agree(second, made)
    for verb in verbs:
        judged(first, second, made, verb)
    assert queries.commitment(made.pk).state == state
    assert queries.counts() == {code: int(code == state) for code in PUBLIC}


def test_one_organisation_cannot_judge_alone(first, bakyt):
    made = written(first)
    _monitor_by(first, bakyt)
    for actor in (first, bakyt):
        with acting(actor), pytest.raises(Invalid):
            actions.agree(actor, made)
    assert queries.commitment(made.pk).state == "proposed"


def _monitor_by(head, member):
    with acting(head):
        actions.name_monitor(head, member.member_id)


def test_the_database_itself_wants_two_organisations(first):
    made = written(first)
    with acting(first):
        said = queries.open_judgement(made)
    forged = "update watch_judgement set answer = 'agreed', answered_at = now(), second_org_id = org_id where id = %s"
    with (
        pytest.raises(Error, match="judgement_by_two_organisations"),
        transaction.atomic(),
        scope(org=first.org_id, door="watch"),
        connection.cursor() as cursor,
    ):
        cursor.execute(forged, [said.pk])


def test_who_promised_does_not_judge(first, second, consulate, marat):
    made = written(first, actor_org_id=second.org_id)
    with acting(second), pytest.raises(Invalid):
        actions.agree(second, made)
    with acting(first), pytest.raises(Invalid):
        actions.write(first, promise(actor_org_id=first.org_id), SEEN, once=uuid7())


def test_only_named_colleagues_judge(first, second, bakyt, aigul):
    made = written(first)
    for actor in (bakyt, aigul):
        with acting(actor), pytest.raises(Denied):
            actions.judge(actor, made, "drop", SEEN)
    with acting(second):
        actions.end_monitor(second, second.member_id)
        with pytest.raises(Denied):
            actions.agree(second, made)


def test_a_colleague_who_leaves_watches_no_longer(first, bakyt):
    _monitor_by(first, bakyt)
    with acting(first):
        organisations.end_membership(first, bakyt.member_id)
        assert [one.member_id for one in queries.monitors(first)] == [first.member_id]


def test_a_refusal_says_why_and_a_proposal_falls_with_it(first, second, client):
    made = written(first)
    with acting(second):
        actions.refuse(second, made, "The decree says July.")
    assert queries.commitment(made.pk).state == "dropped"
    with acting(second), pytest.raises(Stale):
        actions.agree(second, made)
    assert "A hotline by June." not in client.get("/en/promises/").content.decode()


def test_a_refused_judgement_leaves_the_promise_as_it_was(first, second):
    made = written(first)
    with acting(second):
        actions.agree(second, made)
    with acting(first):
        actions.judge(first, made, "break", SEEN)
    with acting(second):
        actions.refuse(second, made, "It answers since March.")
    assert queries.commitment(made.pk).state == "made"


def test_one_judgement_waits_at_a_time_and_impossible_ones_are_refused(first, second):
    made = written(first)
    with acting(first):
        with pytest.raises(Invalid):
            actions.judge(first, made, "drop", SEEN)
        with pytest.raises(IllegalMove):
            actions.judge(first, made, "keep", SEEN)
        tomorrow = Evidence("Seen.", dt.date(2999, 1, 1))
        with pytest.raises(Invalid):
            actions.judge(first, written(first), "drop", tomorrow)


def test_a_double_click_writes_one(first):
    token = uuid7()
    with acting(first):
        one, other = (actions.write(first, promise(), SEEN, once=token) for _turn in range(2))
    assert one.pk == other.pk


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_the_public_pages_are_light_even_when_full(first, second, client, language):
    for _turn in range(queries.A_PAGE + 1):
        made = written(first, words={"ru": "Открыть приёмную в каждом городе страны. " * 4})
        with acting(second):
            actions.agree(second, made)
    for address in ("promises/", "promises/?page=2", "promises/options/"):
        html = client.get(f"/{language}/{address}").content
        parts = [html, *[(STATIC / name).read_bytes() for name in ("sapar.css", "icon.svg")]]
        assert sum(len(gzip.compress(part, 6)) for part in parts) <= 14 * 1024
        assert b"<script" not in html


def test_every_actor_has_its_three_ways_in_every_language_and_its_letters():
    assert set(choices.LANGUAGES) == {code for code, _name in settings.LANGUAGES}
    russian = {words for row in choices.in_language("ru").rows for _course, words in row.options}
    for language in choices.LANGUAGES:
        told = choices.in_language(language)
        every = [words for row in told.rows for _course, words in row.options]
        assert len(set(every)) == len(every)
        assert language == "ru" or not set(every) & russian
        assert not set(" ".join(every).lower()) & set(FOREIGN.get(language, ""))
        assert [row.kind for row in told.rows] == list(ActorKind)
        assert all([course for course, _words in row.options] == list(Course) for row in told.rows)
        assert all(words for row in told.rows for _course, words in row.options)
    assert len(ActorKind) == 12


def test_every_public_state_can_be_reached():
    reached, todo = {"proposed"}, ["proposed"]
    while todo:
        state = todo.pop()
        for verb in COMMITMENT.verbs_from(state):
            after = str(COMMITMENT.move(state, verb))
            if after not in reached:
                reached.add(after)
                todo.append(after)
    assert set(PUBLIC) <= reached
