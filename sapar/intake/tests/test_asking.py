"""A stranger asks for help and looks at the answer, through the public pages."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from sapar.intake import policy
from sapar.intake.models import HelpRequest
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting, offer_line
from tests.pages import said_by

pytestmark = pytest.mark.django_db

STORY = "Хозяин забрал паспорт Зулайки Эргешовой и не платит с весны"
PHONE = "+996 555 777 333"


def receipt_in(page) -> str:
    return re.search(r"\d{4} \d{4} \d{4}", page.content.decode()).group()


def left(actor) -> list[HelpRequest]:
    with acting(actor):
        return list(HelpRequest.objects.order_by("received_at", "pk"))


def test_the_page_says_who_will_read_it_before_anything_is_sent(stranger, osh):
    page = stranger.get("/ru/ask/").content.decode()
    assert osh.name in page
    assert "onsubmit" not in page
    assert "<script" not in page


def test_stranger_leaves_a_call_with_the_topic_alone(ask, aigul):
    page = ask()
    assert page.status_code == 200
    assert receipt_in(page)
    (request,) = left(aigul)
    assert (request.topic, request.state, request.quarantined) == ("unpaid-wages", "new", False)


def test_stranger_leaves_a_call_while_the_vault_is_locked(ask, aigul):
    keys.lock()
    page = ask(words=STORY, phone=PHONE)
    assert receipt_in(page)
    assert len(left(aigul)) == 1


def test_the_receipt_shows_the_state_and_nothing_of_what_was_written(ask, stranger, aigul, osh):
    receipt = receipt_in(ask(words=STORY, phone=PHONE))
    page = stranger.post("/ru/my-request/", {"receipt": receipt})
    words = page.content.decode()
    assert page.status_code == 200
    assert osh.name in words
    assert STORY not in words
    assert "777" not in said_by(words)


@pytest.mark.parametrize("typed", ["{}", "  {}  ", "№ {}", "{}.", "{}\n"])
def test_the_receipt_is_read_however_it_is_typed(ask, stranger, typed):
    receipt = receipt_in(ask())
    page = stranger.post("/ru/my-request/", {"receipt": typed.format(receipt.replace(" ", "-"))})
    assert page.context["told"].state == "new"


def test_the_receipt_is_read_in_other_digits(ask, stranger):
    eastern = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    page = stranger.post("/ru/my-request/", {"receipt": receipt_in(ask()).translate(eastern)})
    assert page.context["told"].state == "new"


@pytest.mark.parametrize(
    "typed", ["", "1", "000000000000", "abc", "'; drop table x; --", "9" * 60, "\x00\x00", "１２"]
)
def test_a_wrong_receipt_gets_a_calm_answer(stranger, osh, typed):
    page = stranger.post("/ru/my-request/", {"receipt": typed})
    assert page.status_code == 200
    assert "told" not in (page.context or {})


def test_receipts_cannot_be_tried_one_after_another(stranger, osh):
    codes = [
        stranger.post("/ru/my-request/", {"receipt": f"{number:012}"}).status_code for number in range(11)
    ]
    assert codes == [200] * 10 + [429]


def test_a_neighbour_behind_the_same_provider_is_braked_only_by_their_own_wrong_tries(ask, stranger):
    receipt = receipt_in(ask())
    for number in range(10):
        stranger.post("/ru/my-request/", {"receipt": f"{number:012}"}, REMOTE_ADDR="192.0.2.1")
    assert stranger.post("/ru/my-request/", {"receipt": receipt}, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert stranger.post("/ru/my-request/", {"receipt": receipt}, REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_double_click_is_one_request_and_shows_the_receipt_again(ask, aigul):
    once = str(uuid.uuid4())
    first, second = (ask(once=once, words=STORY) for _ in range(2))
    assert receipt_in(first) == receipt_in(second)
    assert len(left(aigul)) == 1


def test_a_form_sent_again_with_other_words_loses_nothing(ask, aigul):
    once = str(uuid.uuid4())
    receipts = {receipt_in(ask(once=once, words=words)) for words in ("one", "two")}
    assert len(receipts) == 2
    assert len(left(aigul)) == 2


def test_a_form_without_its_token_is_still_taken(ask, aigul):
    assert receipt_in(ask(once="nonsense"))
    assert len(left(aigul)) == 1


def test_what_was_typed_is_kept_when_something_is_wrong(ask, aigul):
    page = ask(topic="", words=STORY, phone=PHONE)
    words = page.content.decode()
    assert STORY in words
    assert PHONE in words
    assert left(aigul) == []


def test_a_better_reader_is_named_before_anything_goes_to_them(stranger, osh, almaty, aigul, saule, rustam):
    line = offer_line(almaty, countries=["KZ"], languages=["kk"], answers_within=3)
    client_of(rustam).post(f"/staff/rota/lines/{line.pk}/up/")
    page = stranger.get("/ru/ask/")
    given = {
        "once": str(page.context["form"]["once"].value()), "reader": str(page.context["receiver"].organisation.pk),
        "topic": "unpaid-wages", "language": "kk", "country": "KZ", "words": STORY,
    }  # fmt: skip
    page = stranger.post("/ru/ask/", given)
    assert almaty.name in page.content.decode()
    assert STORY in page.content.decode()
    assert left(aigul) + left(saule) == []
    again = {**given, "reader": str(page.context["receiver"].organisation.pk)}
    assert receipt_in(stranger.post("/ru/ask/", again))
    (request,) = left(saule)
    assert timedelta(hours=2) < request.promised_by - request.received_at <= timedelta(hours=3)


def test_who_answers_and_by_when_stands_on_the_page_and_on_the_receipts(ask, stranger, osh):
    assert "within 24 hours" in stranger.get("/en/ask/").content.decode()
    sent = ask()
    told = stranger.post("/en/my-request/", {"receipt": receipt_in(sent)}).content.decode()
    assert "promised by" in told


def test_a_promise_that_is_broken_is_not_hidden(ask, stranger, aigul):
    receipt = receipt_in(ask())
    with acting(aigul):
        HelpRequest.objects.update(promised_by=timezone.now() - timedelta(minutes=1))
    told = stranger.post("/en/my-request/", {"receipt": receipt}).content.decode()
    assert "time of the promise is over" in told


def test_where_nobody_answers_in_a_language_it_is_not_offered(stranger, almaty, saule):
    offer_line(almaty, languages=["kk", "ru"])
    page = stranger.get("/tg/ask/")
    choices = [code for code, _name in page.context["form"].fields["language"].choices]
    assert sorted(choices) == ["kk", "ru"]
    assert page.context["not_answered"]
    refused = stranger.post("/tg/ask/", {"topic": "other", "language": "tg", "words": STORY})
    assert "language" in refused.context["form"].errors
    assert STORY in refused.content.decode()
    assert left(saule) == []


def test_where_nobody_answers_about_a_country_the_languages_that_are_answered_are_named(
    stranger, almaty, tashkent, saule
):
    offer_line(almaty, languages=["kk"], countries=["KZ"])
    offer_line(tashkent, languages=["uz"], countries=["UZ"])
    page = stranger.post("/en/ask/", {"topic": "other", "language": "uz", "country": "KZ", "words": STORY})
    (told,) = page.context["form"].errors["language"]
    assert "Қазақша" in told
    assert STORY in page.content.decode()
    nobody = stranger.post("/en/ask/", {"topic": "other", "language": "uz", "country": "RU"})
    assert "language" in nobody.context["form"].errors
    assert left(saule) == []


def test_nobody_answers_where_nobody_offered(stranger, consulate, tashkent, marat):
    page = stranger.get("/ru/ask/")
    assert page.status_code == 200
    assert page.context["receiver"] is None
    assert stranger.post("/ru/ask/", {"topic": "other", "language": "ru"}).status_code == 200
    assert left(marat) == []


def test_a_flood_is_set_aside_and_then_refused_with_everything_kept(ask, aigul, monkeypatch):
    monkeypatch.setattr(policy, "FLOOD_A_MINUTE", 2)
    monkeypatch.setattr(policy, "CEILING_A_MINUTE", 4)
    pages = [ask(words=f"{STORY} {number}") for number in range(5)]
    assert [page.status_code for page in pages] == [200] * 4 + [503]
    assert STORY in pages[-1].content.decode()
    assert [one.quarantined for one in left(aigul)] == [False, False, True, True]


def test_what_a_machine_fills_in_is_set_aside_and_not_lost(ask, aigul):
    assert receipt_in(ask(website="http://spam.example"))
    (request,) = left(aigul)
    assert request.quarantined


def test_only_the_public_addresses_methods_are_answered(stranger, osh):
    assert stranger.put("/ru/ask/").status_code == 405
    assert stranger.head("/ru/ask/").status_code == 200


@pytest.mark.parametrize("language", ["ru", "ky", "uz", "tg", "kk", "tk", "ro", "en"])
def test_the_pages_speak_every_language_and_are_never_kept_by_a_cache(stranger, osh, language):
    for address in ("ask", "my-request"):
        page = stranger.get(f"/{language}/{address}/")
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
