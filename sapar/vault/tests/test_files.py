"""Files: what they are is read from their bytes, what is stored is ciphertext."""

from __future__ import annotations

import errno
import io
import os
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.audit.models import Event
from sapar.common import tenancy
from sapar.common.errors import Invalid, Locked, NotVisible
from sapar.common.ids import uuid7
from sapar.vault import files, keys
from sapar.vault.cipher import SealBroken
from sapar.vault.files import kinds, storage
from sapar.vault.models import SealedFile

if TYPE_CHECKING:
    from pathlib import Path

    from sapar.vault.tests.cast import Clerk

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40


def office(*parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return held.getvalue()


HONEST = {
    "scan.pdf": (b"%PDF-1.7\n...", "application/pdf"),
    "photo.JPG": (JPEG, "image/jpeg"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "image/png"),
    "photo.webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    "photo.heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
    "voice.ogg": (b"OggS\x00\x02" + b"\x00" * 30, "audio/ogg"),
    "voice.opus": (b"OggS\x00\x02" + b"\x00" * 30, "audio/ogg"),
    "song.mp3": (b"ID3\x03\x00" + b"\x00" * 30, "audio/mpeg"),
    "raw.mp3": (b"\xff\xfb\x90\x64" + b"\x00" * 30, "audio/mpeg"),
    "voice.m4a": (b"\x00\x00\x00\x20ftypM4A \x00", "audio/mp4"),
    "phone.m4a": (b"\x00\x00\x00\x20ftypmp42\x00", "audio/mp4"),
    "film.mp4": (b"\x00\x00\x00\x20ftypisom\x00", "video/mp4"),
    "note.txt": ("Салам\r\n".encode(), "text/plain"),
    "old.txt": ("Здравствуйте".encode("cp1251"), "text/plain"),
    "letter.docx": (office("word/document.xml"), kinds.DOCX.content_type),
    "table.xlsx": (office("xl/workbook.xml"), kinds.XLSX.content_type),
    "no ending": (b"%PDF-1.4 x", "application/pdf"),
}
LIES = {
    "program.pdf": b"MZ\x90\x00\x03",
    "photo.jpg": b"%PDF-1.7",
    "scan.pdf": JPEG,
    "page.txt.pdf": b"<html><script>",
    "archive.docx": office("readme.txt"),
    "macro.docx": office("word/document.xml", "word/vbaProject.bin"),
    "sheet.docx": office("xl/workbook.xml"),
    "broken.docx": b"PK\x03\x04" + b"\x00" * 60,
    "program.txt": b"\x7fELF\x02\x01\x01\x00",
    "photo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "film.mov": b"\x00\x00\x00\x14ftypqt  \x00",
    "late.txt": b"a" * 200_000 + b"\x00",
}


def send(clerk: Clerk, name: str, content: bytes, claim: str = "") -> SealedFile:
    upload = SimpleUploadedFile(name, content, claim)
    return files.store(clerk, clerk.org_id, upload, attached_kind="case", attached_id=uuid7())


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_comes_back_byte_for_byte(hers: Any, aigul: Clerk, name: str) -> None:
    content, content_type = HONEST[name]
    file = SealedFile.objects.get(id=send(aigul, name, content, content_type).id)
    assert (file.content_type, file.name, file.size) == (content_type, name, len(content))
    assert b"".join(files.content(file)) == content
    assert content[:20] not in storage.path_of(file.id).read_bytes()


@pytest.mark.parametrize("name", LIES)
def test_a_file_that_lies_about_its_kind_is_refused_in_words(hers: Any, aigul: Clerk, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(aigul, name, LIES[name])
    assert refused.value.problems["file"]
    assert _on_disk() == []


def test_a_claimed_type_that_is_not_the_content_is_refused(hers: Any, aigul: Clerk) -> None:
    with pytest.raises(Invalid):
        send(aigul, "photo.jpg", JPEG, "application/pdf")
    assert send(aigul, "photo.jpg", JPEG, "application/octet-stream").content_type == "image/jpeg"
    assert send(aigul, "photo.jpg", JPEG, "image/jpeg; charset=x").content_type == "image/jpeg"


def test_an_empty_file_is_refused(hers: Any, aigul: Clerk) -> None:
    with pytest.raises(Invalid, match="file"):
        send(aigul, "a.txt", b"")


def test_too_large_is_refused_before_and_while_it_is_read(hers: Any, aigul: Clerk, settings: Any) -> None:
    settings.SEALED_FILE_MAX_BYTES = 100_000
    assert send(aigul, "a.txt", b"a" * 100_000).size == 100_000
    with pytest.raises(Invalid):
        send(aigul, "a.txt", b"a" * 100_001)
    liar = SimpleUploadedFile("b.txt", b"a" * 300_000, "text/plain")
    liar.size = 5
    with pytest.raises(Invalid):
        files.store(aigul, aigul.org_id, liar, attached_kind="case", attached_id=uuid7())
    assert len(_on_disk()) == 1


def test_an_upload_that_lies_in_a_temporary_file_is_taken_too(hers: Any, aigul: Clerk) -> None:
    content = b"%PDF-1.7" + os.urandom(200_000)
    with TemporaryUploadedFile("a.pdf", "application/pdf", len(content), None) as upload:
        upload.write(content)
        file = files.store(aigul, aigul.org_id, upload, attached_kind="case", attached_id=uuid7())
    assert b"".join(files.content(file)) == content


def test_a_full_disk_is_said_in_words(hers: Any, aigul: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Invalid):
        send(aigul, "a.txt", b"words")
    assert _on_disk() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.sampled_from([1, 65_535, 65_536, 65_537, 131_072, 131_073]), cut=st.integers(1, 70_000))
def test_any_way_the_stream_is_cut_it_comes_back(master: bytes, size: int, cut: int) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, name, content = AESGCM(master), uuid7(), os.urandom(size)
    storage.write(name, key, (content[start : start + cut] for start in range(0, size, cut)))
    assert b"".join(storage.read(name, key)) == content


def test_a_stored_file_cut_joined_swapped_or_changed_does_not_open(hers: Any, aigul: Clerk) -> None:
    file, twin = (send(aigul, "a.pdf", b"%PDF-" + os.urandom(200_000)) for _number in range(2))
    place = storage.path_of(file.id)
    honest, piece = place.read_bytes(), storage.PIECE + 16
    head = 61
    changed = bytearray(honest)
    changed[100_000] ^= 1
    swapped = (
        honest[:head]
        + honest[head + piece : head + 2 * piece]
        + honest[head : head + piece]
        + honest[head + 2 * piece :]
    )
    for broken in (
        honest[: head + piece], honest[:-1], honest[:head], b"", bytes(changed), swapped, honest + honest[head:],
        storage.path_of(twin.id).read_bytes(),
    ):  # fmt: skip
        place.write_bytes(broken)
        with pytest.raises(SealBroken):
            b"".join(files.content(file))


def test_a_locked_vault_and_another_organisation_get_nothing(hers: Any, aigul: Clerk, chen: Clerk) -> None:
    file = send(aigul, "a.txt", b"words")
    with tenancy.scope_of(chen):
        assert not SealedFile.objects.exists()
    keys.lock()
    with pytest.raises(Locked):
        files.content(file)
    with pytest.raises(Locked):
        send(aigul, "b.txt", b"words")


def test_a_download_is_saved_not_shown_and_on_record(hers: Any, aigul: Clerk) -> None:
    file = send(aigul, 'Паспорт "1".txt', b"words")
    response = files.answer(aigul, SealedFile.objects.get(id=file.id))
    assert b"".join(response.streaming_content) == b"words"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%9F")
    assert '"' not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert list(Event.objects.order_by("at").values_list("verb", flat=True)) == ["file.stored", "file.opened"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Азамат\\a.txt", "a.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("я" * 300 + ".txt", "я" * 196 + ".txt"),
    ],
)
def test_names_are_kept_without_folders_and_control_characters(
    hers: Any, aigul: Clerk, sent: str, kept: str
) -> None:
    upload = SimpleUploadedFile("x.txt", b"words", "text/plain")
    upload._name = sent
    file = files.store(aigul, aigul.org_id, upload, attached_kind="case", attached_id=uuid7())
    assert file.name == kept


