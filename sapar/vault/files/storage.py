"""Ciphertext on the disk: written under a passing name, and under its own only when it is complete."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sapar.vault import cipher
from sapar.vault.cipher import SealBroken
from sapar.vault.keys import places

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator

PIECE = 64 * 1024
_TAG = 16
_KEY = 32
_HEADER = 1 + cipher.NONCE_BYTES + _KEY + _TAG
UNFINISHED = ".part"


def path_of(file_id: uuid.UUID) -> Path:
    """The end of the id names the folder: the beginning of a version 7 UUID hardly changes in a year."""
    return Path(settings.SEALED_FILES) / file_id.hex[-2:] / str(file_id)


def write(file_id: uuid.UUID, key: AESGCM, plain: Iterable[bytes]) -> bytes:
    """Seal a stream into its file; returns the SHA-256 of the ciphertext. What fails half-way leaves nothing.

    The file's own key stands in its header, sealed with the data key; pieces are numbered and the last one is marked.
    """
    place = path_of(file_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_name(place.name + UNFINISHED)
    digest = hashlib.sha256()
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for sealed in _sealed(file_id, key, plain):
                digest.update(sealed)
                out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        fresh.rename(place)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    places.sync_folder(place.parent)
    return digest.digest()


def _sealed(file_id: uuid.UUID, key: AESGCM, plain: Iterable[bytes]) -> Iterator[bytes]:
    own = AESGCM.generate_key(bit_length=256)
    yield cipher.seal(key, own, _place(file_id))
    sealer = AESGCM(own)
    for number, piece, is_last in _numbered(plain):
        yield sealer.encrypt(_nonce(number), piece, _bound(file_id, number, is_last=is_last))


def _numbered(plain: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Cut a stream into pieces of `PIECE` bytes, the last one marked (and empty only if all is)."""
    number, waiting = 0, b""
    for some in plain:
        waiting += some
        while len(waiting) > PIECE:
            yield number, waiting[:PIECE], False
            number, waiting = number + 1, waiting[PIECE:]
    yield number, waiting, True


def read(file_id: uuid.UUID, key: AESGCM) -> Iterator[bytes]:
    """The plain pieces, each authentic before it is given out; raises FileNotFoundError at once, `SealBroken` in place."""
    source = path_of(file_id).open("rb")
    try:
        opener = AESGCM(cipher.open_sealed(key, source.read(_HEADER), _place(file_id)))
    except BaseException:
        source.close()
        raise
    return _opened(file_id, opener, source)


def _opened(file_id: uuid.UUID, opener: AESGCM, source: IO[bytes]) -> Iterator[bytes]:
    with source:
        number, piece = 0, source.read(PIECE + _TAG)
        while True:
            following = source.read(PIECE + _TAG)
            try:
                yield opener.decrypt(_nonce(number), piece, _bound(file_id, number, is_last=not following))
            except InvalidTag:
                raise SealBroken from None
            if not following:
                return
            number, piece = number + 1, following


def _place(file_id: uuid.UUID) -> bytes:
    return f"vault_sealedfile|{file_id}|content".encode()


def _nonce(number: int) -> bytes:
    return number.to_bytes(cipher.NONCE_BYTES, "big")


def _bound(file_id: uuid.UUID, number: int, *, is_last: bool) -> bytes:
    return f"{file_id}|{number}|{int(is_last)}".encode()
