"""Taking a file in and giving it out."""

from __future__ import annotations

import errno
import os
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.http import StreamingHttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar import audit
from sapar.common.errors import Invalid, NotVisible
from sapar.vault.files import kinds, storage
from sapar.vault.keys import datakeys
from sapar.vault.models import SealedFile, SubjectKind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sapar.common.actor import Actor
    from sapar.vault.files.kinds import Kind
    from sapar.vault.models import DataKey

STORED = audit.name("file.stored", gettext_lazy("File stored"))
OPENED = audit.name("file.opened", gettext_lazy("File opened"))

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAYS_NOTHING = frozenset(["", "application/octet-stream", "binary/octet-stream", "application/x-download"])
_LONGEST_NAME = 200


def store(
    actor: Actor,
    org_id: uuid.UUID,
    upload: Any,
    *,
    attached_kind: str,
    attached_id: uuid.UUID,
    data_key: DataKey | None = None,
    about: uuid.UUID | None = None,
) -> SealedFile:
    """Check and seal an upload (Django's `UploadedFile`); raises `Invalid` at "file" with what is wrong with it.

    Give the key of the person or case it belongs to, so that erasing them erases it; else it gets a key of its own.
    """
    name = _last_part(upload.name)
    kind = _checked_kind(upload, name)
    file = SealedFile(
        org_id=org_id,
        data_key=data_key or datakeys.new_data_key(org_id, SubjectKind.FILE),
        content_type=kind.content_type,
        name=name,
        attached_kind=attached_kind,
        attached_id=attached_id,
        stored_by=actor.user_id,
    )
    counted = _Counted(upload, text_only=kind is kinds.TEXT)
    file.digest = _write(file, counted)
    file.size = counted.size
    file.save(force_insert=True)
    details = {"type": kind.content_type, "size": file.size}
    audit.record(
        actor, STORED, subject_kind="file", subject_id=file.id, about=about, details=details, org_id=org_id
    )
    return file


def _write(file: SealedFile, plain: _Counted) -> bytes:
    try:
        return storage.write(file.id, datakeys.key_for_sealing(file), plain)
    except OSError as refusal:
        if refusal.errno not in _NO_ROOM:
            raise
        raise Invalid(
            {"file": _("There is no room on the server to store a file now. Tell your administrator.")}
        ) from None


class _Counted:
    """The upload as a stream that refuses while it is read: nothing beyond the limit is ever kept."""

    def __init__(self, upload: Any, *, text_only: bool) -> None:
        self._upload = upload
        self._text_only = text_only
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        self._upload.seek(0)
        while piece := self._upload.read(storage.PIECE):
            self.size += len(piece)
            if self.size > settings.SEALED_FILE_MAX_BYTES:
                raise too_large()
            if self._text_only and not kinds.is_text(piece):
                raise _not_taken()
            yield piece


def _checked_kind(upload: Any, name: str) -> Kind:
    """The kind by content; raises `Invalid` for an empty file, one we do not take, or one that says it is another."""
    if upload.size is not None and upload.size > settings.SEALED_FILE_MAX_BYTES:
        raise too_large()
    upload.seek(0)
    head = upload.read(kinds.HEAD_BYTES)
    if not head:
        raise Invalid({"file": _("The file is empty.")})
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _kind_of(upload, head, ending)
    if kind is None:
        raise _not_taken()
    claim = (getattr(upload, "content_type", "") or "").split(";")[0].strip().lower()
    is_honest = claim in kind.claims or claim in _SAYS_NOTHING
    if not is_honest or (ending and ending not in kind.endings):
        raise Invalid(
            {
                "file": _(
                    "The file is not what its name says. Save it again in its own format and try once more."
                )
            }
        )
    return kind


def _kind_of(upload: IO[bytes], head: bytes, ending: str) -> Kind | None:
    if kinds.is_zip(head):
        upload.seek(0)
        return kinds.office(upload)
    found = kinds.of(head, ending)
    if found is None and kinds.is_text(head):
        return kinds.TEXT
    return found


def too_large() -> Invalid:
    most = filesizeformat(settings.SEALED_FILE_MAX_BYTES)
    return Invalid({"file": _("The file is larger than %(most)s.") % {"most": most}})


def _not_taken() -> Invalid:
    return Invalid(
        {
            "file": _(
                "Files of this kind are not taken. Send a photo, PDF, sound, MP4 video, text, DOCX or XLSX."
            )
        }
    )


def _last_part(name: str | None) -> str:
    """The name without folders and control characters, short enough for any disk."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    cleaned = "".join(letter for letter in last if letter.isprintable()).strip() or "file"
    stem, ending = os.path.splitext(cleaned)  # noqa: PTH122 - of a name, there is no path
    return stem[: _LONGEST_NAME - len(ending)] + ending if len(ending) < 10 else cleaned[:_LONGEST_NAME]


def content(file: SealedFile) -> Iterator[bytes]:
    """The plain pieces; raises `Locked`, or `NotVisible` when the file was erased or is gone. The key is taken at once."""
    key = datakeys.key_of(file)
    if key is None or file.state != SealedFile.State.STORED:
        raise NotVisible
    try:
        return storage.read(file.id, key)
    except FileNotFoundError:
        raise NotVisible from None


def remove(file_ids: list[uuid.UUID]) -> int:
    """Take files off the disk whose key others still need; their rows stay, as removed. Returns how many there were."""
    rows = SealedFile.objects.filter(id__in=file_ids, state=SealedFile.State.STORED)
    gone = [storage.path_of(name) for name in rows.values_list("id", flat=True)]
    rows.update(state=SealedFile.State.REMOVED)

    def unlink() -> None:
        for place in gone:
            place.unlink(missing_ok=True)

    transaction.on_commit(unlink)
    return len(gone)


def answer(actor: Actor, file: SealedFile, *, about: uuid.UUID | None = None) -> StreamingHttpResponse:
    """A download: opened while it is sent, always saved and never shown by the browser, kept by no cache."""
    pieces = content(file)
    audit.record(actor, OPENED, subject_kind="file", subject_id=file.id, about=about, org_id=file.org_id)
    response = StreamingHttpResponse(pieces, content_type=file.content_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(str(file.name), safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