def test_the_sweep_finds_orphans_both_ways_but_leaves_the_young(hers: Any, aigul: Clerk) -> None:
    kept, gone = send(aigul, "a.txt", b"words"), send(aigul, "b.txt", b"words")
    stray = storage.path_of(uuid7())
    for place in (stray, stray.with_name(stray.name + storage.UNFINISHED)):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
    storage.path_of(gone.id).unlink()
    assert files.sweep().removed == 0
    assert files.sweep().missing == []
    _age(hers, [kept, gone])
    found = files.sweep()
    assert found.removed == 2
    assert len(found.missing) == 1
    assert len(_on_disk()) == 1


def _age(org_id: Any, rows: list[SealedFile]) -> None:
    """Make everything two days old; the id of a row tells its age, so it changes with its file's name."""
    two_days = 2 * 24 * 3600
    for row in rows:
        old_id = type(row.id)(int=row.id.int - (two_days * 1000 << 80))
        before, after = storage.path_of(row.id), storage.path_of(old_id)
        SealedFile.objects.filter(id=row.id).update(id=old_id)
        if before.exists():
            before.rename(after)
    for place in _on_disk():
        os.utime(place, (time.time() - two_days,) * 2)


def _on_disk() -> list[Path]:
    from django.conf import settings

    return sorted(place for place in settings.SEALED_FILES.rglob("*") if place.is_file())


def test_a_file_whose_content_is_gone_is_not_visible(hers: Any, aigul: Clerk) -> None:
    file = send(aigul, "a.txt", b"words")
    storage.path_of(file.id).unlink()
    with pytest.raises(NotVisible):
        files.content(file)
