"""Records out of a file, a folder of tables or an archive: read piece by piece, never fetched, never past a limit."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from sapar.directory.hsds.objects import Bundle, by_table, flatten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Raw = Iterator[tuple[str, dict[str, Any], str]]

MEGABYTE = 1024 * 1024
LARGEST = 256 * MEGABYTE
LONGEST_RECORD = 16 * MEGABYTE
_CHUNK = 256 * 1024
_LONGEST_HEAD = 4096
_SHOWN = 60
_END = object()


class Unreadable(ValueError):
    """The import as a whole cannot be read; the message says what, where and what to do, in English."""


def read(place: Path) -> Raw:
    """(object, record, where it stood) of a JSON file, a folder of CSV tables, or a ZIP with either. Raises `Unreadable`."""
    if place.is_dir():
        return _tables(
            [(one.name, one.stat().st_size, one.open) for one in sorted(place.iterdir()) if one.is_file()]
        )
    if not place.exists():
        raise Unreadable(f"{place}: there is no such file or folder.")
    if zipfile.is_zipfile(place):
        return _archive(place)
    if place.suffix.lower() == ".zip":
        raise Unreadable(
            f"{place}: the archive is broken. Make it again, or give the folder that it was made of."
        )
    _refuse_large(place.name, place.stat().st_size)
    return _document(place)


def _document(place: Path) -> Raw:
    with place.open(encoding="utf-8-sig", errors="strict") as stream:
        yield from _json(place.name, stream)


def _refuse_large(name: str, size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            f"{name}: {size // MEGABYTE} MB; at most {LARGEST // MEGABYTE} MB are read at once. "
            "Split it by organisation and import the parts one after another."
        )


def _archive(place: Path) -> Raw:
    with zipfile.ZipFile(place) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        _refuse_large(place.name, sum(one.file_size for one in members))
        names = {PurePosixPath(one.filename).name for one in members}
        if names & set(by_table()):
            yield from _tables(
                [(PurePosixPath(one.filename).name, one.file_size, _opener(archive, one)) for one in members]
            )
            return
        documents = [one for one in members if one.filename.lower().endswith(".json")]
        if not documents:
            raise Unreadable(f"{place}: neither tables of HSDS (organizations.csv, …) nor JSON in it.")
        for one in documents:
            with archive.open(one) as raw:
                yield from _json(one.filename, _text(raw))


def _opener(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> Any:
    def opened(*_mode: str, **_more: Any) -> IO[str]:
        return _text(archive.open(one))

    return opened


def _text(raw: IO[bytes]) -> IO[str]:
    return io.TextIOWrapper(io.BufferedReader(_Limited(raw)), encoding="utf-8-sig", newline="")


class _Limited(io.RawIOBase):
    """A member of an archive that is not what it says of its size is cut off."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.left = raw, LARGEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.raw.read(len(buffer))
        self.left -= len(piece)
        if self.left < 0:
            raise Unreadable(f"More than {LARGEST // MEGABYTE} MB came out of the archive.")
        buffer[: len(piece)] = piece
        return len(piece)


def _tables(files: list[tuple[str, int, Any]]) -> Raw:
    known = [(name, size, opened) for name, size, opened in files if name in by_table()]
    if not known:
        raise Unreadable("No table of HSDS is here: organizations.csv, services.csv and so on.")
    _refuse_large("The tables", sum(size for _name, size, _opened in known))
    for name, _size, opened in known:
        with opened("r", encoding="utf-8-sig", newline="") as stream:
            yield from _rows(name, stream)


def _rows(name: str, stream: IO[str]) -> Raw:
    csv.field_size_limit(LONGEST_RECORD)
    kind = by_table()[name]
    reader = csv.DictReader(stream)
    try:
        _refuse_other_signs(name, reader.fieldnames or [])
        for row in reader:
            extra = row.pop(None, None)
            record = {key.strip(): value for key, value in row.items() if value not in (None, "")}
            yield kind, record | ({"": extra} if extra else {}), f"{name} line {reader.line_num}"
    except (csv.Error, UnicodeDecodeError) as broken:
        raise Unreadable(
            f"{name} line {reader.line_num}: {broken}. Write it anew as UTF-8 with commas."
        ) from None


