"""How an upload comes in: into memory, never onto the disk in the clear. Django's own would write it to a temporary file."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class MemoryUpload(FileUploadHandler):
    """Keeps up to `SEALED_FILE_MAX_BYTES`. Of a larger file nothing is kept but its size, which `files.store` refuses."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept: io.BytesIO | None = io.BytesIO()
        self.came = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.came = start + len(raw_data)
        if self.came > settings.SEALED_FILE_MAX_BYTES:
            self.kept = None
        elif self.kept is not None:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = self.kept or io.BytesIO()
        content.seek(0)
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
