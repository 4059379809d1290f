from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sapar.directory.models import Listing
    from sapar.organisations.actor import StaffActor


@pytest.fixture
def listed(gulnara: StaffActor) -> Listing:
    """Osh's own entry, confirmed today."""
    from sapar.directory import actions as directory
    from tests.factories import acting

    with acting(gulnara):
        facts = {"fee": "free", "phone": "+442079460199"}
        return directory.add_listing(gulnara, gulnara.org, services=["hotline"], **facts)


@pytest.fixture
def outside(rustam: StaffActor) -> Listing:
    """A listed organisation that has not joined, as a source of 2013 described it."""
    from sapar.directory import actions as directory
    from tests.factories import acting

    who = {"name": "Nookat centre (fictional)", "kind": "ngo", "country": "KG", "is_fictional": True}
    said = {"fee": "free", "described_in": 2013, "source": "a report", "email": "nookat@example.org"}
    with acting(rustam):
        return directory.enlist(rustam, who, services=["legal-advice"], **said)
