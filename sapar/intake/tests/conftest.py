from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse
    from django.test import Client

    from sapar.organisations.models import Organisation


@pytest.fixture(autouse=True)
def _released() -> Iterator[None]:
    """No test is braked by the tries of another."""
    from sapar.intake.views.public import WRONG_RECEIPTS

    WRONG_RECEIPTS.release()
    yield
    WRONG_RECEIPTS.release()


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser of somebody without an account."""
    from django.test import Client

    return Client(raise_request_exception=False)


@pytest.fixture
def ask(stranger: Client, osh: Organisation) -> Callable[..., HttpResponse]:
    """Open the form, fill it in, press "Send"; `once` repeats an earlier form."""

    def send(*, once: str = "", **given: Any) -> HttpResponse:
        page = stranger.get("/ru/ask/")
        form = page.context["form"]
        fields = {
            "once": once or form["once"].value(),
            "reader": page.context["receiver"].organisation.pk,
            "topic": "unpaid-wages",
            "language": "ru",
        }
        return stranger.post("/ru/ask/", {name: str(value) for name, value in (fields | given).items()})

    return send
