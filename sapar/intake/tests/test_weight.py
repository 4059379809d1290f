"""The public pages are light and need no script."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import sapar.ui

pytestmark = pytest.mark.django_db
MOST = 14 * 1024
STATIC = Path(sapar.ui.__file__).parent / "static" / "ui"


def weight(content: bytes) -> int:
    """Compressed, with the stylesheet and the icon."""
    return sum(
        len(gzip.compress(part, 6))
        for part in (content, *[(STATIC / name).read_bytes() for name in ("sapar.css", "icon.svg")])
    )


@pytest.mark.parametrize("language", ["ru", "ky", "uz", "tg", "kk", "tk", "ro", "en"])
def test_the_first_load_fits_into_fourteen_kilobytes(stranger, osh, language):
    for address in ("ask", "my-request"):
        page = stranger.get(f"/{language}/{address}/").content
        assert weight(page) <= MOST
        assert b"<script" not in page
        assert b" style=" not in page
