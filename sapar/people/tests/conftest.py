"""The cast, and people it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.people.models import Person


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the source."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """What was announced upwards, instead of what is wired to it."""
    from sapar.common import effects

    heard: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(effects, "announce", lambda _actor, name, **facts: heard.append((name, facts)))
    return heard


@pytest.fixture
def in_osh(bakyt) -> Iterator[None]:
    from tests.factories import acting

    with acting(bakyt):
        yield


@pytest.fixture
def nazgul(bakyt) -> Person:
    """Born in 1996, in Kazakhstan, with a phone others use too."""
    from sapar.people import actions
    from sapar.people.particulars import Particulars, Spelling
    from sapar.ui.dates import PartialDate, Precision
    from tests.factories import acting

    particulars = Particulars(
        names=(Spelling("Назгүл Өмүрбек кызы", "ky"),), birth=PartialDate(Precision.YEAR, 1996), country="KZ",
        may_call="times", safety_words="Only after eight in the evening. Say that the curtains are ready.",
    )  # fmt: skip
    with acting(bakyt):
        person = actions.record(bakyt, particulars)
        actions.add_phone(bakyt, person, "0555 123 456", phone_of="shared")
    return person
