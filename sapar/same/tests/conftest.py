"""People of Osh who are written down, as tests of who is who need them. All of them invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the source."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def written(bakyt) -> Callable[..., Person]:
    """`written("Жумагулов Бакыт", 1990, phone="+996…", by=aigul)`: somebody who is written down."""

    def write(
        name: str,
        year: int = 0,
        *,
        phone: str = "",
        phone_of: str = "own",
        by: StaffActor = bakyt,
        **known: Any,
    ) -> Person:
        from sapar.people import actions
        from sapar.people.particulars import Particulars, Spelling
        from sapar.ui.dates import PartialDate, Precision
        from tests.factories import acting

        birth = PartialDate(Precision.YEAR, year) if year else PartialDate(Precision.UNKNOWN)
        names = (Spelling(name),) if name else ()
        with acting(by):
            person = actions.record(by, Particulars(names=names, birth=known.pop("birth", birth), **known))
            if phone:
                actions.add_phone(by, person, phone, phone_of=phone_of)
        return person

    return write
