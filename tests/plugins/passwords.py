"""Passwords of the tests are hashed in a millisecond: a hundredth of the memory, one pass. The rest is as in earnest."""

from __future__ import annotations

import pytest

from sapar.accounts.hashers import Argon2idHasher


class QuickHasher(Argon2idHasher):
    memory_cost = 64
    time_cost = 1


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> None:
    from django.conf import settings
    from django.contrib.auth import hashers

    settings.PASSWORD_HASHERS = [f"{__name__}.{QuickHasher.__name__}"]
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
