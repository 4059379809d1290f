"""The pages of a person, as a browser without a screen sees them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from sapar.audit.models import Event
from sapar.people import actions, queries
from sapar.people.models import Consent, Person
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
EMPTY = {"sex": "unknown", "citizenship_state": "unknown", "may_call": "unknown"}
CONSENT = {
    "given_by": "self", "fields_allowed": ["problems", "names"], "safe_to_tell": "not-needed", "how": "voice",
    "language_read": "ru", "interpreted_by": "nobody", "explained": "on",
}  # fmt: skip


def browser(actor):
    """Pages are read in English here."""
    client = client_of(actor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(person: Person, rest: str = "") -> str:
    return f"/staff/people/{person.pk}/{rest}"


def consent_form(nazgul, almaty, **changes):
    until = timezone.localdate() + dt.timedelta(days=30)
    return (
        CONSENT
        | {"recipient": str(almaty.pk), "people": [str(nazgul.pk)], "until": f"{until:%d.%m.%Y}"}
        | changes
    )


def test_the_page_says_how_to_make_contact_before_any_number(bakyt, nazgul):
    page = browser(bakyt).get(address(nazgul)).content.decode()
    assert page.index("Call only at the agreed times") < page.index("+996 555 123 456")
    assert "Say that the curtains are ready." in page
    assert "ask for the agreed word before you say anything" in page
    assert "Назгүл Өмүрбек кызы" in page


@pytest.mark.parametrize("rest", ["", "edit/", "phones/", "consents/", "erase/"])
def test_a_stranger_gets_404_and_an_auditor_403(chen, timur, nazgul, rest):
    assert browser(chen).get(address(nazgul, rest)).status_code == 404
    assert browser(timur).get(address(nazgul, rest)).status_code == 403


@pytest.mark.parametrize("rest", ["", "edit/", "phones/", "consents/", "erase/"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(nazgul, rest):
    assert client_of(None).get(address(nazgul, rest)).status_code == 302


def test_only_a_supervisor_is_offered_to_erase(bakyt, gulnara, nazgul):
    assert "erase/" not in browser(bakyt).get(address(nazgul)).content.decode()
    assert browser(bakyt).get(address(nazgul, "erase/")).status_code == 403
    assert "erase/" in browser(gulnara).get(address(nazgul)).content.decode()


HOSTILE = [
    ({"name": "a" * 301}, "id_name_error"),
    ({"birth_day": "31", "birth_month": "2", "birth_year": "1990"}, "birth"),
    ({"birth_year": "2999"}, "birth"),
    ({"birth_year": "-1"}, "birth"),
    ({"birth_day": "5"}, "birth"),
    ({"birth_year": "1800"}, "birth"),
    ({"country": "XX"}, "country"),
    ({"country": "K\x00"}, "country"),
    ({"citizenship_state": "known"}, "citizenship"),
    ({"citizenship": "KG"}, "citizenship"),
    ({"sex": "<script>"}, "sex"),
    ({"languages": ["ky", "../.."]}, "languages"),
    ({"safety_words": "x" * 2001}, "safety_words"),
    ({"other_names": "\n".join(f"Name {n}" for n in range(20))}, "name"),
]


@pytest.mark.parametrize(("typed", "place"), HOSTILE, ids=lambda one: str(one)[:40])
def test_what_cannot_be_is_refused_beside_its_field_and_kept(bakyt, nazgul, typed, place):
    answer = browser(bakyt).post(
        address(nazgul, "edit/"), {"version": "1", "safety_words": "Keep me"} | EMPTY | typed
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What you typed is kept." in page
    assert any(
        name.startswith(place.removeprefix("id_").removesuffix("_error"))
        for name in answer.context["form"].errors
    )
    assert typed.get("safety_words", "Keep me") in page
    with acting(bakyt):
        assert queries.get(bakyt, nazgul.pk).version == 1


@pytest.mark.parametrize("name", ["O'Brien", "<b>Ana</b>", "{{ 7 }}", "Ө" * 300, "محمد", "%(x)s", "Ана\x00Б"])
def test_any_name_is_saved_and_shown_as_text(bakyt, nazgul, name):
    client = browser(bakyt)
    answer = client.post(address(nazgul, "edit/"), {"version": "1", "name": name} | EMPTY, follow=True)
    assert answer.status_code == 200
    with acting(bakyt):
        assert queries.get(bakyt, nazgul.pk).shown_name == name.replace("\x00", "")
    assert "<b>Ana</b>" not in answer.content.decode()


def test_a_form_without_a_version_does_not_break(bakyt, nazgul):
    for version in ("", "x", "99999999999999999999", "-1"):
        answer = browser(bakyt).post(address(nazgul, "edit/"), {"version": version} | EMPTY)
        assert answer.status_code in (409, 422)


def test_two_colleagues_edit_one_person_and_both_texts_are_shown(bakyt, aigul, nazgul):
    slow, quick = browser(bakyt), browser(aigul)
    form = {"version": "1"} | EMPTY
    assert quick.post(address(nazgul, "edit/"), form | {"safety_words": "Theirs"}).status_code == 302
    answer = slow.post(address(nazgul, "edit/"), form | {"safety_words": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this person meanwhile" in page
    assert "Theirs" in page
    assert "Mine" in page
    again = slow.post(address(nazgul, "edit/"), form | {"version": "2", "safety_words": "Mine"})
    assert again.status_code == 302


def test_a_phone_is_added_and_taken_away(bakyt, nazgul):
    client = browser(bakyt)
    form = {"number": "0700 111 222", "phone_of": "own", "once": "7d3aa5a0-3b8e-4f1d-9c53-000000000007"}
    for _ in range(2):
        assert client.post(address(nazgul, "phones/"), form).status_code == 302
    with acting(bakyt):
        phone = queries.by_phone(bakyt, "+996700111222")[0].phones.order_by("-added_at")[0]
    assert client.post(address(nazgul, f"phones/{phone.pk}/remove/")).status_code == 302
    assert client.post(address(nazgul, f"phones/{phone.pk}/remove/")).status_code == 404
    bad = client.post(address(nazgul, "phones/"), {"number": "my number", "phone_of": "own"})
    assert bad.status_code == 422
    assert "my number" in bad.content.decode()


def test_a_consent_is_taken_shown_and_withdrawn(bakyt, almaty, nazgul):
    client = browser(bakyt)
    page = client.get(address(nazgul, "consents/")).content.decode()
    assert "You may take your consent back at any time" in page
    answer = client.post(address(nazgul, "consents/"), consent_form(nazgul, almaty), follow=True)
    page = answer.content.decode()
    assert "Almaty aid centre (fictional)" in page
    assert "Holds" in page
    with acting(bakyt):
        taken = Consent.objects.get()
    end = f"/staff/people/consents/{taken.pk}/withdraw/"
    assert client.post(end, {}).status_code == 422
    assert "Withdrawn" in client.post(end, {"how": "voice"}, follow=True).content.decode()
    assert client.post(end, {"how": "voice"}).status_code == 409


def test_a_double_click_takes_one_consent(bakyt, almaty, nazgul):
    client = browser(bakyt)
    form = consent_form(nazgul, almaty, once="7d3aa5a0-3b8e-4f1d-9c53-000000000001")
    first, second = (client.post(address(nazgul, "consents/"), form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    with acting(bakyt):
        assert Consent.objects.count() == 1


def test_an_unsafe_consent_is_refused_on_the_page_and_the_try_is_on_record(bakyt, consulate, nazgul):
    answer = browser(bakyt).post(
        address(nazgul, "consents/"), consent_form(nazgul, consulate, safe_to_tell="not-safe")
    )
    assert answer.status_code == 422
    assert "nothing can be passed on" in answer.content.decode()
    with acting(bakyt):
        assert Event.objects.filter(verb="consent.unsafe", subject_id=nazgul.pk).count() == 1
        assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"recipient": ""},
        {"recipient": "not-an-id"},
        {"people": ["7d3aa5a0-3b8e-4f1d-9c53-000000000001"]},
        {"people": []},
        {"until": "yesterday"},
        {"until": "31.12.9999"},
        {"until": "01.01.0001"},
        {"fields_allowed": ["all"]},
        {"language_read": ""},
        {"interpreted_by": ""},
        {"interpreted_by": "staff"},
        {"interpreter": "op-3"},
        {"explained": ""},
        {"interpreted_by": "staff", "interpreter": "x" * 21},
        {"words": "x" * 2001},
    ],
    ids=str,
)
def test_a_consent_that_cannot_be_is_refused(bakyt, almaty, nazgul, typed):
    answer = browser(bakyt).post(address(nazgul, "consents/"), consent_form(nazgul, almaty, **typed))
    assert answer.status_code == 422
    with acting(bakyt):
        assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/staff/../../x\r\n", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_away(bakyt, almaty, nazgul, next_):
    answer = browser(bakyt).post(address(nazgul, "consents/"), consent_form(nazgul, almaty) | {"next": next_})
    assert answer["Location"].startswith("/staff/")
    assert "evil" not in answer["Location"]


def test_erasing_takes_a_typed_word_and_shows_erased_afterwards(gulnara, nazgul):
    client = browser(gulnara)
    assert client.post(address(nazgul, "erase/"), {"reason": "asked", "typed": "yes"}).status_code == 422
    page = client.post(
        address(nazgul, "erase/"), {"reason": "asked", "typed": "erase"}, follow=True
    ).content.decode()
    assert "Everything about this person was erased" in page
    assert "Назгүл" not in page
    assert client.get(address(nazgul, "edit/")).status_code == 404


def test_while_the_vault_is_locked_the_page_says_so(bakyt, nazgul):
    from sapar.vault import keys

    client = browser(bakyt)
    keys.lock()
    answer = client.get(address(nazgul))
    assert answer.status_code == 503
    assert "Назгүл" not in answer.content.decode()


def test_nothing_personal_is_logged(bakyt, nazgul, caplog):
    client = browser(bakyt)
    client.get(address(nazgul))
    client.post(address(nazgul, "edit/"), {"version": "1", "name": "a" * 301} | EMPTY)
    actions_seen = " ".join(record.getMessage() + str(record.__dict__) for record in caplog.records)
    assert "Назгүл" not in actions_seen
    assert "aaaa" not in actions_seen
    assert actions.__name__ not in actions_seen
