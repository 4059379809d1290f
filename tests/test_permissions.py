"""Every address × everybody in the cast. An address that stands in no table fails.

Who has the right and the thing gets an answer; a colleague without the right 403; somebody of another organisation 404,
as if it did not exist; nobody is sent to sign in. Each is tried by GET and by an empty POST.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from sapar.vault import keys
from tests import world
from tests.addresses import OPEN, OWN_ACCOUNT, STAFF
from tests.cast import client_of
from tests.factories import acting
from tests.plugins.vault import MASTER
from tests.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from sapar.organisations.actor import StaffActor

# Shown, done and sent on, overtaken by the state of things, sent back with what is wrong in the form.
ANSWERS = {200, 302, 409, 422}
# What everybody in the network may look at.
NOBODYS_OWN = {
    "",
    "form-language",
    "public",
    "own-org",
    "as-monitor",
    "release",
    "research",
    "promise",
    "own-listing",
    "kept-offer",
    "kept-site",
    "kept-person",
    "empty-org",
    "table-code",
    "public-line",
    "tried",
    "practice-move",
    "practice-public",
    "correction",
}


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Every name of an address and the parameters in it."""
    yield from _below(get_resolver().url_patterns, "", [])


def _below(patterns: list[object], space: str, given: list[str]) -> Iterator[tuple[str, list[str]]]:
    for one in patterns:
        names = given + list(one.pattern.regex.groupindex)
        if hasattr(one, "url_patterns"):
            yield from _below(one.url_patterns, f"{one.namespace}:" if one.namespace else space, names)
        else:
            yield f"{space}{one.name}", names


def test_every_address_stands_in_a_table():
    assert {name for name, _given in addresses()} == OPEN | OWN_ACCOUNT | set(STAFF)


@pytest.fixture
def built(db: None) -> world.World:
    return world.build()


def _answer(client: Client, method: str, address: str) -> tuple[int, str]:
    """The status and where it sends to; what it did is undone."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    keys.use_local(MASTER)
    return response.status_code, response.headers.get("Location", "")


def test_everybody_gets_what_they_may(built):
    """The table, by GET and by an empty POST."""
    things, clients = Things(built), {name: client_of(actor) for name, actor in built.staff.items()}
    nobody, wrong = client_of(None), []
    parameters = dict(addresses())
    for name, (right, owner, kind) in STAFF.items():
        with acting(built.staff["gulnara"]):
            address = reverse(name, kwargs=things.of(kind, parameters[name]))
        for method in ("get", "post"):
            for who, actor in built.staff.items():
                status, _to = _answer(clients[who], method, address)
                if not _fits(status, actor, right, kind, has_part=_has_part(actor, owner, kind, built)):
                    wrong.append(f"{name} {method} {who}: {status}")
            status, to = _answer(nobody, method, address)
            if status != 405 and not (status == 302 and to.startswith("/signin/")):
                wrong.append(f"{name} {method} nobody: {status} {to}")
    assert wrong == [], "\n".join(wrong)


def _has_part(actor: StaffActor, owner: str, kind: str, built: world.World) -> bool:
    """Of the owner's organisation; a referral has two sides."""
    sides = {
        "referral": ("bakyt", "saule"),
        "referral-asked": ("bakyt", "asel"),
        "agreement": ("gulnara", "dana"),
    }.get(kind, (owner,))
    return actor.org_id in {built.staff[name].org_id for name in sides}


def _fits(status: int, actor: StaffActor, right: str, kind: str, *, has_part: bool) -> bool:
    if status >= 500:
        return False
    if status == 405:
        return True
    if not actor.may(right):
        return status == 403
    if not has_part and kind not in NOBODYS_OWN:
        return status in (404, 403)
    if kind.startswith(("referral", "agreement")):
        # The other side's verbs are refused to whoever has a part in it.
        return status in ANSWERS | {403}
    return status in ANSWERS | {403, 404} if kind in NOBODYS_OWN - {""} else status in ANSWERS


def test_a_second_factor_is_needed_for_everything(built):
    """Name and password alone open nothing of the staff's."""
    client = client_of(None)
    client.post(
        "/signin/",
        {"username": built.staff["gulnara"].user.username, "password": "a-long-password-of-the-cast"},
    )
    for name, given in addresses():
        if name in STAFF and not given:
            status, to = _answer(client, "get", reverse(name))
            assert status == 405 or (status == 302 and to.startswith("/signin/")), name


@pytest.mark.parametrize("name", sorted(OWN_ACCOUNT))
def test_an_account_is_its_owners_alone(name, db):
    given = dict(addresses())[name]
    address = reverse(name, kwargs={one: uuid.uuid4() for one in given})
    for method in ("get", "post"):
        status, to = _answer(client_of(None), method, address)
        # 409: the page that sets up a first factor lives half-way through a sign-in, and there is none under way.
        assert status in (405, 403, 404, 409) or (status == 302 and to.startswith("/signin/")), (
            method,
            status,
        )
