"""What kind of file this is by its own bytes. Pure; what a sender claims is only compared with it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

HEAD_BYTES = 1024
_PHOTO_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MOST_PARTS = 5000
_NOT_IN_TEXT = bytes([*range(9), 11, *range(14, 32), 127])


@dataclass(frozen=True)
class Kind:
    """`content_type` is what is stored; `endings` and `claims` are what an honest sender may say."""

    content_type: str
    endings: frozenset[str]
    claims: frozenset[str]


def _kind(content_type: str, endings: str, claims: str = "") -> Kind:
    return Kind(content_type, frozenset(endings.split()), frozenset([content_type, *claims.split()]))


PDF = _kind("application/pdf", "pdf", "application/x-pdf")
JPEG = _kind("image/jpeg", "jpg jpeg jpe jfif", "image/jpg image/pjpeg")
PNG = _kind("image/png", "png", "image/x-png")
WEBP = _kind("image/webp", "webp")
HEIC = _kind("image/heic", "heic heif", "image/heif image/heic-sequence")
OGG = _kind("audio/ogg", "ogg oga opus", "application/ogg audio/opus video/ogg audio/x-opus+ogg")
MP3 = _kind("audio/mpeg", "mp3", "audio/mp3 audio/x-mp3 audio/x-mpeg")
M4A = _kind("audio/mp4", "m4a", "audio/x-m4a audio/m4a audio/aac video/mp4")
MP4 = _kind("video/mp4", "mp4 m4v", "audio/mp4 video/x-m4v")
TEXT = _kind("text/plain", "txt")
DOCX = _kind(f"{_OFFICE}wordprocessingml.document", "docx", "application/zip")
XLSX = _kind(f"{_OFFICE}spreadsheetml.sheet", "xlsx", "application/zip")
ALL = (PDF, JPEG, PNG, WEBP, HEIC, OGG, MP3, M4A, MP4, TEXT, DOCX, XLSX)


def of(head: bytes, ending: str) -> Kind | None:
    """The kind by the first bytes, None when they say nothing we take. Zip files are left to `office`, text to the caller."""
    starts = (
        (b"%PDF-", PDF),
        (b"\xff\xd8\xff", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"OggS", OGG),
        (b"ID3", MP3),
    )
    for start, kind in starts:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _film(head[8:12], ending)
    return MP3 if _is_mpeg_frame(head) else None


def _film(brand: bytes, ending: str) -> Kind | None:
    """Of the ISO container only the brand tells photos from sound and film; phones name sound files loosely."""
    if brand in _PHOTO_BRANDS:
        return HEIC
    if brand.startswith((b"M4A", b"M4B")) or ending == "m4a":
        return M4A
    return None if brand.startswith((b"qt", b"avif", b"avis")) else MP4


def _is_mpeg_frame(head: bytes) -> bool:
    """Eleven bits of sync, layer III, a bit rate and a sampling rate that exist."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return 0 < head[2] >> 4 < 15 and head[2] >> 2 & 0b11 != 0b11


def is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def office(file: IO[bytes]) -> Kind | None:
    """DOCX or XLSX by the parts inside; None for other zip files and for documents with macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.namelist()[:_MOST_PARTS]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in parts or any(part.lower().endswith("vbaproject.bin") for part in parts):
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None


def is_text(piece: bytes) -> bool:
    """Whether a piece holds no byte that plain text never has (any of the old Cyrillic code pages passes)."""
    return not piece.translate(None, delete=bytes(set(range(256)) - set(_NOT_IN_TEXT)))
