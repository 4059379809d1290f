"""My account, and the first second factor."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sapar.accounts import actions, queries, totp
from sapar.accounts.actor import AccountActor
from sapar.accounts.door import signin_door
from sapar.accounts.guard import SIGNED_IN_VIEWS
from sapar.accounts.hashers import Argon2idHasher
from sapar.accounts.models import StaffSession, Totp, User
from sapar.accounts.tests.people import app_code, give_password, signed_in
from sapar.common.errors import Denied, Invalid
from tests import factories
from tests.factories import PASSWORD, SYSTEM, acting

if TYPE_CHECKING:
    from tests.cast import Organisation, StaffActor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NEW = "three words apart"


def given(verb: object, supervisor: StaffActor, colleague: StaffActor) -> object:
    """What a supervisor's verb gives for a colleague."""
    with acting(supervisor):
        return verb(supervisor, colleague.user)


@pytest.fixture
def newcomer(osh: Organisation) -> User:
    """Has a name and a password, nothing more."""
    user = actions.open_account(
        SYSTEM, username="newcomer", password=PASSWORD, display_name="New", language="en"
    )
    factories.organisations.employ(SYSTEM, osh, user, "operator")
    return user


@pytest.fixture
def halfway(newcomer: User) -> Client:
    client = Client()
    client.post("/signin/", {"username": "newcomer", "password": PASSWORD})
    return client


def test_without_a_second_factor_only_the_page_that_sets_one_up_opens(halfway: Client) -> None:
    assert halfway.get("/signin/second/").url == "/staff/setup/"
    assert halfway.get("/staff/setup/").status_code == 200
    for address in ("/staff/account/", "/staff/organisation/", "/staff/"):
        assert halfway.get(address).url.startswith("/signin/")


def test_an_app_is_set_up_and_leads_in(halfway: Client, newcomer: User) -> None:
    page = halfway.get("/staff/setup/").content.decode()
    secret = actions.draft_app(AccountActor(newcomer))
    assert totp.in_letters(secret) in page
    assert "<svg" in page
    response = halfway.post("/staff/setup/", {"code": totp.code_at(secret, timezone.now())})
    assert response.url == "/staff/"
    assert halfway.get("/staff/account/").status_code == 200


def test_the_secret_of_an_unfinished_set_up_is_not_in_the_session(halfway: Client, newcomer: User) -> None:
    halfway.get("/staff/setup/")
    secret = actions.draft_app(AccountActor(newcomer))
    assert totp.in_letters(secret)[:9] not in str(dict(halfway.session))


def test_a_wrong_code_sets_nothing_up(halfway: Client, newcomer: User) -> None:
    halfway.get("/staff/setup/")
    assert b"error-summary" in halfway.post("/staff/setup/", {"code": "12345x"}).content
    assert not queries.factors(newcomer.pk).some


def test_a_password_opens_the_set_up_page_once_in_a_lifetime(aigul: StaffActor) -> None:
    with signin_door():
        Totp.objects.filter(user=aigul.user).delete()
    client = Client()
    give_password(client, aigul)
    assert client.get("/signin/second/").status_code == 403
    assert client.get("/staff/setup/").url == "/signin/second/"


def test_the_printed_sheet_opens_in_order_and_once(aigul: StaffActor, gulnara: StaffActor) -> None:
    lines = dict(given(actions.print_sheet, gulnara, aigul))
    assert sorted(lines) == list(range(1, 41))
    client = Client()
    give_password(client, aigul)
    assert client.post("/signin/second/", {"code": lines[2]}).status_code == 200
    shown = f" {lines[1][:4].upper()}-{lines[1][4:]}"
    assert client.post("/signin/second/", {"code": shown}).url == "/staff/"
    again = Client()
    give_password(again, aigul)
    assert again.post("/signin/second/", {"code": lines[1]}).status_code == 200
    assert again.post("/signin/second/", {"code": lines[2]}).url == "/staff/"


def test_a_new_sheet_makes_the_old_one_worthless(aigul: StaffActor, gulnara: StaffActor) -> None:
    old = dict(given(actions.print_sheet, gulnara, aigul))
    given(actions.print_sheet, gulnara, aigul)
    client = Client()
    give_password(client, aigul)
    assert client.post("/signin/second/", {"code": old[1]}).status_code == 200


def test_the_table_holds_no_code_that_could_be_typed(aigul: StaffActor, gulnara: StaffActor) -> None:
    from sapar.accounts.models import SheetCode

    lines = dict(given(actions.print_sheet, gulnara, aigul))
    with signin_door():
        stored = b"".join(bytes(line.code_hash) for line in SheetCode.objects.all())
    assert not any(code.encode() in stored for code in lines.values())


