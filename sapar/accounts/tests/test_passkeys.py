"""Passkeys: added, used as the second step, used alone; and every answer that must be refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from sapar.accounts import actions, passkeys
from sapar.accounts.door import signin_door
from sapar.accounts.models import Passkey
from sapar.accounts.tests.device import Device
from sapar.accounts.tests.people import app_code, give_password
from sapar.common.errors import Invalid

if TYPE_CHECKING:
    from tests.cast import StaffActor

pytestmark = pytest.mark.django_db
HOST = {"SERVER_NAME": "localhost"}


@pytest.fixture
def key(aigul: StaffActor) -> Device:
    """Aigul's key, added on her account page."""
    client, device = _signed_in(aigul), Device()
    options = client.post("/staff/account/passkeys/options/").json()
    answer = {"credential": device.create(options), "name": "blue key"}
    assert client.post("/staff/account/passkeys/add/", answer).url == "/staff/account/"
    return device


def test_a_key_is_the_second_step(aigul: StaffActor, key: Device) -> None:
    client = Client(**HOST)
    give_password(client, aigul)
    options = client.post("/signin/second/key/options/").json()
    assert client.post("/signin/second/key/", {"credential": key.get(options)}).url == "/staff/"
    assert client.get("/staff/account/").status_code == 200


def test_a_key_that_checks_its_owner_opens_alone(key: Device) -> None:
    client = Client(**HOST)
    options = client.post("/signin/passkey/options/").json()
    client.post("/signin/passkey/", {"credential": key.get(options)})
    assert client.get("/staff/account/").status_code == 200


def test_a_key_that_does_not_check_its_owner_opens_nothing_alone(key: Device) -> None:
    key.pin = False
    assert _alone(key) == "/signin/"


def test_a_challenge_for_the_second_step_does_not_open_alone(aigul: StaffActor, key: Device) -> None:
    client = Client(**HOST)
    give_password(client, aigul)
    answer = key.get(client.post("/signin/second/key/options/").json())
    assert client.post("/signin/passkey/", {"credential": answer}).url == "/signin/"


def test_a_challenge_for_a_key_alone_is_no_second_step(aigul: StaffActor, key: Device) -> None:
    client = Client(**HOST)
    give_password(client, aigul)
    answer = key.get(client.post("/signin/passkey/options/").json())
    assert client.post("/signin/second/key/", {"credential": answer}).url == "/signin/second/"


def test_a_challenge_for_adding_a_key_opens_nothing(key: Device) -> None:
    client = Client(**HOST)
    client.post("/signin/passkey/", {"credential": key.get(client.post("/signin/passkey/options/").json())})
    asked = client.post("/staff/account/passkeys/options/").json()["publicKey"]
    answer = key.get({"publicKey": asked | {"rpId": asked["rp"]["id"]}})
    assert client.post("/signin/passkey/", {"credential": answer}).url == "/signin/"


def test_alone_only_a_challenge_counts_that_asks_the_key_to_check_its_owner(key: Device) -> None:
    with signin_door():
        known = [bytes(Passkey.objects.get().credential)]
    options, state = passkeys.begin_proving("localhost", known)
    with pytest.raises(Invalid):
        actions.check_passkey("localhost", state, json.loads(key.get(dict(options))), user=None)


def test_an_answer_opens_once(key: Device) -> None:
    client = Client(**HOST)
    answer = key.get(client.post("/signin/passkey/options/").json())
    client.post("/signin/passkey/", {"credential": answer})
    client.post("/signout/")
    assert client.post("/signin/passkey/", {"credential": answer}).url == "/signin/"


def test_an_answer_for_another_site_is_refused(key: Device) -> None:
    key.origin = "http://localhost.evil.example"
    assert _alone(key) == "/signin/"


def test_a_copied_key_is_found_out_by_its_count(key: Device) -> None:
    key.count = 0
    assert _alone(key) == "/signin/"


def test_an_unknown_key_is_refused(key: Device) -> None:
    assert _alone(Device()) == "/signin/"


@pytest.mark.parametrize(
    "rubbish", ["", "{", "[]", "{}", '{"id": 1}', '{"rawId": "!!", "response": {}}', "\x00"]
)
def test_rubbish_is_refused_in_words(key: Device, rubbish: str) -> None:
    client = Client(**HOST)
    client.post("/signin/passkey/options/")
    assert client.post("/signin/passkey/", {"credential": rubbish}).url == "/signin/"
    assert b'class="notice danger"' in client.get("/signin/").content


def test_somebody_elses_key_is_no_second_step(bakyt: StaffActor, key: Device) -> None:
    other, device = _signed_in(bakyt), Device()
    made = device.create(other.post("/staff/account/passkeys/options/").json())
    other.post("/staff/account/passkeys/add/", {"credential": made, "name": "mine"})
    client = Client(**HOST)
    give_password(client, bakyt)
    options = client.post("/signin/second/key/options/").json()
    assert client.post("/signin/second/key/", {"credential": key.get(options)}).url == "/signin/second/"


def test_the_key_of_a_closed_account_opens_nothing(aigul: StaffActor, key: Device) -> None:
    with signin_door():
        type(aigul.user).objects.filter(pk=aigul.user.pk).update(is_active=False)
    assert _alone(key) == "/signin/"


def test_where_the_address_is_a_number_the_page_says_why_there_is_no_key(aigul: StaffActor) -> None:
    page = Client(SERVER_NAME="127.0.0.1").get("/signin/")
    assert b"data-passkey" not in page.content
    client = Client(SERVER_NAME="127.0.0.1")
    give_password(client, aigul)
    client.post("/signin/second/", {"code": app_code()})
    assert "127.0.0.1" in client.get("/staff/account/passkeys/add/").content.decode()


def test_a_removed_key_opens_nothing(aigul: StaffActor, key: Device) -> None:
    client = Client(**HOST)
    client.post("/signin/passkey/", {"credential": key.get(client.post("/signin/passkey/options/").json())})
    with signin_door():
        pk = Passkey.objects.get(user=aigul.user).pk
    assert client.get(f"/staff/account/passkeys/{pk}/remove/").status_code == 200
    client.post(f"/staff/account/passkeys/{pk}/remove/")
    assert _alone(key) == "/signin/"


def test_a_colleagues_key_cannot_be_removed(bakyt: StaffActor, key: Device) -> None:
    with signin_door():
        pk = Passkey.objects.get().pk
    assert _signed_in(bakyt).post(f"/staff/account/passkeys/{pk}/remove/").status_code == 404


def _alone(device: Device) -> str:
    client = Client(**HOST)
    options = client.post("/signin/passkey/options/").json()
    return client.post("/signin/passkey/", {"credential": device.get(options)}).url


def _signed_in(actor: StaffActor) -> Client:
    client = Client(**HOST)
    give_password(client, actor)
    client.post("/signin/second/", {"code": app_code()})
    return client
