"""Sentences of the code itself, compared in tests, are read in English whatever catalogues are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Outside of requests; a page is in the language that its request asks for."""
    from django.utils import translation

    with translation.override("en"):
        yield