def test_an_operator_prints_no_sheet(aigul: StaffActor, bakyt: StaffActor) -> None:
    with pytest.raises(Denied):
        actions.print_sheet(aigul, bakyt.user)


def test_a_new_password_ends_every_other_sign_in(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        one = signed_in(aigul)
        clock.shift(timedelta(minutes=1))
        other = signed_in(aigul)
        sent = {"password": PASSWORD, "password1": NEW, "password2": NEW}
        assert one.post("/staff/account/password/", sent).url == "/staff/account/"
        assert one.get("/staff/account/").status_code == 200
        assert other.get("/staff/account/").url.startswith("/signin/")
        assert give_password(Client(), aigul).status_code == 200
        assert give_password(Client(), aigul, password=NEW).url == "/signin/second/"


@pytest.mark.parametrize(
    ("password", "new", "again"),
    [("wrong", NEW, NEW), (PASSWORD, "short", "short"), (PASSWORD, NEW, "another one")],
)
def test_a_password_is_not_changed_on_bad_input(
    aigul: StaffActor, password: str, new: str, again: str
) -> None:
    page = signed_in(aigul).post(
        "/staff/account/password/", {"password": password, "password1": new, "password2": again}
    )
    assert b"error-summary" in page.content
    assert new.encode() not in page.content
    assert give_password(Client(), aigul).url == "/signin/second/"


def test_a_printed_code_leads_to_a_new_password_and_not_past_the_second_step(
    aigul: StaffActor, gulnara: StaffActor
) -> None:
    code = given(actions.print_reset_code, gulnara, aigul)
    client = Client()
    sent = {"username": aigul.user.username, "code": code.upper(), "password1": NEW, "password2": NEW}
    assert client.post("/signin/reset/", sent).url == "/signin/"
    assert client.post("/signin/reset/", sent).status_code == 200
    assert give_password(client, aigul, password=NEW).url == "/signin/second/"


def test_a_new_password_ends_a_sign_in_that_waits_for_the_second_step(
    aigul: StaffActor, gulnara: StaffActor
) -> None:
    client = Client()
    assert give_password(client, aigul).url == "/signin/second/"
    actions.reset_password(aigul.user.username, given(actions.print_reset_code, gulnara, aigul), NEW)
    assert client.post("/signin/second/", {"code": app_code()}).url == "/signin/"
    assert client.get("/staff/account/").url.startswith("/signin/")


def test_a_printed_code_runs_out_after_a_day(aigul: StaffActor, gulnara: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        code = given(actions.print_reset_code, gulnara, aigul)
        clock.shift(timedelta(hours=25))
        with pytest.raises(Invalid):
            actions.reset_password(aigul.user.username, code, NEW)


def test_guessing_a_printed_code_is_slowed_down(aigul: StaffActor, gulnara: StaffActor) -> None:
    code = given(actions.print_reset_code, gulnara, aigul)
    for _try in range(5):
        with pytest.raises(Invalid):
            actions.reset_password(aigul.user.username, "0000", NEW)
    with pytest.raises(Invalid):
        actions.reset_password(aigul.user.username, code, NEW)


def test_the_supervisor_ends_the_wait(aigul: StaffActor, gulnara: StaffActor) -> None:
    for _try in range(5):
        Client().post("/signin/", {"username": aigul.user.username, "password": "wrong-wrong-wrong"})
    given(actions.clear_tries, gulnara, aigul)
    assert give_password(Client(), aigul).url == "/signin/second/"


def test_open_sign_ins_are_listed_in_broad_words_and_can_be_ended(aigul: StaffActor) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    with time_machine.travel(NOON, tick=False) as clock:
        thief = Client(HTTP_USER_AGENT=agent)
        give_password(thief, aigul)
        thief.post("/signin/second/", {"code": app_code()})
        clock.shift(timedelta(minutes=1))
        mine = signed_in(aigul)
        page = mine.get("/staff/account/").content.decode()
        assert "Firefox" in page
        assert "Mozilla" not in page
        address = re.search(r"/staff/account/sessions/[0-9a-f-]{36}/end/", page).group()
        assert mine.get(address).status_code == 200
        mine.post(address)
        assert thief.get("/staff/account/").url.startswith("/signin/")
        assert mine.get("/staff/account/").status_code == 200


def test_a_colleagues_sign_in_cannot_be_ended(aigul: StaffActor, bakyt: StaffActor) -> None:
    signed_in(aigul)
    with signin_door():
        pk = StaffSession.objects.get(user=aigul.user).pk
    assert signed_in(bakyt).post(f"/staff/account/sessions/{pk}/end/").status_code == 404


def test_ending_all_others_keeps_mine(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        other = signed_in(aigul)
        clock.shift(timedelta(minutes=1))
        mine = signed_in(aigul)
        mine.post("/staff/account/sessions/end-others/")
        assert other.get("/staff/account/").url.startswith("/signin/")
        assert mine.get("/staff/account/").status_code == 200


def test_the_last_lasting_way_in_cannot_be_removed(aigul: StaffActor, gulnara: StaffActor) -> None:
    given(actions.print_sheet, gulnara, aigul)
    signed_in(aigul).post("/staff/account/app/remove/")
    assert queries.factors(aigul.user_id).app_since


def test_the_password_is_asked_again_before_a_step_that_matters(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(aigul)
        assert client.get("/staff/account/app/").status_code == 200
        clock.shift(timedelta(minutes=16))
        asked = client.get("/staff/account/app/").url
        assert asked.startswith("/staff/account/confirm/")
        assert b"error-summary" in client.post(asked, {"password": "wrong-wrong-wrong"}).content
        assert client.post(asked, {"password": PASSWORD}).url == "/staff/account/app/"
        assert client.get("/staff/account/app/").status_code == 200


def test_another_phone_replaces_the_first(aigul: StaffActor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(aigul)
        client.get("/staff/account/app/")
        secret = actions.draft_app(AccountActor(aigul.user))
        client.post("/staff/account/app/", {"code": totp.code_at(secret, NOON)})
        clock.shift(timedelta(minutes=1))
        fresh = Client()
        give_password(fresh, aigul)
        assert fresh.post("/signin/second/", {"code": app_code()}).status_code == 200
        assert fresh.post("/signin/second/", {"code": totp.code_at(secret, timezone.now())}).url == "/staff/"


def test_name_and_language_are_ones_own_to_choose(aigul: StaffActor) -> None:
    client = signed_in(aigul)
    sent = {"display_name": "Айгүл Ө’", "language": "en", "email": "a@example.org"}
    response = client.post("/staff/account/profile/", sent)
    assert response.cookies["l"].value == "en"
    assert "My account" in client.get("/staff/account/").content.decode()


def test_a_notice_by_e_mail_says_nothing_of_what_this_is(aigul: StaffActor, mailoutbox: list[object]) -> None:
    from sapar.accounts.tasks import send_notice

    with signin_door():
        User.objects.filter(pk=aigul.user_id).update(email="a@example.org", language="en")
    send_notice(str(aigul.user_id))
    letter = mailoutbox[0]
    said = (letter.subject + letter.body).lower()
    assert not any(word in said for word in ("sapar", "migra", "help", "http", "aigul"))


def test_what_has_run_out_is_forgotten(aigul: StaffActor, gulnara: StaffActor) -> None:
    from sapar.accounts.models import Attempt, ResetCode

    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(aigul)
        Client().post("/signin/", {"username": "nobody-of-ours", "password": "wrong-wrong-wrong"})
        given(actions.print_reset_code, gulnara, aigul)
        clock.shift(timedelta(hours=25))
        actions.sweep()
        with signin_door():
            assert [table.objects.count() for table in (Attempt, ResetCode, StaffSession)] == [0, 0, 0]


def test_every_account_page_turns_strangers_to_the_sign_in() -> None:
    from sapar.accounts.urls import staff_patterns

    client = Client()
    for pattern in staff_patterns:
        address = "/staff/account/" + re.sub(
            r"<uuid:\w+>", "018f0000-0000-7000-8000-000000000000", str(pattern.pattern)
        )
        for response in (client.get(address), client.post(address)):
            assert response.status_code in {302, 405}, address
            assert response.status_code == 405 or response.url.startswith("/signin/"), address
    assert len(SIGNED_IN_VIEWS) == len(staff_patterns)


def test_passwords_are_argon2id_at_owasps_figures(aigul: StaffActor) -> None:
    """Outside of tests, which hash with less: `tests/plugins/passwords.py`."""
    product = import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    assert [f"{Argon2idHasher.__module__}.{Argon2idHasher.__qualname__}"] == product.PASSWORD_HASHERS
    assert (
        Argon2idHasher()
        .encode("a-password", "a-salt-of-some")
        .startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    )
    with acting(aigul):
        assert User.objects.get(pk=aigul.user_id).password.startswith("argon2$argon2id$v=19$")
