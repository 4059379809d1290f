"""A ZIP written piece by piece, so that nothing readable ever lies on the disk: what comes out is sealed at once."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A spreadsheet program takes such a cell for a formula, and also a part of one that it splits at a sign of its own choice.
# JSON Lines keeps the text as it was.
_LIVE = re.compile(r"(^|[;,\t\r\n])(\s*)(?=[=+\-@])")
_PHONE = set("+0123456789 -()")


class _Sink(io.RawIOBase):
    """Where the archive is written to; it can't be read back, only emptied."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The archive of (name, its pieces), as a stream."""
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name, pieces in members:
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def json_line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def csv_line(cells: Iterable[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(one) for one in cells])
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if set(text) <= _PHONE else _LIVE.sub(r"\1\2'", text)
