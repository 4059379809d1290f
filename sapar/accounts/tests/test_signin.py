"""Signing in as people do it: name, password, second step; and everything that must not open the door."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapar.accounts import actions, totp
from sapar.accounts.door import signin_door
from sapar.accounts.hashers import Argon2idHasher
from sapar.accounts.models import Attempt, StaffSession, User
from sapar.accounts.sessions import SessionStore
from sapar.accounts.tests.people import APP_SECRET, app_code, give_password, signed_in
from sapar.common.errors import Invalid
from tests.factories import PASSWORD, acting

if TYPE_CHECKING:
    from tests.cast import StaffActor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_name_and_password_alone_open_nothing(aigul: StaffActor) -> None:
    client = Client()
    response = give_password(client, aigul)
    assert response.url == "/signin/second/"
    assert client.get("/staff/account/").url.startswith("/signin/?next=")
    assert "_auth_user_id" not in client.session


def test_password_then_the_apps_code_lead_to_the_page_asked_for(aigul: StaffActor) -> None:
    client = Client()
    give_password(client, aigul, next_path="/staff/account/profile/")
    response = client.post("/signin/second/", {"code": app_code()})
    assert response.url == "/staff/account/profile/"
    assert client.get(response.url).status_code == 200


def test_a_capital_in_the_sign_in_name_does_not_matter(aigul: StaffActor) -> None:
    response = Client().post(
        "/signin/", {"username": f" {aigul.user.username.upper()}", "password": PASSWORD}
    )
    assert response.url == "/signin/second/"


def test_a_code_of_the_app_opens_once(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False):
        signed_in(aigul)
        client = Client()
        give_password(client, aigul)
        assert client.post("/signin/second/", {"code": app_code()}).status_code == 200
        assert "/signin/" in client.get("/staff/account/").url


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/staff/", "javascript:alert(1)", "/ru/", "/staff"]
)
def test_nobody_is_led_to_another_site(aigul: StaffActor, elsewhere: str) -> None:
    client = Client()
    give_password(client, aigul, next_path=elsewhere)
    assert client.post("/signin/second/", {"code": app_code()}).url == "/staff/"


def test_unknown_name_wrong_password_and_closed_account_answer_alike(
    aigul: StaffActor, bakyt: StaffActor
) -> None:
    with signin_door():
        User.objects.filter(pk=bakyt.user.pk).update(is_active=False)
    pages = [
        _told(Client().post("/signin/", {"username": name, "password": password}))
        for name, password in (
            (aigul.user.username, "wrong-wrong-wrong"),
            ("nobody-of-ours", PASSWORD),
            (bakyt.user.username, PASSWORD),
        )
    ]
    assert pages[0]
    assert len(set(pages)) == 1


def test_unknown_names_cost_as_much_work_as_known_ones(aigul: StaffActor) -> None:
    statements, hashes = [], []
    for name in (aigul.user.username, "nobody-of-ours"):
        with (
            CaptureQueriesContext(connection) as seen,
            patch.object(Argon2idHasher, "encode", return_value="argon2$made") as made,
            patch.object(Argon2idHasher, "verify", return_value=False) as checked,
            pytest.raises(Invalid),
        ):
            actions.check_password(name, "wrong-wrong-wrong")
        statements.append(len(seen))
        hashes.append(made.call_count + checked.call_count)
    assert hashes == [1, 1]
    assert statements[0] == statements[1]


def test_after_five_wrong_tries_even_the_right_password_waits(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _guess(aigul, 5)
        assert give_password(Client(), aigul).status_code == 200
        clock.shift(timedelta(seconds=31))
        assert give_password(Client(), aigul).url == "/signin/second/"


def test_the_wait_grows_but_ends_within_a_quarter_of_an_hour(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _round in range(12):
            _guess(aigul, 5)
            clock.shift(timedelta(minutes=15, seconds=1))
        assert give_password(Client(), aigul).url == "/signin/second/"


def test_forty_colleagues_behind_one_address_are_not_shut_out_with_one(
    aigul: StaffActor, bakyt: StaffActor
) -> None:
    _guess(aigul, 30)
    assert give_password(Client(), bakyt).url == "/signin/second/"


def test_wrong_codes_are_slowed_down_too(aigul: StaffActor) -> None:
    client = Client()
    give_password(client, aigul)
    for _try in range(5):
        client.post("/signin/second/", {"code": "000000"})
    assert "/signin/" in client.get("/staff/account/").url
    page = client.post("/signin/second/", {"code": app_code()})
    assert page.status_code == 200


def test_the_table_of_tries_holds_whose_and_when_and_nothing_else() -> None:
    assert {field.name for field in Attempt._meta.fields} == {"id", "subject", "at"}


def test_a_session_ends_after_half_an_hour_without_use(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(aigul)
        clock.shift(timedelta(minutes=29))
        assert client.get("/staff/account/").status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get("/staff/account/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get("/staff/account/").url.startswith("/signin/")
        with signin_door():
            assert not StaffSession.objects.exists()


def test_a_session_ends_after_twelve_hours_of_work(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(aigul)
        for _quarter in range(47):
            clock.shift(timedelta(minutes=15))
            assert client.get("/staff/account/").status_code == 200
        clock.shift(timedelta(minutes=16))
        assert client.get("/staff/account/").url.startswith("/signin/")


def test_the_key_of_the_session_changes_at_each_step(aigul: StaffActor) -> None:
    client = Client()
    client.get("/signin/")
    keys = [client.cookies["s"].value if "s" in client.cookies else ""]
    give_password(client, aigul)
    keys.append(client.cookies["s"].value)
    client.post("/signin/second/", {"code": app_code()})
    keys.append(client.cookies["s"].value)
    assert len(set(keys)) == 3


def test_the_cookie_goes_with_the_browser(aigul: StaffActor) -> None:
    client = signed_in(aigul)
    assert not client.cookies["s"]["max-age"]
    assert not client.cookies["s"]["expires"]


def test_signing_out_leaves_nothing(aigul: StaffActor) -> None:
    client = signed_in(aigul)
    key = client.cookies["s"].value
    response = client.post("/signout/")
    assert "storage" in response.headers["Clear-Site-Data"]
    with signin_door():
        assert not StaffSession.objects.filter(session_key=key).exists()
    thief = Client()
    thief.cookies["s"] = key
    assert thief.get("/staff/account/").url.startswith("/signin/")


def test_a_session_that_was_ended_meanwhile_stays_ended(aigul: StaffActor) -> None:
    """By another window, while a page of this one was at work."""
    client = signed_in(aigul)
    kept = SessionStore(client.cookies["s"].value)
    kept["words"] = "said at the end of the page"
    Session.objects.filter(session_key=kept.session_key).delete()
    kept.save()
    assert not Session.objects.filter(session_key=kept.session_key).exists()
    assert client.get("/staff/account/").url.startswith("/signin/")


def test_an_address_alone_does_not_sign_out(aigul: StaffActor) -> None:
    client = signed_in(aigul)
    assert client.get("/signout/").status_code == 200
    assert client.get("/staff/account/").status_code == 200


def test_half_a_sign_in_is_forgotten_after_ten_minutes(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        give_password(client, aigul)
        clock.shift(timedelta(minutes=11))
        assert client.post("/signin/second/", {"code": app_code()}).url == "/signin/"


def test_sign_in_works_while_the_vault_is_locked(aigul: StaffActor) -> None:
    from sapar.vault import keys

    keys.use_local(None)
    assert signed_in(aigul).get("/staff/account/").status_code == 200


def test_signing_in_is_told_in_the_organisations_audit(aigul: StaffActor) -> None:
    from sapar.audit.models import Event

    signed_in(aigul)
    with acting(aigul):
        assert Event.objects.filter(
            org_id=aigul.org_id, verb="account.signed_in", actor_user=aigul.user_id
        ).exists()


def test_the_fifth_wrong_try_is_told_in_the_organisations_audit(aigul: StaffActor) -> None:
    from sapar.audit.models import Event

    _guess(aigul, 9)
    with acting(aigul):
        assert Event.objects.filter(verb="account.slowed", subject_id=aigul.user_id).count() == 1


def test_the_secret_of_the_app_is_sealed_in_the_table(aigul: StaffActor) -> None:
    from sapar.accounts.models import Totp

    with signin_door():
        stored = bytes(Totp.objects.get(user=aigul.user).secret)
    assert APP_SECRET not in stored
    assert totp.in_letters(APP_SECRET).replace(" ", "").encode() not in stored


def test_other_code_sees_no_secret_without_the_sign_in_door(aigul: StaffActor, bakyt: StaffActor) -> None:
    from sapar.accounts.models import Totp

    with acting(bakyt):
        assert list(Totp.objects.values_list("user_id", flat=True)) == [bakyt.user_id]


def _guess(actor: StaffActor, times: int) -> None:
    for _try in range(times):
        Client().post("/signin/", {"username": actor.user.username, "password": "wrong-wrong-wrong"})


def _told(response: object) -> str:
    """The error summary of a page."""
    text = response.content.decode()
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.search(r'id="error-summary".*?</ul>', text, re.DOTALL).group())