def _refuse_other_signs(name: str, columns: Sequence[str]) -> None:
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        raise Unreadable(
            f"{name} line 1: its columns are not separated by commas. Write it anew with commas."
        )


def _json(name: str, stream: IO[str]) -> Raw:
    """Each record of a document: a list, a page of the API (`contents`), lines, or one record."""
    for number, one in enumerate(_values(name, stream), start=1):
        place = f"{name} record {number}"
        if not isinstance(one, dict):
            yield "organization", {"": one}, place
            continue
        bundle: Bundle = {}
        flatten(_root_of(one), one, bundle)
        for kind, records in bundle.items():
            for record in records:
                yield kind, record, place


def _root_of(one: dict[str, Any]) -> str:
    """What a document is, by the fields that only it has."""
    keys = set(one)
    if "location" in keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if "location_type" in keys:
        return "location"
    if keys & {"taxonomy", "taxonomy_id", "taxonomy_detail", "parent_id", "term_uri"}:
        return "taxonomy_term"
    if "status" in keys or "organization" in keys or "service_at_locations" in keys:
        return "service"
    # A taxonomy has six properties.
    return "taxonomy" if "version" in keys and "description" in keys and len(keys) <= 6 else "organization"


class _Text:
    """What has been read of a stream and not been used yet; `number` is the record that comes next."""

    def __init__(self, name: str, stream: IO[str]) -> None:
        self.name, self.stream, self.text, self.number = name, stream, "", 1

    def grow(self) -> bool:
        """Read on; False at the end. Raises `Unreadable` past the longest record."""
        piece = _piece(self.name, self.stream)
        self.text = (self.text + piece).lstrip()
        if len(self.text) > LONGEST_RECORD:
            raise Unreadable(
                f"{self.name}: the JSON is broken, or one record is larger than {LONGEST_RECORD // MEGABYTE} MB."
            )
        return bool(piece)

    def said_of(self, broken: json.JSONDecodeError) -> str:
        here = self.text[max(0, broken.pos - _SHOWN // 2) : broken.pos + _SHOWN // 2]
        near = f" near «{' '.join(here.split())}»" if here.strip() else ": it ends before the list does"
        return f"{self.name} record {self.number}: the JSON is broken{near} ({broken.msg})."

    def skip(self, sign: str) -> None:
        self.text = self.text.lstrip().removeprefix(sign).lstrip()


def _values(name: str, stream: IO[str]) -> Iterator[Any]:
    """The members of the outermost list, one by one; never more than one of them in memory."""
    text = _Text(name, stream)
    while not text.text and text.grow():
        pass
    if not text.text:
        raise Unreadable(f"{name}: there is nothing in it.")
    if text.text.startswith("<"):
        raise Unreadable(f"{name}: this is a page or XML, not JSON. Was it saved from the right address?")
    head, found, tail = text.text.partition('"contents"')
    if found and head.startswith("{") and len(head) < _LONGEST_HEAD:
        text.text = tail
        text.skip(":")
    in_list = text.text.startswith("[")
    text.skip("[" if in_list else "")
    while not (in_list and text.text.startswith("]")):
        one = _next(text, in_list=in_list)
        if one is _END:
            return
        yield one
        text.skip(",")


def _next(text: _Text, *, in_list: bool) -> Any:
    """The next value, or `_END`; reads on as far as it needs."""
    while True:
        try:
            one, end = json.JSONDecoder().raw_decode(text.text)
        except json.JSONDecodeError as broken:
            if text.grow():
                text.skip(",")
                if in_list and text.text.startswith("]"):
                    return _END
                continue
            if text.text or in_list:
                raise Unreadable(text.said_of(broken)) from None
            return _END
        except RecursionError:
            raise Unreadable(f"{text.name} record {text.number}: lists in lists without an end.") from None
        text.text, text.number = text.text[end:], text.number + 1
        return one


def _piece(name: str, stream: IO[str]) -> str:
    try:
        return stream.read(_CHUNK)
    except UnicodeDecodeError:
        raise Unreadable(f"{name}: this is not UTF-8. Write it anew as UTF-8.") from None
