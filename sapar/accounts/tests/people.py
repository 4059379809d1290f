"""Hands for the tests: the way in, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.test import Client
from django.utils import timezone

from sapar.accounts import totp
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.cast import StaffActor

APP_SECRET = b"twenty-bytes-of-key!"  # what `tests.factories.make_member` gives everybody


def app_code() -> str:
    return totp.code_at(APP_SECRET, timezone.now())


def give_password(
    client: Client, actor: StaffActor, *, next_path: str = "", password: str = PASSWORD
) -> HttpResponse:
    address = f"/signin/?next={quote(next_path)}" if next_path else "/signin/"
    return client.post(address, {"username": actor.user.username, "password": password})


def signed_in(actor: StaffActor) -> Client:
    """A browser that went through both steps."""
    client = Client()
    give_password(client, actor)
    client.post("/signin/second/", {"code": app_code()})
    return client
