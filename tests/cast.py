"""The cast: the organisations and people of the tests, all invented.

Osh call line (Kyrgyzstan): aigul operator, bakyt caseworker, gulnara supervisor, nurlan coordinator, timur auditor.
Almaty aid centre (Kazakhstan): saule caseworker, dana supervisor. Consulate: marat caseworker.
Tashkent legal aid, a stranger to all: chen supervisor. Network office: rustam steward, meerim and kanat monitors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation


def _member(role: str, organisation: str) -> object:
    @pytest.fixture
    def member(request: pytest.FixtureRequest) -> StaffActor:
        from tests.factories import make_member

        return make_member(request.getfixturevalue(organisation), request.fixturename.capitalize(), role)

    return member


@pytest.fixture
def osh(db: None) -> Organisation:
    from tests.factories import make_organisation

    return make_organisation("Osh call line (fictional)", takes_requests=True)


@pytest.fixture
def almaty(db: None) -> Organisation:
    from tests.factories import make_organisation

    return make_organisation(
        "Almaty aid centre (fictional)", country="KZ", languages=["ru", "kk", "ky"], time_zone="Asia/Almaty"
    )


@pytest.fixture
def consulate(db: None) -> Organisation:
    from tests.factories import make_organisation

    return make_organisation(
        "Consulate of Kyrgyzstan in Almaty (fictional)",
        kind="consulate",
        country="KZ",
        time_zone="Asia/Almaty",
    )


@pytest.fixture
def tashkent(db: None) -> Organisation:
    from tests.factories import make_organisation

    return make_organisation("Tashkent legal aid (fictional)", country="UZ", languages=["uz", "ru"])


@pytest.fixture
def network(db: None) -> Organisation:
    from tests.factories import make_organisation

    return make_organisation("Network office (fictional)", kind="international", country="KZ")


aigul = _member("operator", "osh")
bakyt = _member("caseworker", "osh")
gulnara = _member("supervisor", "osh")
nurlan = _member("coordinator", "osh")
timur = _member("auditor", "osh")
saule = _member("caseworker", "almaty")
dana = _member("supervisor", "almaty")
marat = _member("caseworker", "consulate")
chen = _member("supervisor", "tashkent")
rustam = _member("steward", "network")
meerim = _member("monitor", "network")
kanat = _member("monitor", "network")


def sign_in(client: Client, actor: StaffActor) -> Client:
    """As after both factors: a session of the actor's own, without typing them each time."""
    from django.conf import settings
    from django.db import transaction
    from django.http import HttpRequest

    from sapar.accounts.actions import sessions

    request = HttpRequest()
    request.META["SERVER_NAME"] = "testserver"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.session.create()
    with transaction.atomic():
        sessions.reopen(request, actor.user)
        request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def client_of(actor: StaffActor | None, **options: object) -> Client:
    """A browser without a screen, signed in as the actor, or as nobody."""
    from django.test import Client

    client = Client(**options)
    return sign_in(client, actor) if actor is not None else client


def session_cookie(actor: StaffActor, url: str) -> dict[str, object]:
    """The cookie of a signed-in actor for a real browser."""
    from django.conf import settings

    client = client_of(actor)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "domain": urlsplit(url).hostname,
        "path": "/",
        "httpOnly": True,
    }
