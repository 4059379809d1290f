"""No test is braked by the tries of another."""

from __future__ import annotations

import pytest

from sapar.common.brake import Brake


@pytest.fixture(autouse=True)
def _brakes_are_released() -> None:
    for brake in list(Brake.made):
        brake.release()
