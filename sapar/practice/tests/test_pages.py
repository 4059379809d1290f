"""The pages as people walk through them: written down, read twice, found by anybody; and beside a case."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from sapar.cases import actions as cases
from sapar.practice.models import Entry
from sapar.practice.seeds import entries
from sapar.practice.tests.story import published, written
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit

pytestmark = pytest.mark.django_db

TYPED = {
    "problems": ["unpaid-wages"], "country": "RU", "happened": "2025-04", "language": "ru", "took_weeks": "3",
    "title": "Бригаде заплатили после письма", "situation": "Пятерым рабочим не платили.", "steps": "Собрали доказательства.\nНаписали.",
    "result": "Заплатили.", "result_code": "reached", "law_ids": ["ru.wages.interest"],
}  # fmt: skip


def the_entry(actor):
    with acting(actor):
        return Entry.objects.get(org_id=actor.org_id)


def test_from_the_form_to_the_public_page(bakyt, gulnara, nurlan):
    assert submit(client_of(bakyt), reverse("practice:add"), **TYPED).status_code == 302
    page = reverse("practice:entry", args=[the_entry(bakyt).pk])
    for actor, verb in ((bakyt, "send"), (gulnara, "second"), (nurlan, "publish")):
        client = client_of(actor)
        assert client.get(page).status_code == 200
        assert client.post(f"{page}{verb}/").status_code == 302
    shown = client_of(None).get(f"/ru/practice/{the_entry(bakyt).pk}/").content.decode()
    assert TYPED["title"] in shown
    assert "Гульнара" not in shown
    assert bakyt.org.name not in shown


def test_what_tells_who_it_is_comes_back_with_everything_typed(bakyt):
    answer = submit(
        client_of(bakyt),
        reverse("practice:add"),
        **TYPED | {"situation": "Мать Назгуль звонила +996 555 123456"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "+996 555 123456" in text
    assert TYPED["steps"].splitlines()[1] in text
    with acting(bakyt):
        assert not Entry.objects.filter(org_id=bakyt.org_id).exists()


def test_a_change_made_meanwhile_is_shown_and_nothing_typed_is_lost(bakyt, gulnara):
    draft = written(bakyt)
    page = reverse("practice:change", args=[draft.pk])
    theirs, mine = client_of(gulnara), client_of(bakyt)
    assert submit(theirs, page, **TYPED | {"title": "Их заголовок"}).status_code == 302
    answer = mine.post(page, TYPED | {"title": "Мой заголовок", "version": "1"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Их заголовок" in text
    assert "Мой заголовок" in text
    assert submit(mine, page, title="Мой заголовок").status_code == 302


def test_typed_words_find_it_and_stand_in_no_address(bakyt, gulnara, nurlan):
    published(bakyt, gulnara, nurlan)
    client = client_of(None)
    answer = client.post("/ky/practice/", {"words": "айлыгымды бербей жатат"})
    assert "Бригаде заплатили" in answer.content.decode()
    assert not client.cookies
    assert "words=" not in answer.content.decode()


def test_a_page_for_anybody_is_small_and_says_how_sure_we_are(bakyt, gulnara, nurlan):
    entry = published(bakyt, gulnara, nurlan)
    answer = client_of(None).get(f"/en/practice/{entry.pk}/", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 14_000
    assert client_of(None).get("/en/practice/", headers={"accept-encoding": "gzip"}).status_code == 200


def test_a_stranger_is_told_of_no_draft(bakyt, chen):
    draft = written(bakyt)
    assert client_of(chen).get(reverse("practice:entry", args=[draft.pk])).status_code == 404
    assert client_of(None).get(f"/ru/practice/{draft.pk}/").status_code == 404


def test_a_case_is_shown_what_others_did(bakyt, gulnara, nurlan):
    published(bakyt, gulnara, nurlan)
    with transaction.atomic(), acting(bakyt):
        case = cases.open_case(
            bakyt, cases.Opening(problems=("unpaid-wages",), country="RU", story="Invented.")
        )
    shown = client_of(bakyt).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Бригаде заплатили после письма" in shown


def test_every_seed_leans_on_rules_that_are_there_and_speaks_both_languages():
    from sapar.guidance.rules.book import the_book

    for one in entries():
        assert set(one["words"]) >= {"ru", "en"}, one["key"]
        assert set(one.get("rules", ())) <= set(the_book().parameters), one["key"]
