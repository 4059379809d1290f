"""An upload never lies on the disk in the clear, however large it is."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from sapar.vault.files import uploads


def _sent(content: bytes) -> object:
    request = RequestFactory().post(
        "/", {"file": SimpleUploadedFile("letter.pdf", content, "application/pdf")}
    )
    return request.FILES["file"]


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 3 * 1024 * 1024])
def test_what_was_sent_comes_whole_and_from_memory(size, settings, monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    file = _sent(content)
    assert (file.read(), file.size, file.name, file.content_type) == (
        content,
        size,
        "letter.pdf",
        "application/pdf",
    )


def test_of_a_file_that_is_too_large_only_its_size_is_kept(settings):
    settings.SEALED_FILE_MAX_BYTES = 1000
    file = _sent(b"x" * 200_000)
    assert (file.size, file.read()) == (200_000, b"")


def test_this_is_how_the_server_takes_uploads(settings):
    assert [f"{uploads.__name__}.MemoryUpload"] == settings.FILE_UPLOAD_HANDLERS


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/signin/", "/staff/cases/"])
def test_pages_for_staff_are_kept_nowhere(address):
    assert "no-store" in Client().get(address).headers["Cache-Control"]
